using Racewalk.Mm.Memory;
using Racewalk.Mm.Migration;
using Racewalk.Mm.Sharing;
using Racewalk.Mm.Thp;

namespace Racewalk.Scenarios.Thp;

/// <summary>The steps of splitting with where they are in the kernel.</summary>
internal static class SplitStepTable
{
    private const string Actor = "split";
    private const string File = "mm/huge_memory.c";

    /// <summary>__split_huge_pmd.</summary>
    internal static IReadOnlyList<Step> Pmd { get; } =
    [
        new(SplitHugePmd.PmdLock, Actor, "__split_huge_pmd", "v6.12", File, true),
        new(SplitHugePmd.Invalidate, Actor, "pmdp_invalidate", "v6.12", "mm/pgtable-generic.c", true),
        new(SplitHugePmd.AddRmap, Actor, "__split_huge_pmd_locked", "v6.12", File, true),
        new(SplitHugePmd.Withdraw, Actor, "pgtable_trans_huge_withdraw", "v6.12", "mm/pgtable-generic.c", false),
        new(SplitHugePmd.FillPtes, Actor, "__split_huge_pmd_locked", "v6.12", File, false),
        new(SplitHugePmd.Wmb, Actor, "__split_huge_pmd_locked", "v6.12", File, true),
        new(SplitHugePmd.Populate, Actor, "pmd_populate", "v6.12", "include/asm-generic/pgalloc.h", false),
    ];

    /// <summary>split_huge_page_to_list_to_order.</summary>
    internal static IReadOnlyList<Step> Folio { get; } =
    [
        new(SplitFolio.LockFolio, Actor, "deferred_split_scan", "v6.12", File, false),
        new(SplitFolio.AnonVmaLock, Actor, "split_huge_page_to_list_to_order", "v6.12", File, false),
        new(SplitFolio.CanSplit, Actor, "can_split_folio", "v6.12", File, true),
        .. Pmd.Where(static s => s.Name != SplitHugePmd.AddRmap).Select(static s => s with { Droppable = false }),
        new(TryToMigrate.Find, Actor, "page_vma_mapped_walk", "v6.12", "mm/page_vma_mapped.c", false),
        new(TryToMigrate.ClearPte, Actor, "try_to_migrate_one", "v6.12", "mm/rmap.c", false),
        new(AnonSharing.ShareMb, Actor, "__folio_try_share_anon_rmap", "v6.12", "include/linux/rmap.h", false),
        new(AnonSharing.CheckPinned, Actor, "__folio_try_share_anon_rmap", "v6.12", "include/linux/rmap.h", false),
        new(AnonSharing.ClearExclusive, Actor, "__folio_try_share_anon_rmap", "v6.12", "include/linux/rmap.h", false),
        new(AnonSharing.MbAfterClear, Actor, "__folio_try_share_anon_rmap", "v6.12", "include/linux/rmap.h", false),
        new(TryToMigrate.SetEntry, Actor, "try_to_migrate_one", "v6.12", "mm/rmap.c", false),
        new(SplitFolio.Freeze, Actor, "folio_ref_freeze", "v6.12", "include/linux/page_ref.h", true),
        new(SplitFolio.TailWmb, Actor, "__split_huge_page_tail", "v6.12", File, false),
        new(SplitFolio.ClearHead, Actor, "clear_compound_head", "v6.12", "include/linux/page-flags.h", false),
        new(SplitFolio.UnfreezeTail, Actor, "page_ref_unfreeze", "v6.12", "include/linux/page_ref.h", false),
        new(SplitFolio.UnfreezeHead, Actor, "__split_huge_page", "v6.12", File, false),
        new(RemoveMigrationPte.SetPte, Actor, "remove_migration_pte", "v6.12", "mm/migrate.c", false),
        new(SplitFolio.Release, Actor, "split_huge_page_to_list_to_order", "v6.12", File, false),
        new(PageReference.FreePageStep, "whoever puts last", "__folio_put", "v6.12", "mm/swap.c", false),
    ];
}
