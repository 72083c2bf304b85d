using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Hvo;

/// <summary>A hugetlb folio: which vmemmap pages its struct pages lie in, and what they are mapped to.</summary>
/// <param name="FirstPage">The vmemmap page of the head.</param>
/// <param name="Pages">How many vmemmap pages.</param>
public sealed record HugetlbFolio(int FirstPage, int Pages)
{
    /// <summary>With <see cref="FixedVmemmapPages"/>: the frames that the vmemmap pages are mapped to before the optimisation.</summary>
    public IReadOnlyList<ulong> Frames { get; init; } = [];

    /// <summary>With <see cref="FixedVmemmapPages"/>: the frame that the head's page is copied to.</summary>
    public ulong NewHead { get; init; }

    /// <summary>E7: the frame of the shared tails.</summary>
    public ulong SharedTail { get; init; }

    /// <summary>With <see cref="FixedVmemmapPages"/>: the frames that a restore allocates for the tails.</summary>
    public IReadOnlyList<ulong> NewTails { get; init; } = [];

    /// <summary>The virtual address of the head's struct page.</summary>
    public ulong Head(Vmemmap vmemmap) => vmemmap.StructPageAt(FirstPage, 0);

    /// <summary>With <see cref="FixedVmemmapPages"/>: the frame that the tails are mapped to.</summary>
    public ulong TailFrame(HvoOptions options) => options.HasFakeHeads ? NewHead : SharedTail;

    /// <summary>
    /// compound_head of a tail: the head's address, or in E7 a mask that finds it (compound_info_has_mask, 7.x include/linux/page-flags.h). Bit 0 says "tail".
    /// </summary>
    public ulong CompoundInfo(Vmemmap vmemmap, HvoEra era) =>
        (era == HvoEra.E7 ? ~(((ulong)Pages << PageTableEntry.PfnShift) - 1) : Head(vmemmap)) | 1;
}
