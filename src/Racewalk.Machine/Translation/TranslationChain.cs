namespace Racewalk.Machine;

/// <summary>One entry of a chain.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Level">The level of its table.</param>
/// <param name="Version">Which of its values, by place in coherence order.</param>
/// <param name="Slot">The write of that value; -1 for the initial one.</param>
/// <param name="Value">The value.</param>
/// <param name="Tag">What invalidations tell reads of it by.</param>
internal readonly record struct ChainLink(ulong Address, int Level, int Version, int Slot, ulong Value, uint Tag);

/// <summary>A translation of one page that a walk could find: from the root, a value of each entry down to one that maps memory.</summary>
/// <param name="Links">The entries.</param>
/// <param name="Output">The address of the frame that the page is mapped to.</param>
internal sealed record TranslationChain(IReadOnlyList<ChainLink> Links, ulong Output)
{
    /// <summary>The entry that maps memory.</summary>
    internal ChainLink Leaf => Links[^1];

    /// <summary>All translations of a page that some values of the entries make, and that a TLB may keep.</summary>
    internal static IEnumerable<TranslationChain> Of(AddressSpace space, EntryVersions versions, int page) => Below(space, versions, page, 0, space.Root, []);

    private static IEnumerable<TranslationChain> Below(AddressSpace space, EntryVersions versions, int page, int level, ulong table, IReadOnlyList<ChainLink> above)
    {
        bool isLast = level == space.Levels - 1;
        int set = isLast ? space.ContiguousEntries : 1;
        int first = page / set * set;
        for (int source = set == 1 ? page : first; source < (set == 1 ? page + 1 : first + set); source++)
        {
            foreach (TranslationChain chain in Through(space, versions, page, source, level, table, above))
            {
                yield return chain;
            }
        }
    }

    private static IEnumerable<TranslationChain> Through(
        AddressSpace space, EntryVersions versions, int page, int source, int level, ulong table, IReadOnlyList<ChainLink> above)
    {
        PageTableFormat format = space.Format;
        ulong address = table + ((ulong)space.IndexOf(source, level) * 8);
        IReadOnlyList<EntryVersion> values = versions.Of(address);
        for (int v = 0; v < values.Count; v++)
        {
            ulong value = values[v].Value;
            bool leads = level < space.Levels - 1 && format.IsTable(value);
            uint tag = WalkTag.Of(space, source, level) | (leads ? 0 : WalkTag.Leaf);
            IReadOnlyList<ChainLink> links = [.. above, new ChainLink(address, level, v, values[v].Slot, value, tag)];
            if (leads)
            {
                foreach (TranslationChain chain in Below(space, versions, page, level + 1, format.OutputOf(value), links))
                {
                    yield return chain;
                }
            }
            else if (format.IsCacheable(value) && (source == page || format.IsContiguous(value)))
            {
                ulong moved = unchecked((ulong)(page - source) << format.FrameShift);
                yield return new TranslationChain(links, format.OutputOf(value) + space.DistanceIn(page, level) + moved);
            }
        }
    }
}
