using Racewalk.Executions;
using Racewalk.Litmus.Semantics;
using Racewalk.Programs;

namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>
/// Translates the addresses of one path's accesses (AXIOMS §5.2): a walk reads the page's descriptor, decides by it, and either faults or goes on with the
/// access, whose address then comes from the descriptor. Without translation addresses are what they are. Not thread-safe.
/// </summary>
internal sealed class Walker(AArch64Run run)
{
    private static readonly string[] s_plain = [];
    private static readonly string[] s_access = ["X", "AF"];
    private static readonly string[] s_dirty = ["X", "AF", "DB"];
    private TableWalker? _tables;
    private ThreadBuilder Builder => run.Builder;

    /// <summary>Translates the address of an access and updates the descriptor as the hardware does.</summary>
    /// <param name="address">The address.</param>
    /// <param name="isWrite">Whether the access needs the permission to write; read-modify-writes do, whatever becomes of them.</param>
    /// <returns>The address behind the translation; null if it faults, and then the instruction is over.</returns>
    /// <param name="data">Events that give a store its data.</param>
    /// <param name="isRelease">Whether it is a store-release.</param>
    public Flow? Translate(Flow address, bool isWrite, IReadOnlyList<int>? data = null, bool isRelease = false)
    {
        if (Builder.Translation?.Tables is { } tables)
        {
            address = Builder.Resolve(address);
            Builder.Pool.TryGetConstant(address.Value, out ulong value);
            _tables ??= new TableWalker(run, tables);
            return _tables.Translate(address, value, new FaultSource(isWrite, value, data ?? [], isRelease, 0));
        }

        if (Check(address, isWrite) is not { } walk)
        {
            return null;
        }

        Update(walk, setsDirty: isWrite);
        return walk.Physical;
    }

    /// <summary>Walks and decides; what the hardware updates is left to <see cref="Update"/>.</summary>
    /// <returns>The walk; null if it faults.</returns>
    public Walk? Check(Flow address, bool isWrite)
    {
        if (Builder.Translation is not { } setup)
        {
            return new Walk(-1, -1, 0, -1, address);
        }

        if (setup.Tables is not null)
        {
            throw run.Unsupported("this instruction in a test with tables");
        }

        address = Builder.Resolve(address);
        if (!Builder.TryFindPage(address, out int page, out long distance))
        {
            // An address where the test has nothing: the access says so, if an execution gets there.
            return new Walk(-1, -1, 0, -1, address);
        }

        if (setup.Pages.ContainsKey(page))
        {
            return CheckDirect(address, page);
        }

        if (distance is < 0 or >= (long)Granule.PageSize)
        {
            throw run.Unsupported($"an access beyond the page of {Builder.NameOf(page)}");
        }

        int entry = setup.Entries[page];
        WalkRule rule = RuleOf(isWrite, IsUser);
        (int read, ulong descriptor) = Builder.ReadDescriptor(entry, address, rule, WalkSets);
        if (!IsUsable(entry, descriptor))
        {
            return null;
        }

        int decision = Builder.Branch(Builder.Constant(1) with { Events = [read] }).Event;
        if (FaultOf(rule, descriptor) is { } kind)
        {
            Builder.Tag(read, "FAULTING");
            run.MemoryFault(page, kind, decision, new FaultSource(isWrite, 0, [], false, Granule.LastLevel));
            return null;
        }

        Builder.GuardBy(decision);
        Flow output = Builder.Constant(Descriptor.OutputOf(descriptor) + unchecked((ulong)distance));
        return new Walk(entry, read, descriptor, decision, output with { Events = [.. address.Events, read] });
    }

    /// <summary>What the hardware updates in the descriptor after a successful walk.</summary>
    /// <param name="walk">The walk.</param>
    /// <param name="setsDirty">Whether a clean page becomes writable.</param>
    public void Update(Walk walk, bool setsDirty)
    {
        if (walk.Entry < 0 || Builder.Management == HardwareManagement.None)
        {
            return;
        }

        bool isOld = !Descriptor.Has(walk.Value, Descriptor.AccessFlag);
        bool becomesDirty = setsDirty && Builder.Management == HardwareManagement.Dirty;
        bool isClean = becomesDirty && Descriptor.Has(walk.Value, Descriptor.ReadOnly);
        if (!isOld && !isClean)
        {
            return;
        }

        int commit = Builder.Branch(Builder.Constant(1) with { Events = [walk.Read] }).Event;
        Builder.Control(walk.Decision, commit);
        ulong updated = walk.Value | Descriptor.AccessFlag;
        Builder.UpdateDescriptor(
            walk.Entry, walk.Read, becomesDirty ? updated & ~Descriptor.ReadOnly : updated, commit, becomesDirty ? s_dirty : s_access);
    }

    /// <summary>Whether the hardware would make the page dirty if the access were a write.</summary>
    public bool MayMakeDirty(Walk walk) =>
        walk.Entry >= 0 && Builder.Management == HardwareManagement.Dirty && Descriptor.Has(walk.Value, Descriptor.ReadOnly);

