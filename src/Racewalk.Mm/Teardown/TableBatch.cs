using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Teardown;

/// <summary>Frees the tables of a gather after its flush (tlb_table_flush, tlb_remove_table_one, v6.12 mm/mmu_gather.c).</summary>
/// <param name="mm">The address space.</param>
/// <param name="kind">How tables are freed.</param>
/// <param name="headOf">The head that an RCU callback of a table is queued with, see <see cref="PageTableFree.HeadOf"/>; null if there is none.</param>
public sealed class TableBatch(MmStruct mm, TableFreeKind kind, Func<Word, RcuHead>? headOf = null)
{
    /// <summary>tlb_table_flush: the flush, of walk caches as well, then the tables.</summary>
    public void Flush(Cpu cpu, MmuGather tlb)
    {
        if (kind != TableFreeKind.Direct)
        {
            tlb.FlushTlbOnly(cpu);
        }

        if (tlb.Tables.IsEmpty)
        {
            return;
        }

        if (kind == TableFreeKind.AfterSync && cpu.Step(PageTableFree.RemoveTableSync))
        {
            MmuGather.TlbRemoveTableSyncOne(cpu);
        }

        if (kind == TableFreeKind.AfterGracePeriod && cpu.Step(PageTableFree.SynchronizeRcu))
        {
            cpu.SynchronizeRcu();
        }

        bool isDeferred = kind == TableFreeKind.ByCallRcu && cpu.Step(PageTableFree.CallRcu);
        foreach (Word pmd in tlb.Tables)
        {
            if (isDeferred)
            {
                cpu.CallRcu(headOf!(pmd), pmd);
            }
            else
            {
                PageTableFree.Free(cpu, mm, pmd);
            }
        }

        tlb.ForgetTables();
        if (kind == TableFreeKind.Direct)
        {
            tlb.FlushTlbOnly(cpu);
        }
    }
}
