using Racewalk.Machine;
using Racewalk.Mm.Collapse;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Vmas;

namespace Racewalk.Scenarios.Vmas;

/// <summary>The steps of a whole collapse with where they are in the kernel.</summary>
internal static class AnonCollapseStepTable
{
    private const string File = "mm/khugepaged.c";
    private const string Actor = "khugepaged";

    /// <summary>K3 to K16.</summary>
    internal static IReadOnlyList<Step> Collapse { get; } =
    [
        new(AnonCollapseSteps.MmapLock, Actor, "collapse_huge_page", "v6.12", File, true),
        new(AnonCollapseSteps.RevalidatePmd, Actor, "check_pmd_still_valid", "v6.12", File, false),
        new(AnonCollapseSteps.VmaStartWrite, Actor, "vma_start_write", "v6.12", "include/linux/mm.h", true),
        new(AnonCollapseSteps.AnonVmaLock, Actor, "anon_vma_lock_write", "v6.12", "include/linux/rmap.h", false),
        new(AnonCollapseSteps.NotifierStart, Actor, "mmu_notifier_invalidate_range_start", "v6.12", "include/linux/mmu_notifier.h", false),
        new(AnonCollapseSteps.PmdLock, Actor, "pmd_lock", "v6.12", "include/linux/mm.h", true),
        new(AnonCollapseSteps.RecheckPmd, Actor, "(proposed) collapse_huge_page", "v6.12", File, false),
        new(CollapseSteps.ClearPmd, Actor, "pmdp_collapse_flush", "v6.12", "mm/pgtable-generic.c", false),
        .. Flush,
        new(AnonCollapseSteps.NotifierEnd, Actor, "mmu_notifier_invalidate_range_end", "v6.12", "include/linux/mmu_notifier.h", false),
        new(AnonCollapseSteps.PteLock, Actor, "pte_offset_map_lock", "v6.12", "mm/pgtable-generic.c", false),
        new(AnonCollapseSteps.Isolate, Actor, "__collapse_huge_page_isolate", "v6.12", File, false),
        new(CollapseSteps.CheckRefcount, Actor, "is_refcount_suitable", "v6.12", File, false),
        new(AnonCollapseSteps.AnonVmaKept, Actor, "collapse_huge_page", "v6.12", File, true),
        new(AnonCollapseSteps.AnonVmaUnlock, Actor, "anon_vma_unlock_write", "v6.12", "include/linux/rmap.h", false),
        new(CollapseSteps.Copy, Actor, "__collapse_huge_page_copy", "v6.12", File, false),
        new(CollapseSteps.ClearPtes, Actor, "__collapse_huge_page_copy_succeeded", "v6.12", File, false),
        new(CollapseSteps.UptodateWmb, Actor, "__folio_mark_uptodate", "v6.12", "include/linux/page-flags.h", true),
        new(AnonCollapseSteps.BugOnPmd, Actor, "collapse_huge_page", "v6.12", File, true),
        new(AnonCollapseSteps.AddRmap, Actor, "folio_add_new_anon_rmap", "v6.12", "mm/rmap.c", false),
        new(CollapseSteps.DepositTable, Actor, "pgtable_trans_huge_deposit", "v6.12", "mm/pgtable-generic.c", false),
        new(CollapseSteps.SetHugePmd, Actor, "collapse_huge_page", "v6.12", File, false),
        new(CollapseSteps.RepopulatePmd, Actor, "collapse_huge_page", "v6.12", File, false),
        new(AnonCollapseSteps.MmapUnlock, Actor, "mmap_write_unlock", "v6.12", "include/linux/mmap_lock.h", false),
        new(PageReference.FreePageStep, Actor, "__folio_put", "v6.12", "mm/swap.c", false),
    ];

    /// <summary>K0 to K2.</summary>
    internal static IReadOnlyList<Step> Scan { get; } =
    [
        new(AnonCollapseSteps.Scan, Actor, "hpage_collapse_scan_pmd", "v6.12", File, false),
        new(AnonCollapseSteps.FindPmd, Actor, "find_pmd_or_thp_or_none", "v6.12", File, false),
    ];

    /// <summary>With the PMD lock kept: the PTE lock inside it.</summary>
    internal static Step Nested { get; } = new(PageTableLocks.Differ, Actor, "(proposed) __collapse_huge_page_isolate", "v6.12", File, true);

    /// <summary>A walker's second look.</summary>
    /// <param name="actor">The walker.</param>
    internal static Step RecheckNone(string actor) => new(PmdNone.Recheck, actor, "(proposed) pmd_none", "v6.12", "include/linux/pgtable.h", false);

    /// <summary>The parts of a flush that order: nobody is interrupted.</summary>
    internal static IEnumerable<Step> Flush => CommonSteps.Flush("khugepaged and others").Where(static s => s.Name is Cpu.FlushTlbGen or Cpu.FlushDsbIshst or Cpu.FlushDsbIsh)
        .Select(static s => s with { Droppable = false });
}
