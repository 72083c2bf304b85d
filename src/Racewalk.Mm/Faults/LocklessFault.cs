using Racewalk.Mm.Contpte;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Faults;

/// <summary>
/// The page fault of user code as it begins: the entry is read without the page-table lock, and the handler acts, with the lock, only if it is the same then (handle_pte_fault, v6.12
/// mm/memory.c). Only the end of it is here that makes the entry young, and dirty for a store.
/// </summary>
/// <param name="mm">The address space.</param>
/// <param name="flags">What adds flags to entries of contiguous sets; null where the entry is stored as it was read, with the flags (ptep_set_access_flags, v6.12 mm/pgtable-generic.c; and x86's).</param>
/// <param name="ignoresFlags">Whether the comparison ignores access flag and dirty state (pte_same_norecency, posted in February 2024, not merged).</param>
public sealed class LocklessFault(MmStruct mm, ContpteAccessFlags? flags, bool ignoresFlags)
{
    /// <summary>Step: read the entry without the lock.</summary>
    public const string Read = "fault-read";

    /// <summary>Step: with the lock, the entry must be the same.</summary>
    public const string Same = "fault-pte-same";

    /// <summary>Step: add the flags.</summary>
    public const string SetFlags = "fault-set-flags";

    /// <summary>Observed: the entry that the handler acted on; nothing if it did not.</summary>
    public const string ActedOn = "fault-acted-on";

    /// <summary>Observed: 1 if the entry was another one with the lock, so that the access is tried again.</summary>
    public const string TriesAgain = "fault-tries-again";

    /// <summary>handle_pte_fault.</summary>
    /// <param name="cpu">The CPU that faulted.</param>
    /// <param name="page">The page.</param>
    /// <param name="ptep">Where its entry is.</param>
    /// <param name="isStore">Whether the access writes (FAULT_FLAG_WRITE).</param>
    public void Handle(Cpu cpu, int page, Word ptep, bool isStore)
    {
        cpu.Step(Read);
        Word pte = mm.Ptep.GetLockless(cpu, ptep);
        if (!PageTableEntry.IsPresent(pte))
        {
            // Other ends of handle_pte_fault; they compare in the same way.
            return;
        }

        cpu.SpinLock(mm.PageTableLock);
        if (cpu.Step(Same) && IsOther(mm.Ptep.Get(cpu, ptep), pte))
        {
            cpu.SpinUnlock(mm.PageTableLock);
            cpu.Observe(TriesAgain, 1);
            return;
        }

        cpu.Step(SetFlags);
        cpu.Observe(ActedOn, pte);
        Word young = mm.Pte.MakeYoung(pte);
        Set(cpu, page, ptep, isStore ? mm.Pte.MakeDirty(young) : young, isStore);
        cpu.SpinUnlock(mm.PageTableLock);
    }

    private Flag IsOther(Word now, Word pte) => ignoresFlags ? ContBlock.OldClean(now) != ContBlock.OldClean(pte) : now != pte;

    private void Set(Cpu cpu, int page, Word ptep, Word entry, bool isStore)
    {
        if (flags is null)
        {
            mm.Ptep.Set(cpu, mm, page, ptep, entry);
        }
        else
        {
            flags.Set(cpu, mm, page, ptep, entry, isStore);
        }
    }
}
