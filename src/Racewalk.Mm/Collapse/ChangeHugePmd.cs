using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Collapse;

/// <summary>
/// NUMA balancing makes a huge page inaccessible, so that the next access tells who uses it (change_huge_pmd, v6.12 mm/huge_memory.c). It holds the mmap lock for reading.
/// </summary>
/// <param name="mm">The address space.</param>
/// <param name="pmdLock">The PMD lock.</param>
/// <param name="clears">Whether the entry is none for a moment, as before ced108037c2a (v4.12); otherwise pmdp_invalidate.</param>
public sealed class ChangeHugePmd(MmStruct mm, Spinlock pmdLock, bool clears)
{
    /// <summary>Step: take the PMD lock (__pmd_trans_huge_lock).</summary>
    public const string PmdLock = "numa-pmd-lock";

    /// <summary>Step: it is a huge page, now that the lock is held.</summary>
    public const string Recheck = "numa-recheck";

    /// <summary>Step: make the entry none.</summary>
    public const string ClearPmd = "numa-clear-pmd";

    /// <summary>Step: make the entry invalid; it still says that it maps a huge page.</summary>
    public const string InvalidatePmd = "numa-invalidate-pmd";

    /// <summary>Step: write the new entry.</summary>
    public const string SetPmd = "numa-set-pmd";

    /// <summary>Observed: 1 if the entry was changed.</summary>
    public const string Changed = "numa-changed";

    /// <summary>change_huge_pmd with MM_CP_PROT_NUMA.</summary>
    public void Change(Cpu cpu, int pmdIndex)
    {
        Word pmdp = mm.PmdOffset(pmdIndex);
        if (!HugePmd.IsTransHuge(cpu.ReadOnce(pmdp)))
        {
            return;
        }

        bool isLocked = cpu.Step(PmdLock);
        if (isLocked)
        {
            cpu.SpinLock(pmdLock);
        }

        Word pmd = cpu.ReadOnce(pmdp);
        if (!cpu.Step(Recheck) || HugePmd.IsTransHuge(pmd))
        {
            cpu.Step(clears ? ClearPmd : InvalidatePmd);
            Word old = cpu.XchgRelaxed(pmdp, clears ? 0 : HugePmd.MakeInvalid(pmd));
            cpu.Step(SetPmd);
            cpu.Observe(Changed, 1);
            cpu.WriteOnce(pmdp, HugePmd.MakeProtNone(old));
        }

        if (isLocked)
        {
            cpu.SpinUnlock(pmdLock);
        }
    }
}
