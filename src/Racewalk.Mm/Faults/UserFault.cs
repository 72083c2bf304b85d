using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Faults;

/// <summary>What a fault of user code comes to.</summary>
public enum UserFaultOutcome
{
    /// <summary>The access is tried again.</summary>
    Retry,

    /// <summary>Nothing is mapped, or not for this access: here that ends in a signal, as the scenarios have nothing to map or to copy.</summary>
    Signal,
}

/// <summary>The page fault of user code on an address that has a page or had one (handle_pte_fault, v6.12 mm/memory.c), under the page-table lock.</summary>
/// <param name="mm">The address space.</param>
public sealed class UserFault(MmStruct mm)
{
    /// <summary>Step: take the page-table lock and read the entry again.</summary>
    public const string Recheck = "fault-recheck";

    /// <summary>Step: set the access flag, and the dirty state for a store.</summary>
    public const string SetFlags = "fault-set-flags";

    /// <summary>handle_pte_fault.</summary>
    /// <param name="cpu">The CPU that faulted.</param>
    /// <param name="pmdIndex">The PMD entry of the address.</param>
    /// <param name="pteIndex">The PTE of the address.</param>
    /// <param name="isStore">Whether the access writes (FAULT_FLAG_WRITE).</param>
    public UserFaultOutcome Handle(Cpu cpu, int pmdIndex, int pteIndex, bool isStore)
    {
        cpu.Step(Recheck);
        cpu.SpinLock(mm.PageTableLock);
        UserFaultOutcome outcome = HandleLocked(cpu, pmdIndex, pteIndex, isStore);
        cpu.SpinUnlock(mm.PageTableLock);
        return outcome;
    }

    private UserFaultOutcome HandleLocked(Cpu cpu, int pmdIndex, int pteIndex, bool isStore)
    {
        Word pmd = cpu.ReadOnce(mm.PmdOffset(pmdIndex));
        if (!PageTableEntry.IsPresent(pmd))
        {
            return UserFaultOutcome.Signal;
        }

        Word entryAddress = mm.PmdOffset(pmdIndex);
        Word entry = pmd;
        if (PageTableEntry.IsTable(pmd))
        {
            entryAddress = mm.PteOffset(pmd, pteIndex);
            entry = cpu.ReadOnce(entryAddress);
            if (!PageTableEntry.IsPresent(entry))
            {
                return UserFaultOutcome.Signal;
            }
        }

        if (isStore && !PageTableEntry.IsWritable(entry))
        {
            // do_wp_page: the process would get a copy and write to that.
            return UserFaultOutcome.Signal;
        }

        Word wanted = isStore ? mm.Pte.MakeDirty(mm.Pte.MakeYoung(entry)) : mm.Pte.MakeYoung(entry);
        if (wanted != entry && cpu.Step(SetFlags))
        {
            mm.Pte.SetAccessFlags(cpu, entryAddress, wanted);
            if (isStore && mm.Pte.FlushesForStore)
            {
                mm.FlushPte(cpu, pmdIndex, pteIndex);
            }
        }

        return UserFaultOutcome.Retry;
    }
}
