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

    /// <summary>
    /// After the TLB flush and synchronize_rcu: tlb_remove_table_one without a batch page since 1fb3d8c20bfa (tlb_remove_table_sync_rcu, v7.1 mm/mmu_gather.c).
    /// </summary>
    AfterGracePeriod,

    /// <summary>In an RCU callback: a batch of tables (tlb_remove_table_free, v6.12 mm/mmu_gather.c).</summary>
    ByCallRcu,

    /// <summary>In an RCU callback of its own: pte_free_defer (v6.12 mm/pgtable-generic.c), of a table that a collapse unhooked.</summary>
    Deferred,
}

/// <summary>Unhooks an empty PTE table and frees it (free_pte_range, v6.12 mm/memory.c; tlb_remove_table, v6.12 mm/mmu_gather.c).</summary>
/// <param name="mm">The address space.</param>
/// <param name="clear">How entries are cleared.</param>
/// <param name="kind">How the table is freed.</param>
/// <param name="head">The head that an RCU callback is queued with, see <see cref="HeadOf"/>; null if there is none.</param>
public sealed class PageTableFree(MmStruct mm, EntryClear clear, TableFreeKind kind, RcuHead? head = null)
{
    /// <summary>Step: make the PMD entry none.</summary>
    public const string UnhookTable = "unhook-table";

    /// <summary>Step: an interrupt to every CPU.</summary>
    public const string RemoveTableSync = "remove-table-sync-ipi";

    /// <summary>Step: wait for a grace period.</summary>
    public const string SynchronizeRcu = "remove-table-sync-rcu";

    /// <summary>Step: queue the batch.</summary>
    public const string CallRcu = "remove-table-call-rcu";

    /// <summary>Step: queue the table.</summary>
    public const string FreeDefer = "pte-free-defer";

    /// <summary>Step: free the table.</summary>
    public const string FreeTable = "free-table";

    /// <summary>Observed by whoever frees the table: 1.</summary>
    public const string Freed = "table-freed";

    /// <summary>The head of a batch with one table in it, or of the table itself; what the callback is told is the PMD entry that pointed to the table.</summary>
    /// <param name="mm">The address space.</param>
    /// <param name="address">Where the head lies.</param>
    /// <param name="kind">How the table is freed.</param>
    public static RcuHead HeadOf(MmStruct mm, ulong address, TableFreeKind kind) =>
        new(address, kind == TableFreeKind.Deferred ? "ptdesc.pt_rcu_head" : "batch.rcu", (cpu, pmd) => Free(cpu, mm, pmd));

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

        if (kind == TableFreeKind.AfterGracePeriod && cpu.Step(SynchronizeRcu))
        {
            cpu.SynchronizeRcu();
        }

        bool isDeferred = (kind == TableFreeKind.ByCallRcu && cpu.Step(CallRcu)) || (kind == TableFreeKind.Deferred && cpu.Step(FreeDefer));
        if (isDeferred)
        {
            cpu.CallRcu(head!, pmd);
        }
        else
        {
            Free(cpu, mm, pmd);
        }
    }

    /// <summary>__tlb_remove_table: pte_free of a table that was taken out.</summary>
    internal static void Free(Cpu cpu, MmStruct mm, Word pmd)
    {
        cpu.Step(FreeTable);
        cpu.Observe(Freed, 1);
        MmuGather.PteFree(cpu, mm, pmd);
    }
}
