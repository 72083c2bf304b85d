using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Collapse;

/// <summary>The words of a mapping and of its new folio that a file collapse goes by.</summary>
/// <param name="AnonVma">The address of vma->anon_vma: not 0 once the VMA may have anonymous pages.</param>
/// <param name="FolioLocked">The address of PG_locked of the new folio, a word here: 1 while the collapse holds it.</param>
public sealed record FileMapping(ulong AnonVma, ulong FolioLocked);

/// <summary>
/// Takes out the PTE table of a VMA whose small pages a file collapse has unmapped, without the mmap lock, and frees it by RCU (retract_page_tables, v6.12 mm/khugepaged.c). The lock of
/// the new folio keeps the table empty.
/// </summary>
/// <param name="mm">The address space.</param>
/// <param name="tables">Its tables.</param>
/// <param name="mapping">The mapping.</param>
/// <param name="clear">How the PMD entry is cleared.</param>
/// <param name="head">The head that the table is queued with, see <see cref="HeadOf"/>.</param>
public sealed class RetractPageTables(MmStruct mm, PteTables tables, FileMapping mapping, EntryClear clear, RcuHead head)
{
    /// <summary>Step: the VMA has no anonymous pages, as far as one can tell without locks.</summary>
    public const string CheckVma = "retract-check-vma";

    /// <summary>Step: take the PMD lock.</summary>
    public const string PmdLock = "retract-pmd-lock";

    /// <summary>Step: take the table's lock.</summary>
    public const string PteLock = "retract-ptl";

    /// <summary>Step: the VMA still has no anonymous pages, now that the locks are held.</summary>
    public const string RecheckVma = "retract-recheck-vma";

    /// <summary>Step: make the PMD entry none.</summary>
    public const string ClearPmd = "retract-clear-pmd";

    /// <summary>Step: queue the table.</summary>
    public const string FreeDefer = "retract-pte-free-defer";

    /// <summary>Step: free the table.</summary>
    public const string FreeTable = "retract-free-table";

    /// <summary>Step: the new folio is unlocked.</summary>
    public const string UnlockFolio = "collapse-unlock-folio";

    /// <summary>Observed: 1 if the table was taken out.</summary>
    public const string Retracted = "table-retracted";

    /// <summary>The head of a table; what the callback is told is the PMD entry that pointed to it.</summary>
    public static RcuHead HeadOf(PteTables tables, ulong address) => new(address, "ptdesc.pt_rcu_head", (cpu, pmd) => Free(cpu, tables, pmd));

    /// <summary>The end of collapse_file: the new folio is in the page cache, locked, and nobody maps its range.</summary>
    public void Finish(Cpu cpu, int pmdIndex)
    {
        Word pmd = Retract(cpu, pmdIndex);
        if (pmd != 0)
        {
            cpu.Observe(Retracted, 1);
            if (cpu.Step(FreeDefer))
            {
                cpu.CallRcu(head, pmd);
            }
            else
            {
                Free(cpu, tables, pmd);
            }
        }

        cpu.Step(UnlockFolio);
        cpu.SmpStoreRelease(mapping.FolioLocked, 0);
    }

    /// <summary>retract_page_tables of one VMA: the PMD entry as it was; 0 if it stays.</summary>
    private Word Retract(Cpu cpu, int pmdIndex)
    {
        if (cpu.Step(CheckVma) && cpu.ReadOnce(mapping.AnonVma) != 0)
        {
            return 0;
        }

        Word found = cpu.ReadOnce(mm.PmdOffset(pmdIndex));
        if (!PageTableEntry.IsPresent(found) || !PageTableEntry.IsTable(found))
        {
            return 0;
        }

        Spinlock? pml = cpu.Step(PmdLock) ? tables.PmdLock : null;
        if (pml is not null)
        {
            cpu.SpinLock(pml);
        }

        Spinlock? ptl = cpu.Step(PteLock) ? tables.LockOf(cpu, cpu.ReadOnce(mm.PmdOffset(pmdIndex))) : null;
        if (ptl is not null)
        {
            cpu.SpinLock(ptl);
        }

        Word pmd = 0;
        if (!cpu.Step(RecheckVma) || cpu.ReadOnce(mapping.AnonVma) == 0)
        {
            cpu.Step(ClearPmd);
            pmd = clear.GetAndClear(cpu, mm.PmdOffset(pmdIndex));
            mm.FlushPmd(cpu, pmdIndex);
        }

        if (ptl is not null)
        {
            cpu.SpinUnlock(ptl);
        }

        if (pml is not null)
        {
            cpu.SpinUnlock(pml);
        }

        return pmd;
    }

    private static void Free(Cpu cpu, PteTables tables, Word pmd)
    {
        cpu.Step(FreeTable);
        tables.Free(cpu, pmd);
    }
}
