namespace Racewalk.Mm.Memory;

/// <summary>Freeing page tables against walkers that have interrupts off (v6.12 mm/mmu_gather.c).</summary>
public static class MmuGather
{
    /// <summary>tlb_remove_table_sync_one: returns when no CPU is in a section with interrupts off that had begun before.</summary>
    public static void TlbRemoveTableSyncOne(Cpu cpu) => cpu.SmpCallFunction(IpiFunction.DoNothing);

    /// <summary>pte_free: gives the table's frame back at once.</summary>
    public static void PteFree(Cpu cpu, MmStruct mm, Word pmd) => mm.PageAllocator.PteFree(cpu, mm, pmd);
}
