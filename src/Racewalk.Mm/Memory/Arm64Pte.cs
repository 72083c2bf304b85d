namespace Racewalk.Mm.Memory;

/// <summary>
/// What arm64 makes of an entry that maps memory (v6.12 arch/arm64/include/asm/pgtable.h). <see cref="PageTableEntry.Write"/> is PTE_WRITE, which is DBM: hardware
/// that manages the dirty state takes the missing <see cref="PageTableEntry.ReadOnly"/> for "dirty"; without it the kernel does the same in its fault handler.
/// </summary>
public static class Arm64Pte
{
    /// <summary>What an entry of a user has besides frame and permission (PROT_DEFAULT, PTE_USER, PTE_NG).</summary>
    public const ulong UserProt = PageTableEntry.User | PageTableEntry.Accessed | PageTableEntry.NotGlobal;

    /// <summary>What an entry of the kernel has: global.</summary>
    public const ulong KernelProt = PageTableEntry.Accessed;

    private const ulong Flags = PageTableEntry.ReadOnly | PageTableEntry.Accessed | PageTableEntry.Write | PageTableEntry.SoftDirty;

    /// <summary>An entry of a user that is writable and clean (PAGE_SHARED).</summary>
    public static ulong Clean(ulong pfn) => PageTableEntry.Leaf(pfn, write: true) | UserProt | PageTableEntry.ReadOnly;

    /// <summary>An entry of a user that is writable and dirty, to the hardware and to software.</summary>
    public static ulong Dirty(ulong pfn) => PageTableEntry.Leaf(pfn, write: true) | UserProt | PageTableEntry.SoftDirty;

    /// <summary>An entry of a user that is read-only (PAGE_READONLY).</summary>
    public static ulong ReadOnly(ulong pfn) => PageTableEntry.Leaf(pfn, write: false) | UserProt | PageTableEntry.ReadOnly;

    /// <summary>pte_hw_dirty: writable, and stores are made.</summary>
    public static Flag IsHardwareDirty(Word pte) => (pte & (PageTableEntry.Write | PageTableEntry.ReadOnly)) == PageTableEntry.Write;

    /// <summary>pte_dirty.</summary>
    public static Flag IsDirty(Word pte) => ((pte & PageTableEntry.SoftDirty) != 0) | IsHardwareDirty(pte);

    /// <summary>pte_mkyoung.</summary>
    public static Word MakeYoung(Word pte) => pte | PageTableEntry.Accessed;

    /// <summary>pte_mkdirty.</summary>
    public static Word MakeDirty(Word pte)
    {
        Word dirty = pte | PageTableEntry.SoftDirty;
        return Word.Select((pte & PageTableEntry.Write) != 0, dirty & ~PageTableEntry.ReadOnly, dirty);
    }

    /// <summary>pte_wrprotect: what the hardware says of the dirty state becomes software's.</summary>
    public static Word WriteProtect(Word pte)
    {
        Word kept = Word.Select(IsHardwareDirty(pte), pte | PageTableEntry.SoftDirty, pte);
        return (kept | PageTableEntry.ReadOnly) & ~PageTableEntry.Write;
    }

    /// <summary>__ptep_set_wrprotect: the hardware may set the dirty state meanwhile, so it is a compare-and-exchange, tried again.</summary>
    public static void SetWriteProtect(Cpu cpu, Word ptep)
    {
        Word old = cpu.ReadOnce(ptep);
        while (true)
        {
            Word seen = cpu.CmpxchgRelaxed(ptep, old, WriteProtect(old));
            if (seen == old)
            {
                return;
            }

            old = seen;
        }
    }

    /// <summary>
    /// __ptep_set_access_flags (v6.12 arch/arm64/mm/fault.c): adds flags to an entry; it becomes the more permissive of what it is and what it shall be, as the
    /// hardware may add flags meanwhile.
    /// </summary>
    public static void SetAccessFlags(Cpu cpu, Word ptep, Word entry)
    {
        Word wanted = (entry & Flags) ^ PageTableEntry.ReadOnly;
        Word old = cpu.ReadOnce(ptep);
        while (true)
        {
            Word seen = cpu.CmpxchgRelaxed(ptep, old, ((old ^ PageTableEntry.ReadOnly) | wanted) ^ PageTableEntry.ReadOnly);
            if (seen == old)
            {
                return;
            }

            old = seen;
        }
    }
}
