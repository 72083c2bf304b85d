using Racewalk.Mm.Faults;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Migration;
using Racewalk.Mm.Sharing;

namespace Racewalk.Scenarios.Cow;

/// <summary>The steps of copy-on-write with where they are in the kernel.</summary>
internal static class CowStepTable
{
    private const string Memory = "mm/memory.c";
    private const string HugeMemory = "mm/huge_memory.c";
    private const string Fault = "page fault";

    /// <summary>do_wp_page that copies.</summary>
    internal static IReadOnlyList<Step> Wp { get; } =
    [
        new(Mm.Faults.WpPage.TestExclusive, Fault, "do_wp_page", "v6.12", Memory, true),
        new(Mm.Faults.WpPage.CheckCount, Fault, "wp_can_reuse_anon_folio", "v6.12", Memory, true),
        .. WpCopy,
    ];

    /// <summary>do_wp_page that uses the page.</summary>
    internal static IReadOnlyList<Step> WpReuse { get; } =
    [
        new(Mm.Faults.WpPage.TrylockFolio, Fault, "wp_can_reuse_anon_folio", "v6.12", Memory, false),
        new(Mm.Faults.WpPage.SetExclusive, Fault, "do_wp_page", "v6.12", Memory, false),
        new(Mm.Faults.WpPage.ReusePte, Fault, "wp_page_reuse", "v6.12", Memory, false),
    ];

    /// <summary>wp_page_copy.</summary>
    internal static IReadOnlyList<Step> WpCopy =>
    [
        new(Mm.Faults.WpPage.HoldOld, Fault, "do_wp_page", "v6.12", Memory, false),
        new(Mm.Faults.WpPage.AllocPage, Fault, "folio_prealloc", "v6.12", Memory, false),
        new(Mm.Faults.WpPage.Copy, Fault, "__wp_page_copy_user", "v6.12", Memory, false),
        new(Mm.Faults.WpPage.RecheckPte, Fault, "wp_page_copy", "v6.12", Memory, true),
        new(Mm.Faults.WpPage.ClearFlush, Fault, "ptep_clear_flush", "v6.12", "mm/pgtable-generic.c", true),
        new(Mm.Faults.WpPage.SetPte, Fault, "wp_page_copy", "v6.12", Memory, false),
        new(Mm.Faults.WpPage.PutPages, Fault, "wp_page_copy", "v6.12", Memory, false),
    ];

    /// <summary>do_huge_pmd_wp_page.</summary>
    internal static IReadOnlyList<Step> WpHuge { get; } =
    [
        new(WpHugePage.RecheckPmd, Fault, "do_huge_pmd_wp_page", "v6.12", HugeMemory, true),
        new(Mm.Faults.WpPage.TestExclusive, Fault, "do_huge_pmd_wp_page", "v6.12", HugeMemory, true),
        new(Mm.Faults.WpPage.TrylockFolio, Fault, "do_huge_pmd_wp_page", "v6.12", HugeMemory, false),
        new(WpHugePage.HoldFolio, Fault, "do_huge_pmd_wp_page", "v6.12", HugeMemory, false),
        new(WpHugePage.RecheckLockedPmd, Fault, "do_huge_pmd_wp_page", "v6.12", HugeMemory, true),
        new(WpHugePage.PutFolio, Fault, "do_huge_pmd_wp_page", "v6.12", HugeMemory, false),
        new(Mm.Faults.WpPage.CheckCount, Fault, "do_huge_pmd_wp_page", "v6.12", HugeMemory, true),
        new(Mm.Faults.WpPage.SetExclusive, Fault, "do_huge_pmd_wp_page", "v6.12", HugeMemory, false),
        new(WpHugePage.ReusePmd, Fault, "pmdp_set_access_flags", "v6.12", "mm/pgtable-generic.c", false),
    ];

    /// <summary>A fault on an entry that is there, with mmap_lock.</summary>
    internal static IReadOnlyList<Step> FaultOnEntry { get; } =
    [
        new(AnonFault.MmapLock, Fault, "lock_mm_and_find_vma", "v6.12", Memory, false),
        new(AnonFault.LookAtPmd, Fault, "__handle_mm_fault", "v6.12", Memory, false),
        new(AnonFault.LookAtPte, Fault, "handle_pte_fault", "v6.12", Memory, false),
        new(AnonFault.SetFlags, Fault, "handle_pte_fault", "v6.12", Memory, false),
    ];

    /// <summary>do_anonymous_page where there is a table.</summary>
    internal static IReadOnlyList<Step> AnonymousPte { get; } =
    [
        new(AnonymousPage.AllocPage, Fault, "do_anonymous_page", "v6.12", Memory, false),
        new(AnonymousPage.RecheckPte, Fault, "do_anonymous_page", "v6.12", Memory, false),
        new(AnonymousPage.SetPte, Fault, "do_anonymous_page", "v6.12", Memory, false),
    ];

