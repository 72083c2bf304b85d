using Racewalk.Mm.Memory;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Teardown;

/// <summary>Frees a PTE table that a zap has just emptied (PT_RECLAIM, v6.14 mm/pt_reclaim.c), where it can do so with the PTE lock held already.</summary>
/// <param name="vma">The VMA.</param>
/// <param name="headOf">The head that a table is queued with, see <see cref="PageTableFree.HeadOf"/>; null where it is freed at once.</param>
public sealed class PtReclaim(VmArea vma, Func<Word, RcuHead>? headOf = null)
{
    /// <summary>Step: take the PMD lock, inside the PTE lock, only if it is free.</summary>
    public const string Trylock = "reclaim-trylock";

    /// <summary>Step: make the PMD entry none.</summary>
    public const string ClearPmd = "reclaim-clear-pmd";

    /// <summary>Step: free the table, or queue it.</summary>
    public const string FreeTable = "reclaim-free-table";

    /// <summary>Observed: 1 if the table was taken out.</summary>
    public const string Reclaimed = "reclaimed-table";

    /// <summary>Observed: 1 if the PMD lock was not free.</summary>
    public const string WasLocked = "reclaim-was-locked";

    /// <summary>try_get_and_clear_pmd. The PTE lock is held, so the order of the two locks is not the usual one.</summary>
    /// <returns>Whether the table is taken out; the caller frees it.</returns>
    public bool TryGetAndClearPmd(Cpu cpu, int pmdIndex)
    {
        Spinlock pml = vma.Locks.Pmd;
        if (cpu.Step(Trylock))
        {
            if (!cpu.SpinTrylock(pml))
            {
                cpu.Observe(WasLocked, 1);
                return false;
            }
        }
        else
        {
            cpu.SpinLock(pml);
        }

        cpu.Step(ClearPmd);
        cpu.Observe(Reclaimed, 1);
        cpu.WriteOnce(vma.Mm.PmdOffset(pmdIndex), 0);
        cpu.SpinUnlock(pml);
        return true;
    }

    /// <summary>free_pte.</summary>
    public void FreePte(Cpu cpu, Word pmd)
    {
        cpu.Step(FreeTable);
        if (headOf is not null)
        {
            cpu.CallRcu(headOf(pmd), pmd);
        }
        else
        {
            MmuGather.PteFree(cpu, vma.Mm, pmd);
        }
    }
}
