using Racewalk.Programs;

namespace Racewalk.Machine.Tests.ProtocolRows;

/// <summary>
/// A guest's fault against an MMU notifier: kvm_faultin_pfn reads mmu_invalidate_seq, then the primary PTE; mmu_invalidate_retry decides
/// under mmu_lock (v6.12 arch/x86/kvm/mmu/mmu.c, include/linux/kvm_host.h, virt/kvm/kvm_main.c). An SPTE must not outlive its PTE.
/// </summary>
internal static class KvmRows
{
    private const ulong Seq = 0x100;
    private const ulong InProgress = 0x108;
    private const ulong Pte = 0x110;
    private const ulong Spte = 0x118;
    private const ulong Refcount = 0x120;
    private const ulong Mapped = 0x5001;

    private const string Installed = "installed";
    private const string Retried = "retried";

    private static readonly Spinlock s_mmuLock = new(0x128, "mmu_lock");

    // How the fault finds its page.
    private enum Lookup
    {
        PteOnly,
        RmbThenPte,
        GupFast,
    }

    public static IReadOnlyList<ProtocolRow> All { get; } =
    [
        Row(14, "no rmb between seq and PTE", Lookup.PteOnly, Reachable.UnderArmv8),
        Row(null, "rmb between seq and PTE", Lookup.RmbThenPte, Reachable.Never),
        Row(null, "no rmb, PTE read by GUP-fast", Lookup.GupFast, Reachable.Never),
    ];

    private static ProtocolRow Row(int? number, string name, Lookup lookup, Reachable expected) => new()
    {
        Number = number,
        Name = "KVM: " + name,
        Tasks = [Invalidate(), Fault(lookup)],
        Initial = new Dictionary<ulong, ulong> { [Pte] = Mapped, [Refcount] = 1 },
        Bad = e => e.Final(Spte) != 0,
        Witnesses =
        [
            e => e.Saw(Installed) && e.Final(Spte) == 0,
            e => e.Saw(Retried),
        ],
        Expected = expected,
    };

    // kvm_mmu_notifier_invalidate_range_start, ptep_clear_flush, kvm_mmu_notifier_invalidate_range_end.
    [CheckedCode]
    private static Action<Cpu> Invalidate() => cpu =>
    {
        cpu.SpinLock(s_mmuLock);
        cpu.WriteOnce(InProgress, cpu.ReadOnce(InProgress) + 1);
        cpu.WriteOnce(Spte, 0);
        cpu.SpinUnlock(s_mmuLock);

        cpu.Xchg(Pte, 0);
        cpu.FlushTlbRange(mmCpumask: 0);

        cpu.SpinLock(s_mmuLock);
        cpu.WriteOnce(Seq, cpu.ReadOnce(Seq) + 1);
        cpu.SmpWmb();
        cpu.WriteOnce(InProgress, cpu.ReadOnce(InProgress) - 1);
        cpu.SpinUnlock(s_mmuLock);
    };

    // One attempt: a retry begins anew.
    [CheckedCode]
    private static Action<Cpu> Fault(Lookup lookup) => cpu =>
    {
        Word seq = cpu.ReadOnce(Seq);
        if (lookup == Lookup.RmbThenPte)
        {
            cpu.SmpRmb();
        }

        Word pte = cpu.ReadOnce(Pte);
        if (pte == 0)
        {
            return;
        }

        if (lookup == Lookup.GupFast && !Reference(cpu, pte))
        {
            return;
        }

        cpu.SpinLock(s_mmuLock);
        if (MustRetry(cpu, seq))
        {
            cpu.Observe(Retried, 1);
        }
        else
        {
            cpu.Observe(Installed, pte);
            cpu.WriteOnce(Spte, pte);
        }

        cpu.SpinUnlock(s_mmuLock);
    };

    // The first read of the PTE is still not ordered, but the fully ordered reference orders seq before the second.
    [CheckedCode]
    private static bool Reference(Cpu cpu, Word pte)
    {
        if (!cpu.AtomicAddUnless(Refcount, 1, 0))
        {
            return false;
        }

        return cpu.ReadOnce(Pte) == pte ? true : false;
    }

    [CheckedCode]
    private static bool MustRetry(Cpu cpu, Word seq)
    {
        if (cpu.ReadOnce(InProgress) != 0)
        {
            return true;
        }

        return cpu.ReadOnce(Seq) != seq ? true : false;
    }
}
