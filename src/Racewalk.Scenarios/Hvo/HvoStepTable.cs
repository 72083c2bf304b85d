using Racewalk.Mm.Hvo;

namespace Racewalk.Scenarios.Hvo;

/// <summary>The steps of HVO and of speculative references, with where they are in the kernel.</summary>
internal static class HvoStepTable
{
    private const string Writer = "HVO";
    private const string Walker = "PFN walker";
    private const string Vmemmap = "mm/hugetlb_vmemmap.c";
    private const string PageRefHeader = "include/linux/page_ref.h";

    /// <summary>page_ref_add_unless.</summary>
    internal static IReadOnlyList<Step> Reference { get; } =
    [
        new(PageRefSteps.Rcu, Walker, "page_ref_add_unless", "v6.12", PageRefHeader, true),
        new(PageRefSteps.Count, Walker, "page_count_writable", "v6.14", "include/linux/page-flags.h", false),
        new(PageRefSteps.Acquire, Walker, "page_count_writable", "v6.14", "include/linux/page-flags.h", true),
        new(PageRefSteps.FakeHead, Walker, "page_fixed_fake_head", "v6.12", "include/linux/page-flags.h", true),
        new(PageRefSteps.Add, Walker, "page_ref_add_unless", "v6.12", PageRefHeader, false),
    ];

    /// <summary>The static key that the walker looks at.</summary>
    internal static Step ReferenceKey { get; } = new(PageRefSteps.Key, Walker, "page_count_writable", "v6.14", "include/linux/page-flags.h", false);

    /// <summary>What x86's handler of kernel faults does.</summary>
    internal static Step Spurious { get; } = new(KernelFault.Look, Walker, "spurious_kernel_fault", "v6.12", "arch/x86/mm/fault.c", true);

    /// <summary>How the folio comes to be.</summary>
    internal static IReadOnlyList<Step> Allocate { get; } =
    [
        new(HvoSteps.PutPage, Writer, "put_page_testzero", "v6.12", "include/linux/mm.h", false),
        new(HvoSteps.PrepareTail, Writer, "prep_compound_tail", "v6.12", "mm/internal.h", false),
        Freeze,
    ];

    /// <summary>Freezes the count.</summary>
    internal static Step Freeze => new(HvoSteps.Freeze, Writer, "page_ref_freeze", "v6.12", PageRefHeader, false);

    /// <summary>Unfreezes the count.</summary>
    internal static IReadOnlyList<Step> Unfreeze { get; } =
    [
        new(HvoSteps.Unfreeze, Writer, "page_ref_unfreeze", "v6.12", PageRefHeader, false),
        new(HvoSteps.UnfreezeRelease, Writer, "page_ref_unfreeze", "v6.12", PageRefHeader, true),
    ];

    /// <summary>Splits the block.</summary>
    internal static IReadOnlyList<Step> Split { get; } =
    [
        new(HvoSteps.LookAtPmd, Writer, "vmemmap_pmd_entry", "v6.12", Vmemmap, false),
        new(HvoSteps.FillTable, Writer, "vmemmap_split_pmd", "v6.12", Vmemmap, false),
        new(HvoSteps.RecheckPmd, Writer, "vmemmap_split_pmd", "v6.12", Vmemmap, true),
        new(HvoSteps.SplitWmb, Writer, "vmemmap_split_pmd", "v6.12", Vmemmap, true),
        new(HvoSteps.PopulatePmd, Writer, "vmemmap_split_pmd", "v6.12", Vmemmap, false),
        SplitFlush,
    ];

    /// <summary>Flushes what the block mapped.</summary>
    internal static Step SplitFlush => new(HvoSteps.SplitFlush, Writer, "vmemmap_split_pmd", "v6.12", Vmemmap, true);

    /// <summary>Increments the static key.</summary>
    internal static Step KeyInc { get; } = new(HvoSteps.KeyInc, Writer, "__hugetlb_vmemmap_optimize_folio", "v6.12", Vmemmap, false);

    /// <summary>The grace period.</summary>
    internal static Step SynchronizeRcu { get; } = new(HvoSteps.SynchronizeRcu, Writer, "__hugetlb_vmemmap_optimize_folio", "v6.12", Vmemmap, true);

    /// <summary>Optimises.</summary>
    internal static IReadOnlyList<Step> Optimize { get; } =
    [
        new(HvoSteps.SetFlag, Writer, "folio_set_hugetlb_vmemmap_optimized", "v6.12", Vmemmap, false),
        new(HvoSteps.CopyHead, Writer, "vmemmap_remap_free", "v6.12", Vmemmap, false),
        new(HvoSteps.RemapWmb, Writer, "vmemmap_remap_pte", "v6.12", Vmemmap, true),
        new(HvoSteps.RemapHead, Writer, "vmemmap_remap_pte", "v6.12", Vmemmap, false),
        new(HvoSteps.RemapTail, Writer, "vmemmap_remap_pte", "v6.12", Vmemmap, false),
        .. SetPte,
        new(HvoSteps.RemapFlush, Writer, "vmemmap_remap_range", "v6.12", Vmemmap, false),
        .. CommonSteps.KernelFlush(Writer),
        new(HvoSteps.FreePages, Writer, "free_vmemmap_page_list", "v6.12", Vmemmap, false),
    ];

    /// <summary>The barriers behind the store of a kernel entry.</summary>
    internal static IReadOnlyList<Step> SetPte =>
    [
        new(HvoSteps.SetPteDsb, Writer, "__set_pte", "v6.12", "arch/arm64/include/asm/pgtable.h", true),
        new(HvoSteps.SetPteIsb, Writer, "__set_pte", "v6.12", "arch/arm64/include/asm/pgtable.h", true),
    ];

    /// <summary>Restores.</summary>
    internal static IReadOnlyList<Step> Restore { get; } =
    [
        new(HvoSteps.CopyTail, Writer, "vmemmap_restore_pte", "v6.12", Vmemmap, false),
        new(HvoSteps.ResetStructPages, Writer, "reset_struct_pages", "v6.12", Vmemmap, true),
        new(HvoSteps.RestoreWmb, Writer, "vmemmap_restore_pte", "v6.12", Vmemmap, true),
        new(HvoSteps.RestorePte, Writer, "vmemmap_restore_pte", "v6.12", Vmemmap, false),
        .. SetPte,
        new(HvoSteps.RemapFlush, Writer, "vmemmap_remap_range", "v6.12", Vmemmap, false),
        .. CommonSteps.KernelFlush(Writer),
        new(HvoSteps.ClearFlag, Writer, "folio_clear_hugetlb_vmemmap_optimized", "v6.12", Vmemmap, false),
    ];
}
