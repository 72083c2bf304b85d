using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Teardown;

/// <summary>
/// Whoever needs the entries of a PTE table to stand still: finds the table in rcu_read_lock, takes its lock, and looks whether the PMD entry still points to it (__pte_offset_map_lock, v6.12
/// mm/pgtable-generic.c).
/// </summary>
/// <param name="mm">The address space.</param>
/// <param name="tables">Its tables.</param>
public sealed class PteOffsetMapLock(MmStruct mm, PteTables tables)
{
    /// <summary>Step: rcu_read_lock to rcu_read_unlock.</summary>
    public const string ReadLock = "map-lock-rcu-read-lock";

    /// <summary>Step: read the PMD entry.</summary>
    public const string ReadPmd = "map-lock-read-pmd";

    /// <summary>Step: the PMD entry is still the same, now that the lock is held.</summary>
    public const string RecheckPmd = "map-lock-recheck-pmd";

    /// <summary>pte_offset_map_lock.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="pmdIndex">The PMD entry.</param>
    /// <param name="ptl">The lock that is held, to be given to <see cref="Unlock"/>; null if there is no table.</param>
    /// <returns>The PMD entry whose table is locked; 0 if there is no table.</returns>
    public Word Lock(Cpu cpu, int pmdIndex, out Spinlock? ptl)
    {
        while (true)
        {
            bool isReader = cpu.Step(ReadLock);
            if (isReader)
            {
                cpu.RcuReadLock();
            }

            cpu.Step(ReadPmd);
            Word pmd = LocklessEntry.PmdpGetLockless(cpu, mm.PmdOffset(pmdIndex));
            if (!PageTableEntry.IsPresent(pmd) || !PageTableEntry.IsTable(pmd))
            {
                EndRead(cpu);
                ptl = null;
                return 0;
            }

            ptl = tables.LockOf(cpu, pmd);
            cpu.SpinLock(ptl);
            if (!cpu.Step(RecheckPmd) || cpu.ReadOnce(mm.PmdOffset(pmdIndex)) == pmd)
            {
                return pmd;
            }

            Unlock(cpu, ptl);
        }
    }

    /// <summary>pte_unmap_unlock.</summary>
    public void Unlock(Cpu cpu, Spinlock? ptl)
    {
        cpu.SpinUnlock(ptl!);
        EndRead(cpu);
    }

    private static void EndRead(Cpu cpu)
    {
        if (cpu.Has(ReadLock))
        {
            cpu.RcuReadUnlock();
        }
    }
}
