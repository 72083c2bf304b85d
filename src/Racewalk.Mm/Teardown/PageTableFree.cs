using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Teardown;

/// <summary>How an unhooked page table is freed.</summary>
public enum TableFreeKind
{
    /// <summary>At once. Nobody does that.</summary>
    Direct,

    /// <summary>After the TLB flush: x86 on bare metal until v6.14, without MMU_GATHER_RCU_TABLE_FREE.</summary>
    AfterFlush,

    /// <summary>After the TLB flush and an interrupt to every CPU: tlb_remove_table_one, when no batch page could be had.</summary>
    AfterSync,
}

/// <summary>Unhooks an empty PTE table and frees it (free_pte_range, v6.12 mm/memory.c; tlb_remove_table, v6.12 mm/mmu_gather.c).</summary>
/// <param name="mm">The address space.</param>
/// <param name="clear">How entries are cleared.</param>
/// <param name="kind">How the table is freed.</param>
public sealed class PageTableFree(MmStruct mm, EntryClear clear, TableFreeKind kind)
{
    /// <summary>Step: make the PMD entry none.</summary>
    public const string UnhookTable = "unhook-table";

    /// <summary>Step: an interrupt to every CPU.</summary>
    public const string RemoveTableSync = "remove-table-sync-ipi";

    /// <summary>Step: free the table.</summary>
    public const string FreeTable = "free-table";

    /// <summary>The whole of munmap here: zap the page, unhook the table, free it.</summary>
    public void Unmap(Cpu cpu, int pmdIndex, int pteIndex)
    {
        Word pmdp = mm.PmdOffset(pmdIndex);
        Word pmd = cpu.ReadOnce(pmdp);
        new ZapPte(mm, clear).Zap(cpu, pmd, pteIndex, out _, pmdIndex);

        cpu.Step(UnhookTable);
        cpu.WriteOnce(pmdp, 0);
        if (kind != TableFreeKind.Direct)
        {
            mm.FlushPmd(cpu, pmdIndex);
        }

        if (kind == TableFreeKind.AfterSync && cpu.Step(RemoveTableSync))
        {
            MmuGather.TlbRemoveTableSyncOne(cpu);
        }

        cpu.Step(FreeTable);
        MmuGather.PteFree(cpu, mm, pmd);
    }
}