    /// <summary>pte_alloc where there is no table.</summary>
    internal static IReadOnlyList<Step> PteAlloc { get; } =
    [
        new(AnonymousPage.AllocTable, Fault, "__pte_alloc", "v6.12", Memory, false),
        new(AnonymousPage.RecheckPmd, Fault, "pmd_install", "v6.12", Memory, false),
        new(AnonymousPage.PopulatePmd, Fault, "pmd_install", "v6.12", Memory, false),
    ];

    /// <summary>pte_alloc, if somebody was faster.</summary>
    internal static Step FreeTable { get; } = new(AnonymousPage.FreeTable, Fault, "__pte_alloc", "v6.12", Memory, false);

    /// <summary>dup_mmap.</summary>
    internal static IReadOnlyList<Step> Fork { get; } =
    [
        new(DupMmap.MmapLock, "fork", "dup_mmap", "v6.12", "kernel/fork.c", true),
        new(DupMmap.VmaStartWrite, "fork", "dup_mmap", "v6.12", "kernel/fork.c", true),
        new(ForkCopy.Seqcount, "fork", "copy_page_range", "v6.12", Memory, true),
        new(ForkCopy.TakeReference, "fork", "copy_present_ptes", "v6.12", Memory, false),
        new(ForkCopy.CheckPinned, "fork", "folio_try_dup_anon_rmap_pte", "v6.12", "include/linux/rmap.h", true),
        new(ForkCopy.ClearExclusive, "fork", "folio_try_dup_anon_rmap_pte", "v6.12", "include/linux/rmap.h", true),
        new(DupMmap.Prealloc, "fork", "folio_prealloc", "v6.12", Memory, false),
        new(DupMmap.Copy, "fork", "copy_present_page", "v6.12", Memory, false),
        new(ForkCopy.WriteProtect, "fork", "wrprotect_ptes", "v6.12", "include/linux/pgtable.h", false),
        new(DupMmap.SetChildPte, "fork", "__copy_present_ptes", "v6.12", Memory, false),
        new(DupMmap.FlushMm, "fork", "dup_mmap", "v6.12", "kernel/fork.c", true),
    ];

    /// <summary>migrate_folio_unmap and migrate_folio_move.</summary>
    internal static IReadOnlyList<Step> Migrate { get; } =
    [
        new(MigrateFolio.AllocTarget, "migration", "alloc_migration_target", "v6.12", "mm/migrate.c", false),
        new(MigrateFolio.Isolate, "migration", "folio_isolate_lru", "v6.12", "mm/vmscan.c", false),
        new(MigrateFolio.LockFolio, "migration", "migrate_folio_unmap", "v6.12", "mm/migrate.c", false),
        new(MigrateFolio.AnonVmaLock, "migration", "rmap_walk_anon", "v6.12", "mm/rmap.c", false),
        new(TryToMigrate.Find, "migration", "page_vma_mapped_walk", "v6.12", "mm/page_vma_mapped.c", false),
        new(TryToMigrate.ClearPte, "migration", "try_to_migrate_one", "v6.12", "mm/rmap.c", false),
        new(TryToMigrate.Flush, "migration", "try_to_migrate_one", "v6.12", "mm/rmap.c", false),
        new(AnonSharing.ShareMb, "migration", "__folio_try_share_anon_rmap", "v6.12", "include/linux/rmap.h", false),
        new(AnonSharing.CheckPinned, "migration", "__folio_try_share_anon_rmap", "v6.12", "include/linux/rmap.h", false),
        new(AnonSharing.ClearExclusive, "migration", "__folio_try_share_anon_rmap", "v6.12", "include/linux/rmap.h", false),
        new(AnonSharing.MbAfterClear, "migration", "__folio_try_share_anon_rmap", "v6.12", "include/linux/rmap.h", false),
        new(TryToMigrate.SetEntry, "migration", "try_to_migrate_one", "v6.12", "mm/rmap.c", false),
        new(MigrateFolio.CheckCount, "migration", "folio_migrate_mapping", "v6.12", "mm/migrate.c", true),
        new(MigrateFolio.Copy, "migration", "folio_mc_copy", "v6.12", "mm/util.c", false),
        new(RemoveMigrationPte.SetPte, "migration", "remove_migration_pte", "v6.12", "mm/migrate.c", false),
        new(MigrateFolio.Done, "migration", "migrate_folio_done", "v6.12", "mm/migrate.c", false),
        new(MigrationEntry.WaitStep, Fault, "migration_entry_wait", "v6.12", "mm/migrate.c", false),
    ];

    /// <summary>Whoever puts the last reference.</summary>
    internal static Step FreePage { get; } = new(PageReference.FreePageStep, "whoever puts last", "__folio_put", "v6.12", "mm/swap.c", false);
}
