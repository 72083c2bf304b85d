using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Migration;

/// <summary>Entries that stand for a page while it is migrated or its folio is split (v6.12 include/linux/swapops.h).</summary>
public static class MigrationEntry
{
    /// <summary>Step: wait until the folio is unlocked.</summary>
    public const string WaitStep = "migration-entry-wait";

    /// <summary>make_writable_migration_entry, make_readable_migration_entry: keeps what the entry says besides.</summary>
    /// <param name="pte">An entry that maps a page.</param>
    public static Word Of(Word pte) => (pte & ~PageTableEntry.Present) | PageTableEntry.Migration;

    /// <summary>Whether an entry is one.</summary>
    public static Flag Is(Word pte) => (pte & (PageTableEntry.Present | PageTableEntry.Migration)) == PageTableEntry.Migration;

    /// <summary>migration_entry_wait: whoever migrates or splits holds the folio locked until the entry is gone. The access then faults again.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="mm">The address space.</param>
    /// <param name="ptep">Where the entry is.</param>
    /// <param name="entry">The entry as it was read without its lock.</param>
    /// <param name="ptl">Its lock, held; it is given back.</param>
    public static void Wait(Cpu cpu, MmStruct mm, Word ptep, Word entry, Spinlock ptl)
    {
        cpu.Step(WaitStep);
        bool isSame = cpu.ReadOnce(ptep) == entry ? true : false;
        cpu.SpinUnlock(ptl);
        if (isSame)
        {
            cpu.SmpCondLoadAcquireEqual(StructPage.Flags(mm.FolioOf(cpu, entry)), 0, StructPage.Locked);
        }
    }
}
