using Racewalk.Mm.Hvo;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Races;

/// <summary>What the words of struct pages hold before anything runs.</summary>
/// <param name="vmemmap">The memmap.</param>
/// <param name="layout">What it is like.</param>
internal sealed class MemmapContents(Vmemmap vmemmap, MemmapLayout layout)
{
    /// <summary>The head's page: the head, with one reference, and the first tail, which page_fixed_fake_head looks at.</summary>
    internal ulong HeadPage(HugetlbFolio folio, int slot, int field) => (slot, field) switch
    {
        (0, 0) => StructPage.Head,
        (0, 8) => 1,
        (0, 40) => layout.IsOptimized ? StructPage.VmemmapOptimized : 0,
        (1, 24) => folio.CompoundInfo(vmemmap, layout.Era),
        _ => 0,
    };

    /// <summary>A page of tails, or one that begins with a page of its own, with one reference.</summary>
    internal ulong TailPage(HugetlbFolio folio, bool isOwn, int slot, int field) => (slot, field) switch
    {
        (0, 8) => isOwn ? 1UL : 0,
        (0, 24) => isOwn ? 0 : folio.CompoundInfo(vmemmap, layout.Era),
        (1, 24) => folio.CompoundInfo(vmemmap, layout.Era),
        _ => 0,
    };
}
