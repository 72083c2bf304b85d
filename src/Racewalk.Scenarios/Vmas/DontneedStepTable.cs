using Racewalk.Mm.Collapse;
using Racewalk.Mm.Teardown;

namespace Racewalk.Scenarios.Vmas;

/// <summary>The steps of MADV_DONTNEED with where they are in the kernel.</summary>
internal static class DontneedStepTable
{
    private const string Actor = "MADV_DONTNEED";

    /// <summary>The steps.</summary>
    internal static IReadOnlyList<Step> Dontneed { get; } =
    [
        new(MadviseDontneed.MmapLock, Actor, "do_madvise", "v6.12", "mm/madvise.c", false),
        new(MadviseDontneed.LookAtPmd, Actor, "zap_pmd_range", "v6.12", "mm/memory.c", false),
        AnonCollapseStepTable.RecheckNone(Actor),
        new(MadviseDontneed.ClearPtes, Actor, "zap_pte_range", "v6.12", "mm/memory.c", false),
        new(MadviseDontneed.PutPages, Actor, "tlb_finish_mmu", "v6.12", "mm/mmu_gather.c", false),
        new(ZapHugePmd.ClearHugePmd, Actor, "zap_huge_pmd", "v6.12", "mm/huge_memory.c", false),
        new(ZapHugePmd.FreeDepositedTable, Actor, "zap_deposited_table", "v6.12", "mm/huge_memory.c", false),
        new(ZapHugePmd.PutHugePage, Actor, "tlb_finish_mmu", "v6.12", "mm/mmu_gather.c", false),
    ];
}
