namespace Racewalk.Hardware;

/// <summary>A walk of the page tables: one read a level, and the hardware's own updates of the entry that maps the page.</summary>
internal static class PageWalk
{
    /// <summary>Finds the entry that maps a page.</summary>
    /// <param name="space">The address space.</param>
    /// <param name="page">The page.</param>
    /// <param name="isStore">Whether the access writes.</param>
    /// <param name="isUser">Whether user code makes it.</param>
    /// <param name="leaf">The entry, its address that of the page itself.</param>
    /// <returns>Why the access faults; null if it does not.</returns>
    internal static FaultClass? Walk(AddressSpace space, int page, bool isStore, bool isUser, out ulong leaf)
    {
        PageTableFormat format = space.Format;
        ulong table = space.Root;
        for (int level = 0; ; level++)
        {
            ulong address = table + ((ulong)space.IndexOf(page, level) * 8);
            ulong entry = Memory.Read(address);
            bool isLast = level == space.Levels - 1;
            if (!isLast && (entry & (format.Valid | format.Table)) == (format.Valid | format.Table))
            {
                table = format.OutputOf(entry);
                continue;
            }

            leaf = 0;
            if (!isLast && !space.HasBlocks)
            {
                return FaultClass.Translation;
            }

            while (true)
            {
                if (format.FaultOf(entry, isStore, isUser) is { } fault)
                {
                    return fault;
                }

                ulong used = format.Used(entry, isStore);
                ulong seen = used == entry ? entry : Interlocked.CompareExchange(ref Memory.At(address), used, entry);
                if (seen == entry)
                {
                    leaf = used + space.DistanceIn(page, level);
                    return null;
                }

                entry = seen;
                if (!isLast && (entry & format.Table) != 0)
                {
                    // A table has taken the block's place.
                    return Walk(space, page, isStore, isUser, out leaf);
                }
            }
        }
    }
}
