using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>
/// Walks through tables in memory, from the one that TTBR0_EL1 names: a read for each level, in the order of the levels, whose address comes from the level above. What
/// no execution ever writes is not read by an event: nothing is ordered before such a read that is not before the rest of the walk as well, and no write follows it.
/// Not thread-safe.
/// </summary>
internal sealed class TableWalker(AArch64Run run, TableSetup tables)
{
    private const ulong AccessFlag = 1UL << 10;
    private const ulong UserBit = 1UL << 6;
    private const ulong ReadOnlyBit = 1UL << 7;
    private const ulong ContiguousBit = 1UL << 52;
    private const ulong TableRestrictions = 0x1FUL << 59;
    private const int AddressSpaceShift = 48;
    private static readonly string[] s_sets = [];
    private ThreadBuilder Builder => run.Builder;

    /// <summary>Translates a constant address.</summary>
    /// <returns>The address behind the translation; null if it faults.</returns>
    public Flow? Translate(Flow address, ulong value, FaultSource source)
    {
        ulong register = run.Bases.Choose();
        var walk = new WalkStep(value >> TableSetup.PageShift, (int)(register >> AddressSpaceShift), IsLeaf: false);
        ulong table = register;
        Flow walked = address;
        if (TableSetup.IsTooLarge(value))
        {
            return Fault(walked, source with { Level = 0 }, MemoryFaultKind.Translation, -1);
        }

        for (int level = 0; ; level++)
        {
            ulong place = TableSetup.EntryAddress(table, value, level);
            if (!tables.IsEntry(place))
            {
                throw run.Unsupported($"a walk through what is no table of the test, at 0x{place:x}");
            }

            int location = Builder.EntryAt(place);
            ulong entry = Builder.SupposeDescriptor(location);
            Check(entry);
            bool isTable = TableSetup.IsTable(entry, level);
            int read = -1;
            if (!Builder.IsConstant(location))
            {
                read = Builder.AddWalkRead(location, entry, walked, null, walk with { IsLeaf = !isTable }, s_sets);
                walked = walked with { Events = [.. address.Events, read] };
            }

            if (isTable)
            {
                table = entry;
                continue;
            }

            if (FaultOf(entry, level, source.IsWrite) is { } kind)
            {
                return Fault(walked, source with { Level = level }, kind, read);
            }

            int decision = Builder.Branch(Builder.Constant(1) with { Events = walked.Events }).Event;
            Builder.GuardBy(decision);
            return Builder.Constant(TableSetup.Output(entry, value, level)) with { Events = walked.Events };
        }
    }

    private Flow? Fault(Flow walked, FaultSource source, MemoryFaultKind kind, int read)
    {
        if (read >= 0)
        {
            Builder.Tag(read, "FAULTING");
        }

        int decision = Builder.Branch(Builder.Constant(1) with { Events = walked.Events }).Event;
        run.MemoryFault(-1, kind, decision, source);
        return null;
    }

    private MemoryFaultKind? FaultOf(ulong entry, int level, bool isWrite) =>
        !TableSetup.IsLeaf(entry, level) ? MemoryFaultKind.Translation
        : (entry & AccessFlag) == 0 ? MemoryFaultKind.AccessFlag
        : (isWrite && (entry & ReadOnlyBit) != 0) || (run.IsUnprivileged && (entry & UserBit) == 0) ? MemoryFaultKind.Permission
        : null;

    private void Check(ulong entry)
    {
        if ((entry & 1) != 0 && (entry & ContiguousBit) != 0)
        {
            throw run.Unsupported("a translation by an entry with the contiguous bit");
        }

        if ((entry & 3) == 3 && (entry & TableRestrictions) != 0)
        {
            throw run.Unsupported("an entry that restricts the permissions below it");
        }
    }
}

/// <summary>What an access that faults was.</summary>
/// <param name="IsWrite">Whether it needs the permission to write.</param>
/// <param name="Address">The virtual address.</param>
/// <param name="Data">The events that give a store its data.</param>
/// <param name="IsRelease">Whether it is a store-release.</param>
/// <param name="Level">The level of the walk that found out.</param>
internal readonly record struct FaultSource(bool IsWrite, ulong Address, IReadOnlyList<int> Data, bool IsRelease, int Level);