    /// <summary>The address of a pair's accesses, which are not translated.</summary>
    /// <exception cref="Syntax.LitmusException">The test has page tables: a refusal.</exception>
    public Flow Untranslated(Flow address, string instruction) =>
        Builder.Translation is null ? address : throw run.Unsupported($"{instruction} in a test with page tables");

    /// <summary>AT: the walk of an access that is not made. Null if it faults, which is no exception.</summary>
    /// <param name="address">The address.</param>
    /// <param name="isWrite">Whether it asks for the permission to write.</param>
    /// <param name="isUser">Whether it asks for code at EL0.</param>
    /// <param name="decision">The decision on it; -1 if the descriptor is none, and then the path is over.</param>
    public Flow? Probe(Flow address, bool isWrite, bool isUser, out int decision)
    {
        address = Builder.Resolve(address);
        TranslationSetup setup = Builder.Translation ?? throw run.Unsupported("an address translation instruction in a test without page tables");
        if (!Builder.TryFindPage(address, out int page, out _) || !setup.Entries.TryGetValue(page, out int entry))
        {
            throw run.Unsupported("an address translation instruction for what is no page");
        }

        WalkRule rule = RuleOf(isWrite, isUser);
        (int read, ulong descriptor) = Builder.ReadDescriptor(entry, address, rule, WalkSets);
        if (!IsUsable(entry, descriptor))
        {
            decision = -1;
            return null;
        }

        decision = Builder.Branch(Builder.Constant(1) with { Events = [read] }).Event;
        if (FaultOf(rule, descriptor) is not null)
        {
            return null;
        }

        Flow output = Builder.Constant(Descriptor.OutputOf(descriptor)) with { Events = [read] };
        Update(new Walk(entry, read, descriptor, decision, output), setsDirty: false);
        return output;
    }

    private IReadOnlyList<string> WalkSets => Builder.Management switch
    {
        HardwareManagement.AccessFlag => s_access,
        HardwareManagement.Dirty => s_dirty,
        _ => s_plain,
    };

    private bool IsUser => run.IsUnprivileged;

    // What code wrote there may be any number; if it says that it is valid, it must be a descriptor.
    private bool IsUsable(int entry, ulong descriptor)
    {
        if (!Descriptor.Has(descriptor, Descriptor.Valid) || Descriptor.Is(descriptor))
        {
            return true;
        }

        Builder.Break($"a walk reads a valid entry from {Builder.NameOf(entry)} that is no descriptor of the test");
        run.Walk.Stop();
        return false;
    }

    // The address of a descriptor is not translated; user code may not use it.
    private Walk? CheckDirect(Flow address, int page)
    {
        if (!IsUser)
        {
            return new Walk(-1, -1, 0, -1, address);
        }

        int decision = Builder.Branch(Builder.Constant(1) with { Events = address.Events }).Event;
        run.MemoryFault(page, MemoryFaultKind.Permission, decision, new FaultSource(false, 0, [], false, Granule.LastLevel));
        return null;
    }

    // The check table of AXIOMS §5.2.
    private WalkRule RuleOf(bool isWrite, bool isUser) => new()
    {
        Present = Builder.Management == HardwareManagement.None ? Descriptor.Valid | Descriptor.AccessFlag : Descriptor.Valid,
        Permit = isUser ? Descriptor.User : 0,
        Forbid = isWrite ? Descriptor.ReadOnly : 0,
        Modifier = Builder.Management == HardwareManagement.Dirty ? Descriptor.DirtyModifier : 0,
        Set = Builder.Management == HardwareManagement.None ? 0 : Descriptor.AccessFlag,
        ClearsForbid = isWrite && Builder.Management == HardwareManagement.Dirty,
    };

    private static MemoryFaultKind? FaultOf(WalkRule rule, ulong descriptor) => rule.OutcomeOf(descriptor) switch
    {
        WalkOutcome.Translates => null,
        WalkOutcome.Denied => MemoryFaultKind.Permission,
        _ => Descriptor.Has(descriptor, Descriptor.Valid) ? MemoryFaultKind.AccessFlag : MemoryFaultKind.Translation,
    };
}

/// <summary>A walk that succeeded.</summary>
/// <param name="Entry">The location of the descriptor; -1 if there was no translation.</param>
/// <param name="Read">The walk's read.</param>
/// <param name="Value">The descriptor.</param>
/// <param name="Decision">The decision on it.</param>
/// <param name="Physical">The address behind the translation.</param>
internal readonly record struct Walk(int Entry, int Read, ulong Value, int Decision, Flow Physical);

/// <summary>The classes of memory faults.</summary>
internal enum MemoryFaultKind : byte
{
    /// <summary>The entry is invalid.</summary>
    Translation,

    /// <summary>The access flag is clear.</summary>
    AccessFlag,

    /// <summary>The page may not be used like that.</summary>
    Permission,
}
