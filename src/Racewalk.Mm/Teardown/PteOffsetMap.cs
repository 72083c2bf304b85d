using Racewalk.Mm.Gup;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Teardown;

/// <summary>
/// A walker that relies on rcu_read_lock alone: pte_offset_map, ptep_get_lockless, pte_unmap, as a page fault does before it takes the page-table lock
/// (__pte_offset_map, v6.12 mm/pgtable-generic.c; pte_unmap, v6.12 include/linux/pgtable.h).
/// </summary>
/// <param name="mm">The address space.</param>
public sealed class PteOffsetMap(MmStruct mm)
{
    /// <summary>Step: rcu_read_lock to rcu_read_unlock.</summary>
    public const string ReadLock = "pte-map-rcu-read-lock";

    /// <summary>Step: read the PMD entry.</summary>
    public const string ReadPmd = "pte-map-read-pmd";

    /// <summary>Step: read the PTE.</summary>
    public const string ReadPte = "pte-map-read-pte";

    /// <summary>Observed: 1 if there was a table, and the PTE in it was read.</summary>
    public const string Mapped = "pte-mapped";

    /// <summary>Reads one PTE: 0 if there is no table.</summary>
    public Word GetPte(Cpu cpu, int pmdIndex, int pteIndex)
    {
        bool locked = cpu.Step(ReadLock);
        if (locked)
        {
            cpu.RcuReadLock();
        }

        cpu.Step(ReadPmd);
        Word pmd = LocklessEntry.PmdpGetLockless(cpu, mm.PmdOffset(pmdIndex));
        Word pte = 0;
        if (PageTableEntry.IsPresent(pmd) && PageTableEntry.IsTable(pmd))
        {
            cpu.Step(ReadPte);
            pte = mm.Ptep.GetLockless(cpu, mm.PteOffset(pmd, pteIndex));
            cpu.Observe(Mapped, 1);
        }

        if (locked)
        {
            cpu.RcuReadUnlock();
        }

        return pte;
    }
}
