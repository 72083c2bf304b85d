namespace Racewalk.Mm.Memory;

/// <summary>What an architecture makes of an entry that maps memory: its pgtable.h. Where this class says what to do, the architectures agree.</summary>
public abstract class ArchPte
{
    /// <summary>What an entry of a user has besides frame and permission.</summary>
    public const ulong UserProt = PageTableEntry.User | PageTableEntry.Accessed | PageTableEntry.NotGlobal;

    /// <summary>What an entry of the kernel has: global.</summary>
    public const ulong KernelProt = PageTableEntry.Accessed;

    /// <summary>What an entry that points to a table has besides (_KERNPG_TABLE and the like).</summary>
    public virtual ulong TableFlags => 0;

    /// <summary>Whether ptep_set_access_flags flushes for a store: "invalidate a stale read-only entry" (v6.12 arch/arm64/mm/fault.c).</summary>
    public virtual bool FlushesForStore => false;

    /// <summary>An entry of a user that is writable and clean (PAGE_SHARED).</summary>
    public virtual ulong Clean(ulong pfn) => PageTableEntry.Leaf(pfn, write: true) | UserProt;

    /// <summary>An entry of a user that is writable and dirty.</summary>
    public ulong Dirty(ulong pfn) => PageTableEntry.Leaf(pfn, write: true) | UserProt | PageTableEntry.Dirty;

    /// <summary>An entry of a user that is read-only (PAGE_READONLY).</summary>
    public virtual ulong ReadOnly(ulong pfn) => PageTableEntry.Leaf(pfn, write: false) | UserProt;

    /// <summary>An entry of the kernel that is writable (PAGE_KERNEL); the hardware has nothing left to set.</summary>
    public ulong Kernel(ulong pfn) => PageTableEntry.Leaf(pfn, write: true) | KernelProt | PageTableEntry.Dirty;

    /// <summary>An entry of the kernel that is read-only (PAGE_KERNEL_RO).</summary>
    public virtual ulong KernelReadOnly(ulong pfn) => PageTableEntry.Leaf(pfn, write: false) | KernelProt;

    /// <summary>pte_dirty.</summary>
    public virtual Flag IsDirty(Word pte) => (pte & PageTableEntry.Dirty) != 0;

    /// <summary>pte_mkyoung.</summary>
    public Word MakeYoung(Word pte) => pte | PageTableEntry.Accessed;

    /// <summary>pte_mkdirty.</summary>
    public virtual Word MakeDirty(Word pte) => pte | PageTableEntry.Dirty;

    /// <summary>pte_wrprotect.</summary>
    public virtual Word WriteProtect(Word pte) => pte & ~PageTableEntry.Write;

    /// <summary>ptep_set_wrprotect: the hardware may set flags meanwhile.</summary>
    public abstract void SetWriteProtect(Cpu cpu, Word ptep);

    /// <summary>ptep_set_access_flags: adds flags to an entry.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="ptep">Where the entry is.</param>
    /// <param name="entry">The entry as it was read, with the flags.</param>
    public abstract void SetAccessFlags(Cpu cpu, Word ptep, Word entry);

    /// <summary>Changes an entry that the hardware may change as well: a compare-and-exchange, tried again.</summary>
    protected static void Change(Cpu cpu, Word ptep, Func<Word, Word> change, MemoryOrder order)
    {
        Word old = cpu.ReadOnce(ptep);
        while (true)
        {
            Word seen = cpu.Cmpxchg(ptep, old, change(old), order);
            if (seen == old)
            {
                return;
            }

            old = seen;
        }
    }
}
