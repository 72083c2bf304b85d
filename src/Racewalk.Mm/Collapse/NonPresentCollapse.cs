using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Collapse;

/// <summary>
/// A collapse as somebody proposed it (November 2024), with the mmap lock held for reading: the PMD entry stays, and each PTE is replaced by one that is not present, so that walkers can do nothing; then
/// the PMD entry is made to map the copy. Where not proposed otherwise, in the steps of collapse_huge_page (v6.12 mm/khugepaged.c).
/// </summary>
/// <param name="mm">The address space.</param>
/// <param name="tables">Its tables.</param>
/// <param name="clear">How a PTE is cleared.</param>
/// <param name="isMigration">Whether the entries are migration entries, which the kernel knows; otherwise <see cref="UniversalInvalid"/>.</param>
/// <param name="folioLocked">The address of PG_locked of the small page, a word here; 1 at first: the collapse holds it.</param>
public sealed class NonPresentCollapse(MmStruct mm, PteTables tables, EntryClear clear, bool isMigration, ulong folioLocked)
{
    /// <summary>The "universal invalid" PTE: not none, not present, and nothing that the kernel knows.</summary>
    public const ulong UniversalInvalid = PageTableEntry.Reserved;

    /// <summary>Step: replace the PTE, under its lock.</summary>
    public const string Freeze = "freeze-pte";

    /// <summary>Step: take the PMD lock to change the PMD entry.</summary>
    public const string PmdLock = "populate-pmd-lock";

    /// <summary>Step: take the table's lock as well.</summary>
    public const string PteLock = "populate-ptl";

    /// <summary>Step: the PTE is as it was left, now that the locks are held.</summary>
    public const string Recheck = "populate-recheck";

    /// <summary>Step: unlock the small page.</summary>
    public const string UnlockFolio = "collapse-unlock-folio";

    /// <summary>Observed: 1 if the huge page was mapped.</summary>
    public const string Collapsed = "nonpresent-collapsed";

    private readonly PgtableDeposit _deposit = new(mm);

    /// <summary>The whole, of a table with one page.</summary>
    public void Collapse(Cpu cpu, int pmdIndex, ulong hugePfn)
    {
        Word pmd = cpu.ReadOnce(mm.PmdOffset(pmdIndex));
        Spinlock ptl = tables.LockOf(cpu, pmd);
        Word ptep = mm.PteOffset(pmd, 0);
        cpu.SpinLock(ptl);
        Word pte = cpu.ReadOnce(ptep);
        if (PageTableEntry.None(pte))
        {
            cpu.SpinUnlock(ptl);
            return;
        }

        cpu.Step(Freeze);
        pte = clear.GetAndClear(cpu, ptep);
        Word frozen = isMigration ? (pte & ~PageTableEntry.Present) | PageTableEntry.Migration : UniversalInvalid;
        mm.FlushPte(cpu, pmdIndex, 0);
        cpu.WriteOnce(ptep, frozen);
        cpu.SpinUnlock(ptl);

        cpu.Step(CollapseSteps.Copy);
        cpu.WriteOnce(PhysicalMemory.FrameAddress(hugePfn), cpu.ReadOnce(PageTableEntry.FrameAddress(pte)));
        cpu.SmpWmb();
        Populate(cpu, pmdIndex, pmd, frozen, hugePfn);
        cpu.Step(UnlockFolio);
        cpu.SmpStoreRelease(folioLocked, 0);
        PageReference.FolioPutRefs(cpu, mm, mm.PageOf(pte), 1);
    }

    private void Populate(Cpu cpu, int pmdIndex, Word pmd, Word frozen, ulong hugePfn)
    {
        bool hasPmdLock = cpu.Step(PmdLock);
        if (hasPmdLock)
        {
            cpu.SpinLock(tables.PmdLock);
        }

        Spinlock? ptl = cpu.Step(PteLock) ? tables.LockOf(cpu, pmd) : null;
        if (ptl is not null)
        {
            cpu.SpinLock(ptl);
        }

        Word ptep = mm.PteOffset(pmd, 0);
        if (!cpu.Step(Recheck) || cpu.ReadOnce(ptep) == frozen)
        {
            cpu.Step(CollapseSteps.ClearPtes);
            cpu.WriteOnce(ptep, 0);
            cpu.Step(CollapseSteps.DepositTable);
            _deposit.Deposit(cpu, pmd);
            cpu.Step(CollapseSteps.SetHugePmd);
            cpu.Observe(Collapsed, 1);
            cpu.WriteOnce(mm.PmdOffset(pmdIndex), mm.Leaf(hugePfn, write: true));
        }

        if (ptl is not null)
        {
            cpu.SpinUnlock(ptl);
        }

        if (hasPmdLock)
        {
            cpu.SpinUnlock(tables.PmdLock);
        }
    }
}
