using Racewalk.Executions;

namespace Racewalk.Machine;

/// <summary>
/// What invalidations tell the reads of walks by, in 32 bits: whether the entry is the last of the walk, its level, the address space, and the page, one field
/// for each level's index, so that what one entry maps is a mask.
/// </summary>
internal static class WalkTag
{
    internal const int MostEntries = 16;
    internal const uint MostAsid = 255;

    /// <summary>Set if the entry maps memory, or is invalid: then its span is what one entry of the level covers.</summary>
    internal const uint Leaf = 1u << 31;

    private const int IndexBits = 4;
    private const int AsidShift = 20;
    private const int LevelShift = 28;
    private const uint LevelMask = 7u << LevelShift;
    private const uint AsidMask = MostAsid << AsidShift;
    private const uint PageMask = (1u << AsidShift) - 1;

    /// <summary>The tag of a read of a walk for a page; <see cref="Leaf"/> comes in addition.</summary>
    internal static uint Of(AddressSpace space, int page, int level) => ((uint)level << LevelShift) | (space.Asid << AsidShift) | PageBits(space, page);

    /// <summary>
    /// Invalidations by address (TLBI VAE1, VALE1; R_LGSCG): every read of a walk for a page of the range, and what was read of a block that the range touches.
    /// Several scopes are as good as one, since the model orders each of them and each read apart.
    /// </summary>
    internal static IEnumerable<InvalidationScope> Pages(AddressSpace space, int first, int count, bool lastLevelOnly)
    {
        uint leaf = lastLevelOnly ? Leaf : 0;
        for (int page = first; page < first + count;)
        {
            int level = Largest(space, page, first + count - page);
            uint mask = AsidMask | PrefixMask(space, level) | leaf;
            yield return new InvalidationScope(mask, ((space.Asid << AsidShift) | PageBits(space, page) | leaf) & mask);
            page += level < 0 ? space.Pages : space.PagesBelow(level);
        }

        for (int level = 0; space.HasBlocks && level < space.Levels - 1; level++)
        {
            int span = space.PagesBelow(level);
            for (int page = first / span * span; page < first + count; page += span)
            {
                // A block that lies in the range as a whole is in a scope above.
                if (page < first || page + span > first + count)
                {
                    uint mask = Leaf | LevelMask | AsidMask | PrefixMask(space, level);
                    yield return new InvalidationScope(mask, (Leaf | Of(space, page, level)) & mask);
                }
            }
        }
    }

    /// <summary>Everything of one address space (TLBI ASIDE1): its leaves are not global.</summary>
    internal static InvalidationScope Space(AddressSpace space) => new(AsidMask, space.Asid << AsidShift);

    /// <summary>The highest level of which one entry begins at a page and maps no more than is left; -1 if that is the whole address space.</summary>
    private static int Largest(AddressSpace space, int page, int left)
    {
        if (page == 0 && left >= space.Pages)
        {
            return -1;
        }

        int level = 0;
        while (page % space.PagesBelow(level) != 0 || space.PagesBelow(level) > left)
        {
            level++;
        }

        return level;
    }

    private static uint PrefixMask(AddressSpace space, int level) => PageMask & ~((1u << (IndexBits * (space.Levels - 1 - level))) - 1);

    private static uint PageBits(AddressSpace space, int page)
    {
        uint bits = 0;
        for (int level = 0; level < space.Levels; level++)
        {
            bits = (bits << IndexBits) | (uint)space.IndexOf(page, level);
        }

        return bits;
    }
}
