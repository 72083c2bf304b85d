using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Vmas;

/// <summary>Which locks page tables have (v6.12 mm/Kconfig, include/linux/mm.h).</summary>
public enum PtlSplit
{
    /// <summary>SPLIT_PTE_PTLOCKS and SPLIT_PMD_PTLOCKS: each table has its own.</summary>
    Pmd,

    /// <summary>SPLIT_PTE_PTLOCKS alone: each PTE table has its own, all PMD tables share page_table_lock.</summary>
    Pte,

    /// <summary>Neither: page_table_lock is all there is (fewer than four CPUs).</summary>
    None,
}

/// <summary>The page-table locks of an address space: pmd_lockptr and pte_lockptr (v6.12 include/linux/mm.h).</summary>
/// <param name="mm">The address space.</param>
/// <param name="split">Which there are.</param>
/// <param name="pageTableLock"><c>page_table_lock</c>.</param>
/// <param name="pmdTableLock">The lock of the PMD table's descriptor.</param>
/// <param name="owner">What stands before the name of PTE locks: a subclass, where locks of two address spaces nest.</param>
public sealed class PageTableLocks(MmStruct mm, PtlSplit split, Spinlock pageTableLock, Spinlock pmdTableLock, string owner = "")
{
    private readonly string _pteLock = $"{owner}ptlock_ptr(pte)";

    /// <summary>Step: with the PMD lock held take the PTE lock only if it is another, "if (ptl != pml)".</summary>
    public const string Differ = "ptl-differs";

    /// <summary>The lock of PMD entries.</summary>
    public Spinlock Pmd => split == PtlSplit.Pmd ? pmdTableLock : pageTableLock;

    /// <summary>The lock of the PTE table that a PMD entry points to; the entry is the caller's copy.</summary>
    public Spinlock Pte(Cpu cpu, Word pmd) => split == PtlSplit.None
        ? pageTableLock
        : new Spinlock(cpu.Concretise(StructPage.TableLock(mm.PageOf(pmd))), _pteLock);

    /// <summary>spin_lock_nested(ptl, SINGLE_DEPTH_NESTING): the PTE lock with the PMD lock held. Nothing to do if they are one.</summary>
    /// <returns>Whether it was taken, and has to be given back.</returns>
    public bool NestPte(Cpu cpu, Spinlock ptl)
    {
        if (cpu.Step(Differ) && split == PtlSplit.None)
        {
            return false;
        }

        cpu.SpinLock(ptl);
        return true;
    }

    /// <summary>__pmd_trans_huge_lock (v6.12 mm/huge_memory.c): takes the PMD lock if the entry maps a huge page.</summary>
    /// <returns>Whether it does; then the lock is held.</returns>
    public bool TransHugeLock(Cpu cpu, int pmdIndex, out Word pmd)
    {
        cpu.SpinLock(Pmd);
        pmd = cpu.ReadOnce(mm.PmdOffset(pmdIndex));
        if (HugePmd.IsTransHuge(pmd))
        {
            return true;
        }

        cpu.SpinUnlock(Pmd);
        return false;
    }

    /// <summary>
    /// pte_offset_map_lock (__pte_offset_map_lock, v6.12 mm/pgtable-generic.c): the table that the PMD entry points to once its lock is held; again if the entry has
    /// changed meanwhile.
    /// </summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="pmdIndex">The PMD entry.</param>
    /// <param name="pmd">The PMD entry, which points to a table.</param>
    /// <returns>The lock, held; null if there is no table.</returns>
    public Spinlock? PteOffsetMapLock(Cpu cpu, int pmdIndex, out Word pmd)
    {
        while (true)
        {
            cpu.RcuReadLock();
            pmd = cpu.ReadOnce(mm.PmdOffset(pmdIndex));
            if (!PageTableEntry.IsTable(pmd))
            {
                cpu.RcuReadUnlock();
                return null;
            }

            Spinlock ptl = Pte(cpu, pmd);
            cpu.SpinLock(ptl);

            // The lock is a section, too: it keeps the table until pte_unmap_unlock.
            cpu.RcuReadUnlock();
            if (cpu.ReadOnce(mm.PmdOffset(pmdIndex)) == pmd)
            {
                return ptl;
            }

            cpu.SpinUnlock(ptl);
        }
    }
}
