namespace Racewalk.Mm.Memory;

/// <summary>A level above the PMD table: the PGD entry that points to it, and the locks of all levels.</summary>
/// <param name="Pgd">The address of the PGD entry.</param>
/// <param name="MmapLock">mmap_lock, as a lock that two can never hold together: that of a writer and a reader.</param>
/// <param name="PageTableLock">mm->page_table_lock: of the PGD entry.</param>
/// <param name="PmdLock">The PMD lock.</param>
/// <param name="PteLock">The lock of the PTE tables.</param>
public sealed record PgdLevel(ulong Pgd, Spinlock MmapLock, Spinlock PageTableLock, Spinlock PmdLock, Spinlock PteLock)
{
    /// <summary>pmd_offset, by the PGD entry as the caller has it (p4d and pud folded).</summary>
    public static Word PmdOffset(Word pgd, int index) => PageTableEntry.FrameAddress(pgd) + ((ulong)index * 8);
}
