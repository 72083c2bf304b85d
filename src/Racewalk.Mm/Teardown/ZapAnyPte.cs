using Racewalk.Mm.Collapse;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Teardown;

/// <summary>
/// MADV_DONTNEED of one page, present or not, small or huge (zap_pmd_range, zap_pte_range, v6.12 mm/memory.c). It holds the mmap lock for reading, and counts what it takes away (mm->rss_stat).
/// </summary>
/// <param name="mm">The address space.</param>
/// <param name="tables">Its tables.</param>
/// <param name="rss">The address of the counter of mapped pages.</param>
public sealed class ZapAnyPte(MmStruct mm, PteTables tables, ulong rss)
{
    /// <summary>Step: look what the PMD entry is.</summary>
    public const string Look = "dontneed-look";

    /// <summary>Step: the table has gone: look at the PMD entry again (since v6.5).</summary>
    public const string LookAgain = "dontneed-look-again";

    /// <summary>Step: take a present entry away.</summary>
    public const string ClearPte = "dontneed-clear-pte";

    /// <summary>Step: take a migration entry away.</summary>
    public const string ClearMigration = "dontneed-clear-migration";

    /// <summary>Step: the kernel does not know the entry: a warning, and it is cleared, but not counted.</summary>
    public const string ClearUnknown = "dontneed-clear-unknown";

    /// <summary>Step: take the huge page away.</summary>
    public const string ClearHuge = "dontneed-clear-huge";

    private readonly PteOffsetMapLock _map = new(mm, tables);
    private readonly PgtableDeposit _deposit = new(mm);

    /// <summary>zap_pmd_range of one entry.</summary>
    public void Zap(Cpu cpu, int pmdIndex)
    {
        Word page = 0;
        bool isDone = false;
        while (!isDone)
        {
            cpu.Step(Look);
            Word pmd = cpu.ReadOnce(mm.PmdOffset(pmdIndex));
            isDone = PageTableEntry.None(pmd)
                ? true
                : PageTableEntry.IsTable(pmd) ? ZapPteRange(cpu, pmdIndex, ref page) || !cpu.Step(LookAgain) : ZapHuge(cpu, pmdIndex, ref page);
        }

        if (page != 0)
        {
            PageReference.FolioPutRefs(cpu, mm, page, 1);
        }
    }

    private bool ZapPteRange(Cpu cpu, int pmdIndex, ref Word page)
    {
        Word pmd = _map.Lock(cpu, pmdIndex, out Spinlock? ptl);
        if (pmd == 0)
        {
            return false;
        }

        Word ptep = mm.PteOffset(pmd, 0);
        Word pte = cpu.ReadOnce(ptep);
        if (PageTableEntry.IsPresent(pte))
        {
            cpu.Step(ClearPte);
            cpu.WriteOnce(ptep, 0);
            cpu.AtomicDec(rss);
            page = mm.PageOf(pte);
        }
        else if (!PageTableEntry.None(pte))
        {
            ZapNonPresent(cpu, ptep, pte);
        }

        _map.Unlock(cpu, ptl);
        return true;
    }

    private void ZapNonPresent(Cpu cpu, Word ptep, Word pte)
    {
        if ((pte & PageTableEntry.Migration) != 0)
        {
            cpu.Step(ClearMigration);
            cpu.AtomicDec(rss);
        }
        else
        {
            cpu.Step(ClearUnknown);
        }

        cpu.WriteOnce(ptep, 0);
    }

    private bool ZapHuge(Cpu cpu, int pmdIndex, ref Word page)
    {
        cpu.SpinLock(tables.PmdLock);
        Word pmd = cpu.ReadOnce(mm.PmdOffset(pmdIndex));
        bool isHuge = PageTableEntry.IsPresent(pmd) && !PageTableEntry.IsTable(pmd) ? true : false;
        if (isHuge)
        {
            cpu.Step(ClearHuge);
            cpu.WriteOnce(mm.PmdOffset(pmdIndex), 0);
            _deposit.WithdrawAndFree(cpu);
            cpu.AtomicDec(rss);
            page = mm.PageOf(pmd);
        }

        cpu.SpinUnlock(tables.PmdLock);
        return isHuge;
    }
}
