using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Collapse;

/// <summary>
/// A collapse as somebody proposed it (November 2024, "remember the PGD we came from and nuke it"): not the PMD entry is taken out, but the PGD entry above it, in the steps of
/// collapse_huge_page (v6.12 mm/khugepaged.c).
/// </summary>
/// <param name="mm">The address space.</param>
/// <param name="level">The level above.</param>
/// <param name="holdsLock">Whether mm->page_table_lock is held from taking the entry out to putting it back.</param>
public sealed class UnhookPgd(MmStruct mm, PgdLevel level, bool holdsLock)
{
    /// <summary>Step: take the mmap lock for writing.</summary>
    public const string MmapWriteLock = "unhook-mmap-write-lock";

    /// <summary>Step: make the PGD entry none.</summary>
    public const string ClearPgd = "unhook-clear-pgd";

    /// <summary>Step: hold the page, under the table's lock.</summary>
    public const string Isolate = "unhook-isolate";

    /// <summary>Step: put the PGD entry back.</summary>
    public const string RestorePgd = "unhook-restore-pgd";

    /// <summary>Observed: 1 if the huge page was mapped.</summary>
    public const string Collapsed = "unhook-collapsed";

    /// <summary>The whole.</summary>
    public void Collapse(Cpu cpu, int pmdIndex, ulong hugePfn)
    {
        bool isWriter = cpu.Step(MmapWriteLock);
        if (isWriter)
        {
            cpu.SpinLock(level.MmapLock);
        }

        Word pgd = Unhook(cpu);
        mm.FlushPmd(cpu, pmdIndex);
        CollapseBelow(cpu, pgd, pmdIndex, hugePfn);
        Restore(cpu, pgd);
        if (isWriter)
        {
            cpu.SpinUnlock(level.MmapLock);
        }
    }

    private Word Unhook(Cpu cpu)
    {
        cpu.SpinLock(level.PageTableLock);
        cpu.Step(ClearPgd);
        Word pgd = cpu.ReadOnce(level.Pgd);
        cpu.WriteOnce(level.Pgd, 0);
        if (!holdsLock)
        {
            cpu.SpinUnlock(level.PageTableLock);
        }

        return pgd;
    }

    private void Restore(Cpu cpu, Word pgd)
    {
        if (!holdsLock)
        {
            cpu.SpinLock(level.PageTableLock);
        }

        cpu.Step(RestorePgd);
        cpu.WriteOnce(level.Pgd, pgd);
        cpu.SpinUnlock(level.PageTableLock);
    }

    private void CollapseBelow(Cpu cpu, Word pgd, int pmdIndex, ulong hugePfn)
    {
        Word pmdp = PgdLevel.PmdOffset(pgd, pmdIndex);
        Word pmd = cpu.ReadOnce(pmdp);
        if (!PageTableEntry.IsPresent(pmd) || !PageTableEntry.IsTable(pmd))
        {
            return;
        }

        Word ptep = mm.PteOffset(pmd, 0);
        cpu.SpinLock(level.PteLock);
        cpu.Step(Isolate);
        Word pte = cpu.ReadOnce(ptep);
        if (PageTableEntry.None(pte))
        {
            cpu.SpinUnlock(level.PteLock);
            return;
        }

        Word folio = mm.PageOf(pte);
        cpu.AtomicInc(StructPage.Refcount(folio));
        cpu.SpinUnlock(level.PteLock);

        cpu.Step(CollapseSteps.Copy);
        cpu.WriteOnce(PhysicalMemory.FrameAddress(hugePfn), cpu.ReadOnce(PageTableEntry.FrameAddress(pte)));
        cpu.SpinLock(level.PteLock);
        cpu.Step(CollapseSteps.ClearPtes);
        bool isMapped = !PageTableEntry.None(cpu.ReadOnce(ptep)) ? true : false;
        cpu.WriteOnce(ptep, 0);
        cpu.SpinUnlock(level.PteLock);
        PageReference.FolioPutRefs(cpu, mm, folio, isMapped ? 2UL : 1UL);

        cpu.SmpWmb();
        cpu.SpinLock(level.PmdLock);
        cpu.Step(CollapseSteps.SetHugePmd);
        cpu.Observe(Collapsed, 1);
        cpu.WriteOnce(pmdp, mm.Leaf(hugePfn, write: true));
        cpu.SpinUnlock(level.PmdLock);
    }
}
