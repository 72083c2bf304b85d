using Racewalk.Machine;
using Racewalk.Mm.Hvo;

namespace Racewalk.Scenarios.Hvo;

/// <summary>What the memmap of a scenario is like.</summary>
/// <param name="Architecture">The architecture.</param>
/// <param name="Era">The kernel: what tails say of their head.</param>
internal sealed record MemmapLayout(Architecture Architecture, HvoEra Era)
{
    /// <summary>The first virtual address: aligned to a folio's struct pages, as a mask needs it.</summary>
    internal const ulong Base = 0xffff_d400_0000_0000;

    // flags, _refcount, compound_head and private of the first struct page; compound_head of the second.
    private static readonly int[] s_all = [0, 8, 24, 40, 88];

    /// <summary>How many vmemmap pages a folio has: one for the head, the others for tails.</summary>
    internal int PagesPerFolio { get; init; } = 2;

    /// <summary>How many folios.</summary>
    internal int Folios { get; init; } = 1;

    /// <summary>Whether the PMD entry is a block at first.</summary>
    internal bool IsBlock { get; init; }

    /// <summary>Whether the folios are optimised at first.</summary>
    internal bool IsOptimized { get; init; }

    /// <summary>Whether the first tail is a page of its own at first, with one reference.</summary>
    internal bool StartsAsPage { get; init; }

    /// <summary>Whether the static key is off at first, so that it must be looked at.</summary>
    internal bool HasStaticKey { get; init; }

    /// <summary>How far into a vmemmap page the words lie that the scenario needs.</summary>
    internal IReadOnlyList<int> Words { get; init; } = s_all;

    /// <summary>Refuses what HVO leaves alone (hugetlb_vmemmap_optimizable), what a mask cannot find, and what has no table.</summary>
    /// <exception cref="ScenarioException">The geometry cannot be.</exception>
    internal void Check()
    {
        const int mostEntries = 16;
        if (PagesPerFolio < 2)
        {
            throw new ScenarioException($"{PagesPerFolio} vmemmap page: a folio whose struct pages fill no more than one has nothing to free");
        }

        if ((PagesPerFolio & (PagesPerFolio - 1)) != 0)
        {
            throw new ScenarioException($"{PagesPerFolio} vmemmap pages: a huge page is a power of two, and so are its struct pages");
        }

        if (Folios < 1 || Folios * PagesPerFolio > mostEntries)
        {
            throw new ScenarioException($"{Folios} folios of {PagesPerFolio} vmemmap pages do not fit into a table of {mostEntries} entries");
        }
    }
}
