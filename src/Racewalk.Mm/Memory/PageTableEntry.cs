namespace Racewalk.Mm.Memory;

/// <summary>Page-table entries of both levels: one word, 0 if there is nothing (pmd_none, pte_none).</summary>
public static class PageTableEntry
{
    /// <summary>The entry is valid.</summary>
    public const ulong Present = 1;

    /// <summary>Of a PMD entry: it points to a table of PTEs; without it, it maps a huge page.</summary>
    public const ulong Table = 2;

    /// <summary>Of an entry that maps memory: it may be written.</summary>
    public const ulong Write = 4;

    /// <summary>Of an entry that is not valid: the page is being migrated (make_readable_migration_entry).</summary>
    public const ulong Migration = 8;

    /// <summary>Of a valid PMD entry that maps a huge page, arm64: nT, the hardware does not cache it (FEAT_BBM). No kernel sets it.</summary>
    public const ulong NoTranslation = 8;

    /// <summary>Of an entry that maps memory: it is one of a contiguous set (PTE_CONT).</summary>
    public const ulong Contiguous = 0x10;

    /// <summary>Of an entry that maps memory, hash MMU: hash_page is at work on it (H_PAGE_BUSY). There is no <see cref="Contiguous"/> with that MMU.</summary>
    public const ulong Busy = 0x10;

    /// <summary>Of an entry that maps memory, hash MMU: it may have an entry in the hash table (H_PAGE_HASHPTE).</summary>
    public const ulong HashPte = 0x200;

    /// <summary>
    /// Of an entry that maps memory: written since somebody looked, as software has it on arm64 (PTE_DIRTY), and as the hardware sets it on x86 and Power
    /// (_PAGE_DIRTY).
    /// </summary>
    public const ulong Dirty = 0x20;

    /// <summary>Of an entry that maps memory: user code has access (PTE_USER).</summary>
    public const ulong User = 0x40;

    /// <summary>Of an entry that maps memory: the hardware makes no stores (PTE_RDONLY). With <see cref="Write"/>: it is clean.</summary>
    public const ulong ReadOnly = 0x80;

    /// <summary>Of an entry that maps memory: another memory type (PTE_ATTRINDX of MT_NORMAL_NC).</summary>
    public const ulong NonCacheable = 0x100;

    /// <summary>Of an entry that maps memory: it was used (PTE_AF).</summary>
    public const ulong Accessed = 0x400;

    /// <summary>Of an entry that maps memory: it belongs to one address space (PTE_NG).</summary>
    public const ulong NotGlobal = 0x800;

    /// <summary>Of an entry that maps memory, not with the hash MMU: userfaultfd protects it against stores (pte_uffd_wp).</summary>
    public const ulong UffdWp = 0x200;

    /// <summary>How far the page frame number is shifted; also the size of a frame, as a power of two.</summary>
    public static int PfnShift => BasePage.Shift;

    /// <summary>A PTE that is not 0 and maps nothing: arm64's reserved encodings of bits [1:0] fault like an invalid one.</summary>
    public const ulong Reserved = NotGlobal;

    /// <summary>An entry that maps a frame (mk_pte, mk_huge_pmd).</summary>
    public static ulong Leaf(ulong pfn, bool write) => (pfn << PfnShift) | Present | (write ? Write : 0);

    /// <summary>A PMD entry that points to a table of PTEs in a frame (pmd_populate).</summary>
    public static ulong TableAt(ulong pfn) => (pfn << PfnShift) | Present | Table;

    /// <summary>pmd_none, pte_none.</summary>
    public static Flag None(Word entry) => entry == 0;

    /// <summary>pmd_present, pte_present.</summary>
    public static Flag IsPresent(Word entry) => (entry & Present) != 0;

    /// <summary>pmd_leaf is the opposite: whether a present PMD entry points to a table.</summary>
    public static Flag IsTable(Word entry) => (entry & Table) != 0;

    /// <summary>pmd_trans_huge: whether a PMD entry maps a huge page.</summary>
    public static Flag IsHuge(Word entry) => (entry & (Present | Table)) == Present;

    /// <summary>pte_write.</summary>
    public static Flag IsWritable(Word entry) => (entry & Write) != 0;

    /// <summary>pmd_pfn, pte_pfn.</summary>
    public static Word Pfn(Word entry) => entry >> PfnShift;

    /// <summary>The address of the frame that an entry points to (pmd_page_vaddr).</summary>
    public static Word FrameAddress(Word entry) => Pfn(entry) << PfnShift;
}
