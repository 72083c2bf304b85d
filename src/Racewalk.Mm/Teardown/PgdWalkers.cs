using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Teardown;

/// <summary>Who walks down from the PGD entry with the mmap lock held for reading, and takes none at any level to mean that there is nothing.</summary>
/// <param name="mm">The address space.</param>
/// <param name="level">The level above the PMD table.</param>
/// <param name="looksAgain">Whether they look again under mm->page_table_lock if they find the PGD entry none; the kernel's do not.</param>
/// <param name="fresh">The PGD entry of a PMD table that is allocated, with an empty PTE table below it, and not yet used.</param>
public sealed class PgdWalkers(MmStruct mm, PgdLevel level, bool looksAgain, ulong fresh)
{
    /// <summary>Step: take the mmap lock for reading.</summary>
    public const string MmapReadLock = "walker-mmap-read-lock";

    /// <summary>Step: read the PGD entry.</summary>
    public const string ReadPgd = "walker-pgd";

    /// <summary>Step: read the PMD entry.</summary>
    public const string ReadPmd = "walker-pmd";

    /// <summary>Step: read the PTE under its lock.</summary>
    public const string ReadPte = "walker-pte";

    /// <summary>Step: MADV_DONTNEED takes the page away.</summary>
    public const string Zap = "walker-zap";

    /// <summary>Step: a fault puts a fresh PMD table where there is none.</summary>
    public const string AllocatePmd = "walker-pmd-alloc";

    /// <summary>Step: a fault maps a zeroed page.</summary>
    public const string SetPte = "walker-set-pte";

    /// <summary>Observed: 1 if something was found.</summary>
    public const string Found = "walker-found";

    /// <summary>Observed: 1 if nothing was found.</summary>
    public const string Hole = "walker-hole";

    /// <summary>Observed by a fault: 1 if it has mapped a zeroed page.</summary>
    public const string ZeroPage = "walker-zero-page";

    /// <summary>MADV_DONTNEED (zap_p4d_range to zap_pte_range, v6.12 mm/memory.c).</summary>
    public void Dontneed(Cpu cpu, int pmdIndex) => Walk(cpu, pmdIndex, zaps: true);

    /// <summary>walk_pgd_range with a callback for PTEs (v6.12 mm/pagewalk.c), as mincore and pagemap use it.</summary>
    public void WalkPageRange(Cpu cpu, int pmdIndex) => Walk(cpu, pmdIndex, zaps: false);

    /// <summary>A fault of an anonymous page (__handle_mm_fault, v6.12 mm/memory.c).</summary>
    public void Fault(Cpu cpu, int pmdIndex, ulong zeroed)
    {
        Begin(cpu);
        Word pgd = PgdOf(cpu);
        if (PageTableEntry.None(pgd))
        {
            pgd = PmdAlloc(cpu);
        }

        if (!TryLockPte(cpu, pgd, pmdIndex, out Word ptep))
        {
            cpu.Observe(Found, 1);
        }
        else
        {
            if (PageTableEntry.None(cpu.ReadOnce(ptep)))
            {
                cpu.Step(SetPte);
                cpu.Observe(ZeroPage, 1);
                cpu.WriteOnce(ptep, mm.Leaf(zeroed, write: true));
            }
            else
            {
                cpu.Observe(Found, 1);
            }

            cpu.SpinUnlock(level.PteLock);
        }

        cpu.SpinUnlock(level.MmapLock);
    }

    private void Begin(Cpu cpu)
    {
        cpu.Step(MmapReadLock);
        cpu.SpinLock(level.MmapLock);
    }

    private void Walk(Cpu cpu, int pmdIndex, bool zaps)
    {
        Begin(cpu);
        Word pgd = PgdOf(cpu);
        Flag found = false;
        if (!PageTableEntry.None(pgd))
        {
            found = Below(cpu, pgd, pmdIndex, zaps);
        }

        cpu.Observe(found ? Found : Hole, 1);
        cpu.SpinUnlock(level.MmapLock);
    }

    private Flag Below(Cpu cpu, Word pgd, int pmdIndex, bool zaps)
    {
        if (!TryLockPte(cpu, pgd, pmdIndex, out Word ptep))
        {
            if (zaps)
            {
                ZapHuge(cpu, PgdLevel.PmdOffset(pgd, pmdIndex));
            }

            return true;
        }

        Word pte = cpu.ReadOnce(ptep);
        if (zaps && !PageTableEntry.None(pte))
        {
            cpu.Step(Zap);
            cpu.WriteOnce(ptep, 0);
        }

        cpu.SpinUnlock(level.PteLock);
        if (zaps && !PageTableEntry.None(pte))
        {
            PageReference.FolioPutRefs(cpu, mm, mm.PageOf(pte), 1);
        }

        return !PageTableEntry.None(pte);
    }

    private void ZapHuge(Cpu cpu, Word pmdp)
    {
        cpu.SpinLock(level.PmdLock);
        cpu.Step(Zap);
        Word pmd = cpu.ReadOnce(pmdp);
        cpu.WriteOnce(pmdp, 0);
        cpu.SpinUnlock(level.PmdLock);
        PageReference.FolioPutRefs(cpu, mm, mm.PageOf(pmd), 1);
    }

    private Word PgdOf(Cpu cpu)
    {
        cpu.Step(ReadPgd);
        Word pgd = cpu.ReadOnce(level.Pgd);
        if (looksAgain && PageTableEntry.None(pgd))
        {
            cpu.SpinLock(level.PageTableLock);
            pgd = cpu.ReadOnce(level.Pgd);
            cpu.SpinUnlock(level.PageTableLock);
        }

        return pgd;
    }

    /// <summary>__pmd_alloc.</summary>
    private Word PmdAlloc(Cpu cpu)
    {
        cpu.SpinLock(level.PageTableLock);
        Word pgd = cpu.ReadOnce(level.Pgd);
        if (PageTableEntry.None(pgd))
        {
            cpu.Step(AllocatePmd);
            cpu.SmpWmb();
            cpu.WriteOnce(level.Pgd, fresh);
            pgd = fresh;
        }

        cpu.SpinUnlock(level.PageTableLock);
        return pgd;
    }

    /// <summary>pte_offset_map_lock: the lock is held if there is a table; otherwise the PMD entry maps a huge page.</summary>
    private bool TryLockPte(Cpu cpu, Word pgd, int pmdIndex, out Word ptep)
    {
        Word pmdp = PgdLevel.PmdOffset(pgd, pmdIndex);
        cpu.Step(ReadPmd);
        Word pmd = cpu.ReadOnce(pmdp);
        ptep = mm.PteOffset(pmd, 0);
        if (!PageTableEntry.IsTable(pmd))
        {
            return false;
        }

        cpu.SpinLock(level.PteLock);
        cpu.Step(ReadPte);
        if (cpu.ReadOnce(pmdp) == pmd)
        {
            return true;
        }

        cpu.SpinUnlock(level.PteLock);
        return false;
    }
}
