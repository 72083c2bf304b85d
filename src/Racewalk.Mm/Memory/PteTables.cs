namespace Racewalk.Mm.Memory;

/// <summary>A PTE table.</summary>
/// <param name="Entry">The PMD entry that points to it.</param>
/// <param name="Lock">Its lock (pte_lockptr).</param>
public sealed record PteTable(ulong Entry, Spinlock Lock);

/// <summary>
/// PTE tables with the lock of each, and the PMD lock. The lock of a table is found by its ptdesc and goes with it (ptlock_ptr with ALLOC_SPLIT_PTLOCKS, v6.12 include/linux/mm.h).
/// </summary>
/// <param name="mm">The address space.</param>
/// <param name="pmdLock">The PMD lock (pmd_lockptr).</param>
/// <param name="tables">All tables there can be.</param>
public sealed class PteTables(MmStruct mm, Spinlock pmdLock, IReadOnlyList<PteTable> tables)
{
    /// <summary>pmd_lockptr.</summary>
    public Spinlock PmdLock => pmdLock;

    /// <summary>The address of ptl in a table's ptdesc, which lies over the struct page (v6.12 include/linux/mm_types.h).</summary>
    public static Word PtlOf(Word page) => StructPage.Private(page);

    /// <summary>pte_lockptr: the lock that a table's ptdesc points to.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="pmd">The PMD entry as the caller has it.</param>
    /// <exception cref="InvalidOperationException">It points to none.</exception>
    public Spinlock LockOf(Cpu cpu, Word pmd)
    {
        Word ptl = cpu.ReadOnce(PtlOf(mm.PageOf(pmd)));
        foreach (PteTable table in tables)
        {
            if (ptl == table.Lock.Address)
            {
                return table.Lock;
            }
        }

        throw new InvalidOperationException("a ptdesc without a lock");
    }

    /// <summary>pagetable_pte_dtor, then pte_free: the lock goes, then the table.</summary>
    public void Free(Cpu cpu, Word pmd)
    {
        cpu.Free(PtlOf(mm.PageOf(pmd)), 1);
        MmuGather.PteFree(cpu, mm, pmd);
    }
}
