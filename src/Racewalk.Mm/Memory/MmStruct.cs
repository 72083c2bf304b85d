using System.Runtime.CompilerServices;
using Racewalk.Mm.Hashing;

namespace Racewalk.Mm.Memory;

/// <summary>An address space: its page tables, and the words of its mm_struct that matter here (v6.12 include/linux/mm_types.h).</summary>
public sealed class MmStruct
{
    /// <summary>The sizes of its tables.</summary>
    public required Geometry Geometry { get; init; }

    /// <summary>The struct pages of all memory.</summary>
    public required ModelArray Pages { get; init; }

    /// <summary>The address of the PMD table, the root here.</summary>
    public required ulong PmdTable { get; init; }

    /// <summary>The address of <c>write_protect_seq</c>.</summary>
    public required ulong WriteProtectSeq { get; init; }

    /// <summary>The lock of the PTE table (pte_lockptr).</summary>
    public required Spinlock PageTableLock { get; init; }

    /// <summary>The head of the list of deposited PTE tables (pmd_huge_pte of the PMD table's ptdesc), see <see cref="Collapse.PgtableDeposit"/>.</summary>
    public required ulong DepositedTable { get; init; }

    /// <summary>Where its frames come from and go to; where none is named nothing can be allocated.</summary>
    public PageAllocator PageAllocator { get; init; } = new FixedFrames();

    /// <summary>What translates user accesses by these tables; null where none are made.</summary>
    public AddressSpace? Space { get; init; }

    /// <summary>What the hash MMU walks instead of the page tables; null elsewhere, and where no accesses are translated.</summary>
    public HashTable? Hash { get; init; }

    /// <summary>What the architecture makes of entries.</summary>
    public ArchPte Pte { get; init; } = new Arm64Pte();

    /// <summary>How PTEs are read and written.</summary>
    public PtepAccess Ptep { get; init; } = new OneWordPtep();

    /// <summary>What every entry that maps memory has besides (vm_page_prot).</summary>
    public ulong PageProt { get; init; }

    /// <summary>The CPUs that run it (mm_cpumask).</summary>
    public ulong CpuMask { get; init; } = ulong.MaxValue;

    /// <summary>pmd_offset: the address of a PMD entry.</summary>
    public Word PmdOffset(int index) => PmdTable + ((ulong)index * 8);

    /// <summary>pte_offset_map: the address of a PTE in the table that a PMD entry points to. The entry is the caller's copy, not read again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Word PteOffset(Word pmd, int index) => PageTableEntry.FrameAddress(pmd) + ((ulong)index * 8);

    /// <summary>mk_pte, mk_huge_pmd: an entry that maps a frame.</summary>
    public ulong Leaf(ulong pfn, bool write) => PageTableEntry.Leaf(pfn, write) | PageProt;

    /// <summary>flush_tlb_range of all that one PMD entry maps.</summary>
    public void FlushPmd(Cpu cpu, int pmdIndex) => Flush(cpu, pmdIndex * Geometry.PtrsPerPte, Geometry.PtrsPerPte, lastLevelOnly: false);

    /// <summary>flush_tlb_page, or the end of an mmu_gather of one page: no table was taken out.</summary>
    public void FlushPte(Cpu cpu, int pmdIndex, int pteIndex) => Flush(cpu, (pmdIndex * Geometry.PtrsPerPte) + pteIndex, 1, lastLevelOnly: true);

    /// <summary>flush_tlb_range of pages that PTEs map, which no table was taken from.</summary>
    public void FlushPages(Cpu cpu, int page, int pages) => Flush(cpu, page, pages, lastLevelOnly: true);

    /// <summary>tlb_flush of an mmu_gather.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="page">The first page.</param>
    /// <param name="pages">How many.</param>
    /// <param name="freedTables">Whether a table was taken out (freed_tables).</param>
    public void FlushRange(Cpu cpu, int page, int pages, bool freedTables) => Flush(cpu, page, pages, lastLevelOnly: !freedTables);

    /// <summary>flush_tlb_mm.</summary>
    public void FlushMm(Cpu cpu)
    {
        if (Space is null)
        {
            cpu.FlushTlbRange(CpuMask);
        }
        else
        {
            cpu.FlushTlbMm(Space);
        }
    }

    private void Flush(Cpu cpu, int page, int pages, bool lastLevelOnly)
    {
        if (Space is null)
        {
            cpu.FlushTlbRange(CpuMask);
        }
        else
        {
            cpu.FlushTlbRange(Space, page, pages, lastLevelOnly);
        }
    }

    /// <summary>pte_page, pmd_page: the struct page of the frame that an entry points to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Word PageOf(Word entry) => Pages[PageTableEntry.Pfn(entry)];

    /// <summary>vm_normal_folio: the folio of the page that an entry maps.</summary>
    public Word FolioOf(Cpu cpu, Word entry) => StructPage.CompoundHead(cpu, PageOf(entry));

    /// <summary>page_to_pfn, shifted: the address of a page's frame.</summary>
    public Word FrameOf(Word page) => Pages.IndexOf(page) << PageTableEntry.PfnShift;
}
