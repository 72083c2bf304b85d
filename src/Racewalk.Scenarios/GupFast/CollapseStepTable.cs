using Racewalk.Mm.Collapse;

namespace Racewalk.Scenarios.GupFast;

/// <summary>The collapse's steps with where they are in the kernel.</summary>
internal static class CollapseStepTable
{
    private const string File = "mm/khugepaged.c";
    private const string Actor = "khugepaged";

    /// <summary>Steps of a collapse.</summary>
    internal static IReadOnlyList<Step> Collapse { get; } =
    [
        new(CollapseSteps.ClearPmd, Actor, "pmdp_collapse_flush", "v6.12", "mm/pgtable-generic.c", false),
        .. CommonSteps.Flush(Actor),
        new(CollapseSteps.SerializeMb, Actor, "serialize_against_pte_lookup", "v6.12", "arch/powerpc/mm/book3s64/pgtable.c", true),
        new(CollapseSteps.SerializeIpi, Actor, "serialize_against_pte_lookup", "v6.12", "arch/powerpc/mm/book3s64/pgtable.c", true),
        new(CollapseSteps.CollapseIpi, Actor, "(proposed) pmdp_collapse_flush", "v6.0", "mm/pgtable-generic.c", true),
        new(CollapseSteps.TableSyncIpi, Actor, "tlb_remove_table_sync_one", "v6.12", "mm/mmu_gather.c", true),
        new(CollapseSteps.CheckRefcount, Actor, "is_refcount_suitable", "v6.12", File, true),
        new(CollapseSteps.Copy, Actor, "__collapse_huge_page_copy", "v6.12", File, false),
        new(CollapseSteps.ClearPtes, Actor, "__collapse_huge_page_copy_succeeded", "v6.12", File, false),
        new(CollapseSteps.UptodateWmb, Actor, "__folio_mark_uptodate", "v6.12", "include/linux/page-flags.h", true),
        new(CollapseSteps.DepositTable, Actor, "pgtable_trans_huge_deposit", "v6.12", "mm/pgtable-generic.c", false),
        new(CollapseSteps.SetHugePmd, Actor, "collapse_huge_page", "v6.12", File, false),
        new(CollapseSteps.RepopulatePmd, Actor, "collapse_huge_page", "v6.12", File, false),
    ];
}
