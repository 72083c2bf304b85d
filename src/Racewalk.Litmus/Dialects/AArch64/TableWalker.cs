using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>
/// Walks through tables in memory, from the one that TTBR0_EL1 names: a read for each level, in the order of the levels, whose address comes from the level above. What
/// no execution ever writes is not read by an event: nothing is ordered before such a read that is not before the rest of the walk as well, and no write follows it.
/// Not thread-safe.
/// </summary>
internal sealed class TableWalker(AArch64Run run, TableSetup tables)
{
    private static readonly string[] s_sets = [];
    private ThreadBuilder Builder => run.Builder;

    /// <summary>Translates a constant address.</summary>
    /// <returns>The address behind the translation; null if it faults.</returns>
    public Flow? Translate(Flow address, ulong value, FaultSource source)
    {
        ulong register = run.Bases.Choose();
        var walk = new WalkStep(Granule.PageOf(value), AddressSpaceId.Of(register), IsLeaf: false);
        ulong table = register & Granule.AddressMask;
        Flow walked = address;
        if (value >= Granule.AddressEnd)
        {
            return Fault(walked, source with { Level = 0 }, MemoryFaultKind.Translation, -1);
        }

        for (int level = 0; ; level++)
        {
            ulong place = table + Granule.EntryOffset(value, level);
            if (!tables.IsEntry(place))
            {
                throw run.Unsupported($"a walk through what is no table of the test, at 0x{place:x}");
            }

            int location = Builder.EntryAt(place);
            var entry = new PageDescriptor(Builder.SupposeDescriptor(location));
            Check(entry);
            bool isTable = entry.IsTable(level);
            int read = -1;
            if (!Builder.IsConstant(location))
            {
                read = Builder.AddWalkRead(location, entry.Value, walked, null, walk with { IsLeaf = !isTable }, s_sets);
                walked = walked with { Events = [.. address.Events, read] };
            }

            if (isTable)
            {
                table = entry.Address;
                continue;
            }

            if (FaultOf(entry, level, source.IsWrite) is { } kind)
            {
                return Fault(walked, source with { Level = level }, kind, read);
            }

            int decision = Builder.Branch(Builder.Constant(1) with { Events = walked.Events }).Event;
            Builder.GuardBy(decision);
            return Builder.Constant(entry.Translate(value, level)) with { Events = walked.Events };
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

    private MemoryFaultKind? FaultOf(PageDescriptor entry, int level, bool isWrite) =>
        !entry.IsLeaf(level) ? MemoryFaultKind.Translation
        : !entry.AccessFlag ? MemoryFaultKind.AccessFlag
        : !entry.Permits(run.IsUnprivileged ? 0 : 1, isWrite) ? MemoryFaultKind.Permission
        : null;

    private void Check(PageDescriptor entry)
    {
        if (entry.IsContiguous)
        {
            throw run.Unsupported("a translation by an entry with the contiguous bit");
        }

        if (entry.HasRestrictions)
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
