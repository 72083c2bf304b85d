using Racewalk.Machine.Lowering;

namespace Racewalk.Machine;

/// <summary>An architecture as the kernel sees it: how its operations become instructions, and what its TLB flush does.</summary>
public sealed class Architecture
{
    private Architecture(string name, string title, string defaultModel, TlbFlush flush, OperationLowering lowering, string atomics = "")
    {
        Name = name;
        Title = title;
        DefaultModel = defaultModel;
        Flush = flush;
        Lowering = lowering;
        Atomics = atomics;
    }

    /// <summary>An idealised machine: sequentially consistent, every flush instantaneous and silent. What breaks here needs no hardware's help.</summary>
    public static Architecture Sc { get; } =
        new("sc", "sequentially consistent machine", "sc", TlbFlush.Silent, new ScLowering());

    /// <summary>x86-64 on bare metal: the TLB flush interrupts the other CPUs and waits for them.</summary>
    public static Architecture X8664 { get; } =
        new("x86-64", "x86-64 (bare metal)", "tso", TlbFlush.Interrupt, new X86Lowering());

    /// <summary>x86-64 in a virtual machine with a paravirtual TLB flush: preempted virtual CPUs are not interrupted.</summary>
    public static Architecture X8664Pv { get; } =
        new("x86-64-pv", "x86-64 (guest, paravirtual TLB flush)", "tso", TlbFlush.InterruptUnlessPreempted, new X86Lowering());

    /// <summary>32-bit x86 with PAE on bare metal: x86-64's instructions and flush, entries of two words.</summary>
    public static Architecture X86Pae { get; } =
        new("x86-pae", "x86 (32-bit, PAE)", "tso", TlbFlush.Interrupt, new X86Lowering()) { EntryWords = 2 };

    /// <summary>32-bit x86 with PAE in a virtual machine with a paravirtual TLB flush.</summary>
    public static Architecture X86PaePv { get; } =
        new("x86-pae-pv", "x86 (32-bit, PAE; guest, paravirtual TLB flush)", "tso", TlbFlush.InterruptUnlessPreempted, new X86Lowering()) { EntryWords = 2 };

    /// <summary>arm64 with FEAT_LSE: atomics in one instruction.</summary>
    public static Architecture Arm64 { get; } =
        new("arm64", "arm64 (LSE atomics)", "armv8", TlbFlush.BroadcastArm64, new Arm64LseLowering(), "lse");

    /// <summary>arm64 without FEAT_LSE: atomics are load-exclusive and store-exclusive.</summary>
    public static Architecture Arm64LlSc { get; } =
        new("arm64", "arm64 (LL/SC atomics)", "armv8", TlbFlush.BroadcastArm64, new Arm64LlScLowering(), "llsc");

    /// <summary>64-bit Power with the radix MMU.</summary>
    public static Architecture Ppc64Radix { get; } =
        new("ppc64-radix", "ppc64 (radix MMU)", "power", TlbFlush.BroadcastRadix, new Ppc64Lowering());

    /// <summary>64-bit Power with the hash MMU, whose generic TLB flush does nothing.</summary>
    public static Architecture Ppc64Hash { get; } =
        new("ppc64-hash", "ppc64 (hash MMU)", "power", TlbFlush.HashTable, new Ppc64Lowering());

    /// <summary>No machine but the kernel's own memory model: what holds here holds on every architecture that keeps to it. A TLB flush is silent.</summary>
    public static Architecture Lkmm { get; } =
        new("lkmm", "Linux-kernel memory model", "lkmm", TlbFlush.Silent, new LkmmLowering());

    /// <summary>All architectures, in a fixed order.</summary>
    public static IReadOnlyList<Architecture> All { get; } = [Sc, X8664, X8664Pv, X86Pae, X86PaePv, Arm64, Arm64LlSc, Ppc64Radix, Ppc64Hash, Lkmm];

    /// <summary>The name used on the command line, such as <c>x86-64-pv</c>; the two kinds of arm64 share it.</summary>
    public string Name { get; }

    /// <summary>The name for readers.</summary>
    public string Title { get; }

    /// <summary>The name of the memory model that programs for this architecture are explored under.</summary>
    public string DefaultModel { get; }

    /// <summary>For arm64 which atomics: <c>lse</c> or <c>llsc</c>; otherwise empty.</summary>
    public string Atomics { get; }

    /// <summary>What a TLB flush does to other CPUs.</summary>
    public TlbFlush Flush { get; }

    /// <summary>How many words a page-table entry has: what the machine reads or writes at once is one.</summary>
    public int EntryWords { get; private init; } = 1;

    /// <summary>Whether accesses through virtual addresses are modelled: walks, faults, invalidations. Walks read an entry as one word.</summary>
    public bool HasTranslation => Flush != TlbFlush.Silent && EntryWords == 1;

    internal OperationLowering Lowering { get; }

    /// <summary>The architecture of the given name; for arm64 with the given atomics. Null if there is none.</summary>
    /// <param name="name">The name.</param>
    /// <param name="atomics"><c>lse</c> or <c>llsc</c>; ignored where the architecture has no choice.</param>
    public static Architecture? Find(string name, string atomics = "lse") =>
        All.FirstOrDefault(a => a.Name == name && (a.Atomics.Length == 0 || a.Atomics == atomics));

    /// <inheritdoc/>
    public override string ToString() => Atomics.Length == 0 ? Name : $"{Name}+{Atomics}";
}
