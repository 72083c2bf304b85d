using Racewalk.Mm.Hvo;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Races;

/// <summary>What the memmap of a scenario is like.</summary>
/// <param name="Pte">What the architecture makes of entries.</param>
/// <param name="Format">Where its hardware finds what the memory manager writes.</param>
/// <param name="Era">The kernel: what tails say of their head.</param>
public sealed record MemmapLayout(ArchPte Pte, PageTableFormat Format, HvoEra Era)
{
    /// <summary>The first virtual address: aligned to a folio's struct pages, as a mask needs it.</summary>
    public const ulong Base = 0xffff_d400_0000_0000;

    /// <summary>How many vmemmap pages a folio has: one for the head, the others for tails.</summary>
    public int PagesPerFolio { get; init; } = 2;

    /// <summary>How many folios.</summary>
    public int Folios { get; init; } = 1;

    /// <summary>Whether the PMD entry is a block at first.</summary>
    public bool IsBlock { get; init; }

    /// <summary>Whether the folios are optimised at first.</summary>
    public bool IsOptimized { get; init; }

    /// <summary>Whether the first tail is a page of its own at first, with one reference.</summary>
    public bool StartsAsPage { get; init; }

    /// <summary>Whether the static key is off at first, so that it must be looked at.</summary>
    public bool HasStaticKey { get; init; }

    /// <summary>
    /// How far into a vmemmap page the words lie that the scenario needs: flags, _refcount, compound_head and private of the first struct page, and compound_head of the second, for
    /// page_fixed_fake_head, if nothing else is said.
    /// </summary>
    public IReadOnlyList<int> Words { get; init; } = [0, 8, 24, 40, 88];

    /// <summary>What HVO leaves alone (hugetlb_vmemmap_optimizable), what a mask cannot find, or what has no table; null if nothing is wrong.</summary>
    public string? Problem
    {
        get
        {
            const int mostEntries = 16;
            return PagesPerFolio < 2 ? $"{PagesPerFolio} vmemmap page: a folio whose struct pages fill no more than one has nothing to free"
                : (PagesPerFolio & (PagesPerFolio - 1)) != 0 ? $"{PagesPerFolio} vmemmap pages: a huge page is a power of two, and so are its struct pages"
                : Folios < 1 || Folios * PagesPerFolio > mostEntries ? $"{Folios} folios of {PagesPerFolio} vmemmap pages do not fit into a table of {mostEntries} entries"
                : null;
        }
    }
}
