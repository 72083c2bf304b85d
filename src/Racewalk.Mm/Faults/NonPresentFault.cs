using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Faults;

/// <summary>A fault on an entry that is not present and not none (do_swap_page, v6.12 mm/memory.c): what the entry is decides, and it is read without its lock.</summary>
/// <param name="mm">The address space.</param>
/// <param name="folioLocked">The address of PG_locked of the page that a migration entry means, a word here.</param>
public sealed class NonPresentFault(MmStruct mm, ulong folioLocked)
{
    /// <summary>Step: read the entries (handle_pte_fault).</summary>
    public const string Look = "fault-look";

    /// <summary>Step: wait until the page of a migration entry is unlocked.</summary>
    public const string WaitForMigration = "fault-migration-wait";

    /// <summary>Step: the kernel does not know the entry: print_bad_pte, SIGBUS.</summary>
    public const string BadPte = "fault-bad-pte";

    /// <summary>Step: nothing is there: the process gets a zeroed page.</summary>
    public const string ZeroPage = "fault-zero-page";

    /// <summary>handle_pte_fault of an anonymous page.</summary>
    public UserFaultOutcome Handle(Cpu cpu, int pmdIndex, int pteIndex)
    {
        cpu.Step(Look);
        Word pmd = cpu.ReadOnce(mm.PmdOffset(pmdIndex));
        if (!PageTableEntry.IsTable(pmd))
        {
            return UserFaultOutcome.Retry;
        }

        Word ptep = mm.PteOffset(pmd, pteIndex);
        Word pte = cpu.ReadOnce(ptep);
        if (PageTableEntry.None(pte))
        {
            return HandleNone(cpu, pmdIndex, pmd, ptep);
        }

        if (PageTableEntry.IsPresent(pte))
        {
            return UserFaultOutcome.Retry;
        }

        if ((pte & PageTableEntry.Migration) != 0)
        {
            // migration_entry_wait_on_locked: sleeps until the page is unlocked, then the access is tried again.
            cpu.Step(WaitForMigration);
            cpu.SmpCondLoadAcquireEqual(folioLocked, 0);
            return UserFaultOutcome.Retry;
        }

        cpu.Step(BadPte);
        return UserFaultOutcome.Signal;
    }

    /// <summary>do_anonymous_page: looks again under the lock; what the process gets then is no page of its own, so here that ends in a signal.</summary>
    private UserFaultOutcome HandleNone(Cpu cpu, int pmdIndex, Word pmd, Word ptep)
    {
        cpu.SpinLock(mm.PageTableLock);
        Flag isNone = cpu.ReadOnce(mm.PmdOffset(pmdIndex)) == pmd;
        if (isNone)
        {
            isNone = PageTableEntry.None(cpu.ReadOnce(ptep));
        }

        cpu.SpinUnlock(mm.PageTableLock);
        if (isNone)
        {
            cpu.Step(ZeroPage);
            return UserFaultOutcome.Signal;
        }

        return UserFaultOutcome.Retry;
    }
}
