using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Teardown;

/// <summary>
/// MADV_DONTNEED of all that one PMD entry maps, with PT_RECLAIM: when the entries are gone, so is the table (zap_pte_range, v6.15 mm/memory.c; v6.15 mm/pt_reclaim.c).
/// </summary>
/// <param name="mm">The address space.</param>
/// <param name="tables">Its tables.</param>
/// <param name="clear">How entries are cleared.</param>
/// <param name="kind">How the table is freed.</param>
/// <param name="head">The head that an RCU callback is queued with, see <see cref="HeadOf"/>; null if there is none.</param>
/// <param name="reschedules">Whether the table's lock is given back behind the first entry (need_resched).</param>
public sealed class ZapAndReclaim(MmStruct mm, PteTables tables, EntryClear clear, TableFreeKind kind, RcuHead? head, bool reschedules)
{
    /// <summary>Step: the lock was given back, so the entries must be looked at again: no direct reclaim.</summary>
    public const string NotDirect = "reclaim-not-direct";

    /// <summary>Step: take the PMD lock, if it is free, while the table's is held, and make the PMD entry none (try_get_and_clear_pmd).</summary>
    public const string TryPmdLock = "reclaim-try-pmd-lock";

    /// <summary>Step: take the PMD lock (try_to_free_pte).</summary>
    public const string PmdLock = "reclaim-pmd-lock";

    /// <summary>Step: take the table's lock.</summary>
    public const string PteLock = "reclaim-ptl";

    /// <summary>Step: every entry is none.</summary>
    public const string Scan = "reclaim-scan";

    /// <summary>Step: make the PMD entry none.</summary>
    public const string ClearPmd = "reclaim-clear-pmd";

    /// <summary>Observed: 1 if the table was taken out.</summary>
    public const string Reclaimed = "table-reclaimed";

    private readonly PteOffsetMapLock _map = new(mm, tables);

    /// <summary>The head of a batch with one table in it; what the callback is told is the PMD entry that pointed to the table.</summary>
    public static RcuHead HeadOf(PteTables tables, ulong address) => new(address, "batch.rcu", (cpu, pmd) => Free(cpu, tables, pmd));

    /// <summary>zap_pte_range, then the end of its mmu_gather.</summary>
    public void Zap(Cpu cpu, int pmdIndex)
    {
        Word pmd = _map.Lock(cpu, pmdIndex, out Spinlock? ptl);
        if (pmd == 0)
        {
            return;
        }

        List<Word> pages = [];
        bool isDirect = true;
        for (int i = 0; i < mm.Geometry.PtrsPerPte; i++)
        {
            if (reschedules && i == 1)
            {
                isDirect = !cpu.Step(NotDirect);
                _map.Unlock(cpu, ptl);
                pmd = _map.Lock(cpu, pmdIndex, out ptl);
                if (pmd == 0)
                {
                    break;
                }
            }

            ZapEntry(cpu, mm.PteOffset(pmd, i), pages);
        }

        if (pmd != 0)
        {
            bool isOut = isDirect && TryGetAndClearPmd(cpu, pmdIndex);
            _map.Unlock(cpu, ptl);
            if (!isOut)
            {
                pmd = TryToFreePte(cpu, pmdIndex);
            }
        }

        Finish(cpu, pmdIndex, pmd, pages);
    }

    /// <summary>try_get_and_clear_pmd.</summary>
    private bool TryGetAndClearPmd(Cpu cpu, int pmdIndex)
    {
        cpu.Step(TryPmdLock);
        if (!cpu.SpinTrylock(tables.PmdLock))
        {
            return false;
        }

        cpu.Step(ClearPmd);
        cpu.WriteOnce(mm.PmdOffset(pmdIndex), 0);
        cpu.SpinUnlock(tables.PmdLock);
        return true;
    }

    /// <summary>try_to_free_pte: the PMD entry as it was; 0 if nothing was taken out.</summary>
    private Word TryToFreePte(Cpu cpu, int pmdIndex)
    {
        bool isLocked = cpu.Step(PmdLock);
        if (isLocked)
        {
            cpu.SpinLock(tables.PmdLock);
        }

        Word pmd = cpu.ReadOnce(mm.PmdOffset(pmdIndex));
        if (!PageTableEntry.None(pmd))
        {
            pmd = ClearIfEmpty(cpu, pmdIndex, pmd);
        }

        if (isLocked)
        {
            cpu.SpinUnlock(tables.PmdLock);
        }

        return pmd;
    }

    private Word ClearIfEmpty(Cpu cpu, int pmdIndex, Word pmd)
    {
        Spinlock? ptl = cpu.Step(PteLock) ? tables.LockOf(cpu, pmd) : null;
        if (ptl is not null)
        {
            cpu.SpinLock(ptl);
        }

        bool isEmpty = !cpu.Step(Scan) || IsEmpty(cpu, pmd);
        if (isEmpty)
        {
            cpu.Step(ClearPmd);
            cpu.WriteOnce(mm.PmdOffset(pmdIndex), 0);
        }

        if (ptl is not null)
        {
            cpu.SpinUnlock(ptl);
        }

        return isEmpty ? pmd : 0;
    }

    private bool IsEmpty(Cpu cpu, Word pmd)
    {
        for (int i = 0; i < mm.Geometry.PtrsPerPte; i++)
        {
            if (!PageTableEntry.None(cpu.ReadOnce(mm.PteOffset(pmd, i))))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>zap_present_ptes of one PTE.</summary>
    private void ZapEntry(Cpu cpu, Word ptep, List<Word> pages)
    {
        if (!PageTableEntry.None(cpu.ReadOnce(ptep)))
        {
            cpu.Step(ZapPte.ClearPte);
            Word page = mm.PageOf(clear.GetAndClear(cpu, ptep));
            cpu.AtomicDec(StructPage.Mapcount(page));
            pages.Add(page);
        }
    }

    /// <summary>tlb_finish_mmu: flush, free the pages, then the table (tlb_remove_table).</summary>
    private void Finish(Cpu cpu, int pmdIndex, Word pmd, List<Word> pages)
    {
        mm.FlushPmd(cpu, pmdIndex);
        foreach (Word page in pages)
        {
            cpu.Step(ZapPte.PutPage);
            PageReference.FolioPutRefs(cpu, mm, page, 1);
        }

        if (pmd == 0)
        {
            return;
        }

        cpu.Observe(Reclaimed, 1);
        if (kind == TableFreeKind.AfterSync && cpu.Step(PageTableFree.RemoveTableSync))
        {
            MmuGather.TlbRemoveTableSyncOne(cpu);
        }

        if (kind == TableFreeKind.AfterGracePeriod && cpu.Step(PageTableFree.SynchronizeRcu))
        {
            cpu.SynchronizeRcu();
        }

        if (kind == TableFreeKind.ByCallRcu && cpu.Step(PageTableFree.CallRcu))
        {
            cpu.CallRcu(head!, pmd);
        }
        else
        {
            Free(cpu, tables, pmd);
        }
    }

    private static void Free(Cpu cpu, PteTables tables, Word pmd)
    {
        cpu.Step(PageTableFree.FreeTable);
        tables.Free(cpu, pmd);
    }
}
