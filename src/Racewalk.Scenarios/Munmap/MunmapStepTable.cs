using Racewalk.Mm.Memory;
using Racewalk.Mm.Teardown;

namespace Racewalk.Scenarios.Munmap;

/// <summary>The steps of munmap with where they are in the kernel.</summary>
internal static class MunmapStepTable
{
    private const string Actor = "munmap";
    private const string Memory = "mm/memory.c";

    /// <summary>The steps.</summary>
    internal static IReadOnlyList<Step> Munmap { get; } =
    [
        new(Mm.Teardown.Munmap.MmapLock, Actor, "__vm_munmap", "v6.12", "mm/mmap.c", true),
        new(Mm.Teardown.Munmap.VmaStartWrite, Actor, "vms_gather_munmap_vmas", "v6.12", "mm/vma.c", true),
        new(Mm.Teardown.Munmap.Detach, Actor, "vma_mark_detached", "v6.12", "include/linux/mm.h", false),
        new(Mm.Teardown.Munmap.LookAtPmd, Actor, "zap_pmd_range", "v6.12", Memory, false),
        new(ZapPteRange.ClearPte, Actor, "zap_pte_range", "v6.12", Memory, false),
        new(Mm.Teardown.Munmap.UnlinkAnonVma, Actor, "unlink_anon_vmas", "v6.12", "mm/rmap.c", false),
        new(Mm.Teardown.Munmap.ClearPmd, Actor, "free_pte_range", "v6.12", Memory, false),
        new(MmuGather.Flush, Actor, "tlb_flush_mmu_tlbonly", "v6.12", "include/asm-generic/tlb.h", true),
        new(MmuGather.FreedTables, Actor, "tlb_flush_mmu_tlbonly", "v6.12", "include/asm-generic/tlb.h", true),
        new(PageTableFree.FreeTable, Actor, "__tlb_remove_table", "v6.12", "mm/mmu_gather.c", false),
        new(MmuGather.PutPages, Actor, "tlb_batch_pages_flush", "v6.12", "mm/mmu_gather.c", false),
    ];
}
