using Racewalk.Mm.Memory;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Collapse;

/// <summary>What a collapse of anonymous memory holds between taking the PMD entry out and putting the huge one in.</summary>
public enum CollapseLocking
{
    /// <summary>mmap_lock for writing, as every kernel has it.</summary>
    MmapWrite,

    /// <summary>Proposed: mmap_lock for reading; the PMD lock is given back for the copy.</summary>
    MmapRead,

    /// <summary>Proposed: mmap_lock for reading; the PMD lock is kept throughout.</summary>
    PmdKept,
}

/// <summary>The collapse of the anonymous pages under one PMD entry with all its locks (collapse_huge_page, v6.12 mm/khugepaged.c).</summary>
/// <param name="vma">The VMA.</param>
/// <param name="flush">K7.</param>
/// <param name="locking">What it holds.</param>
/// <param name="order">How many pages it makes one, as a power of two; null for all under the PMD entry. Less is for kernels with mTHP collapse (v7.x).</param>
/// <param name="hasWalkers">Whether somebody walks the tables with interrupts off, who is waited for then.</param>
public sealed class AnonCollapse(VmArea vma, PmdpCollapseFlush flush, CollapseLocking locking, int? order = null, bool hasWalkers = false)
{
    private readonly CollapseTable _table = new(vma, isNested: locking == CollapseLocking.PmdKept, order is { } o ? 1 << o : vma.Mm.Geometry.PtrsPerPte);
    private readonly CollapseInstall _install = new(vma, order);

    /// <summary>K3 to K16.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="pmdIndex">The PMD entry.</param>
    /// <param name="hugePfn">The first frame of the huge page, allocated and charged (K1).</param>
    /// <returns>Whether it succeeded.</returns>
    public bool CollapseHugePage(Cpu cpu, int pmdIndex, ulong hugePfn)
    {
        bool locks = cpu.Step(AnonCollapseSteps.MmapLock);
        if (locks && locking == CollapseLocking.MmapWrite)
        {
            vma.MmapLock.WriteLock(cpu);
        }
        else if (locks)
        {
            vma.MmapLock.ReadLock(cpu);
        }

        bool collapsed = CollapseLocked(cpu, pmdIndex, hugePfn);
        cpu.Step(AnonCollapseSteps.MmapUnlock);
        if (locks && locking == CollapseLocking.MmapWrite)
        {
            vma.MmapLock.WriteUnlock(cpu);
        }
        else if (locks)
        {
            vma.MmapLock.ReadUnlock(cpu);
        }

        return collapsed;
    }

    private bool CollapseLocked(Cpu cpu, int pmdIndex, ulong hugePfn)
    {
        // hugepage_vma_revalidate: mmap_lock was not held for a while.
        if (vma.TreeEntry != 0 && cpu.Step(AnonCollapseSteps.RevalidateVma) && !vma.MayHaveHugePages(cpu))
        {
            cpu.Observe(Khugepaged.GaveUp, 1);
            return false;
        }

        // check_pmd_still_valid.
        if (cpu.Step(AnonCollapseSteps.RevalidatePmd) && !PageTableEntry.IsTable(cpu.ReadOnce(vma.Mm.PmdOffset(pmdIndex))))
        {
            cpu.Observe(Khugepaged.GaveUp, 1);
            return false;
        }

        if (locking == CollapseLocking.MmapWrite && cpu.Step(AnonCollapseSteps.VmaStartWrite))
        {
            vma.StartWrite(cpu);
        }

        cpu.Step(AnonCollapseSteps.AnonVmaLock);
        cpu.DownWrite(vma.AnonVma);
        cpu.Step(AnonCollapseSteps.NotifierStart);
        bool hasPmdLock = cpu.Step(AnonCollapseSteps.PmdLock);
        if (hasPmdLock)
        {
            cpu.SpinLock(vma.Locks.Pmd);
        }

        bool isolated = TryTakeOut(cpu, pmdIndex, ref hasPmdLock, out Word pmd);
        if (!isolated || order is null)
        {
            AnonVmaUnlock(cpu);
        }

        if (!isolated)
        {
            cpu.Observe(Khugepaged.GaveUp, 1);
            return false;
        }

        _table.Copy(cpu, pmd, hugePfn);
        _table.CopySucceeded(cpu, pmd);
        if (cpu.Step(CollapseSteps.UptodateWmb))
        {
            cpu.SmpWmb();
        }

        Lock(cpu, ref hasPmdLock);
        BugOnPmd(cpu, vma.Mm.PmdOffset(pmdIndex));
        _install.Install(cpu, pmdIndex, pmd, hugePfn);
        Unlock(cpu, ref hasPmdLock);
        if (order is not null)
        {
            AnonVmaUnlock(cpu);
        }

        return true;
    }

    // K7 to K9.
    private bool TryTakeOut(Cpu cpu, int pmdIndex, ref bool hasPmdLock, out Word pmd)
    {
        Word pmdp = vma.Mm.PmdOffset(pmdIndex);
        pmd = 0;
        if (locking != CollapseLocking.MmapWrite && cpu.Step(AnonCollapseSteps.RecheckPmd) && !PageTableEntry.IsTable(cpu.ReadOnce(pmdp)))
        {
            Unlock(cpu, ref hasPmdLock);
            if (!cpu.Has(AnonCollapseSteps.AnonVmaKept))
            {
                cpu.UpWrite(vma.AnonVma);
            }

            return false;
        }

        pmd = flush.Flush(cpu, pmdIndex);
        if (locking != CollapseLocking.PmdKept)
        {
            Unlock(cpu, ref hasPmdLock);
        }

        cpu.Step(AnonCollapseSteps.NotifierEnd);
        if (hasWalkers && cpu.Step(CollapseSteps.TableSyncIpi))
        {
            MmuGather.TlbRemoveTableSyncOne(cpu);
        }

        if (!cpu.Step(AnonCollapseSteps.AnonVmaKept))
        {
            cpu.UpWrite(vma.AnonVma);
        }

        if (_table.Isolate(cpu, pmd))
        {
            return true;
        }

        // The failure of K9: put the table back.
        Lock(cpu, ref hasPmdLock);
        BugOnPmd(cpu, pmdp);
        cpu.Step(CollapseSteps.RepopulatePmd);
        cpu.WriteOnce(pmdp, pmd);
        Unlock(cpu, ref hasPmdLock);
        return false;
    }

    // Unless it was given back early.
    private void AnonVmaUnlock(Cpu cpu)
    {
        cpu.Step(AnonCollapseSteps.AnonVmaUnlock);
        if (cpu.Has(AnonCollapseSteps.AnonVmaKept))
        {
            cpu.UpWrite(vma.AnonVma);
        }
    }

    private static void BugOnPmd(Cpu cpu, Word pmdp)
    {
        if (cpu.Step(AnonCollapseSteps.BugOnPmd))
        {
            cpu.BugOn(cpu.ReadOnce(pmdp) != 0, "BUG_ON(!pmd_none(*pmd)): somebody has put something into the PMD entry that khugepaged had taken out");
        }
    }

    private void Lock(Cpu cpu, ref bool hasPmdLock)
    {
        if (!hasPmdLock)
        {
            cpu.SpinLock(vma.Locks.Pmd);
            hasPmdLock = true;
        }
    }

    private void Unlock(Cpu cpu, ref bool hasPmdLock)
    {
        if (hasPmdLock)
        {
            cpu.SpinUnlock(vma.Locks.Pmd);
            hasPmdLock = false;
        }
    }
}
