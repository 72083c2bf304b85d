using Racewalk.Machine;
using Racewalk.Mm.Hashing;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Vmas;

namespace Racewalk.Scenarios.Translation;

/// <summary>The memory of the translation scenarios: one PMD entry, a PTE table below it, pages; and the address space that walks them.</summary>
internal sealed class TranslationWorld
{
    private readonly HashSet<ulong> _entries;
    private VmArea? _vma;

    /// <summary>Lays it out; nothing is mapped yet.</summary>
    /// <param name="architecture">The architecture.</param>
    /// <param name="ptes">Entries of the PTE table.</param>
    /// <param name="pages">How many pages there are.</param>
    /// <param name="isKernel">Whether the addresses are the kernel's.</param>
    /// <param name="hasBlocks">Whether the PMD entry may map memory.</param>
    /// <param name="contiguous">How many entries can be a contiguous set.</param>
    /// <param name="ptep">How PTEs are read and written; null if they are single words.</param>
    /// <param name="hasFreePage">Whether there is a page that can be allocated.</param>
    internal TranslationWorld(
        Architecture architecture, int ptes = 1, int pages = 1, bool isKernel = false, bool hasBlocks = false, int contiguous = 1, PtepAccess? ptep = null, bool hasFreePage = false)
    {
        var geometry = new Geometry(PtrsPerPmd: 1, PtrsPerPte: ptes, WordsPerPage: 1);
        ulong pmdTable = Memory.AddFrame("pmd", 1);
        ulong pteTable = Memory.AddFrame("pte", ptes);
        TableEntry = PageTableEntry.TableAt(pteTable) | ArchitectureTables.PteOf(architecture).TableFlags;
        Pmd = PhysicalMemory.FrameAddress(pmdTable);
        Memory.Set(Pmd, TableEntry);
        Ptes = [.. Enumerable.Range(0, ptes).Select(i => PhysicalMemory.FrameAddress(pteTable) + ((ulong)i * 8))];
        Pages = [.. Enumerable.Range(0, pages).Select(i => AddPage(pages == 1 ? "page" : $"page{i}"))];
        ulong free = hasFreePage ? AddFree() : 0;
        bool isHashed = architecture.Flush == TlbFlush.HashTable;
        ulong table = isHashed ? PhysicalMemory.FrameAddress(Memory.AddFrame("hpte", ptes * 2)) : Pmd;
        Space = new AddressSpace
        {
            Name = isKernel ? "vmalloc" : "user",
            Format = ArchitectureTables.FormatOf(architecture),
            Root = table,
            Entries = isHashed ? [ptes] : [1, ptes],
            Base = isKernel ? 0xffff_8000_8000_0000 : 0x40_0000,
            Asid = isKernel ? 0u : 1u,
            HasBlocks = hasBlocks,
            ContiguousEntries = contiguous,
        };
        Mm = new MmStruct
        {
            Geometry = geometry,
            Pages = Memory.Pages,
            PmdTable = Pmd,
            WriteProtectSeq = Memory.AddKernelWord("mm.write_protect_seq"),
            PageTableLock = new Spinlock(Memory.AddKernelWord("ptl"), "ptlock_ptr(ptdesc)"),
            DepositedTable = Memory.AddKernelWord("pmd_huge_pte"),
            PageAllocator = new FixedFrames(page: free),
            Space = Space,
            Hash = isHashed ? new HashTable(Space, [.. Enumerable.Range(0, ptes).Select(i => new Spinlock(Memory.AddKernelWord($"HPTE_V_LOCK[{i}]"), "native_lock_hpte"))]) : null,
            Pte = ArchitectureTables.PteOf(architecture),
            Ptep = ptep ?? new OneWordPtep(),
            PageProt = isKernel ? ArchPte.KernelProt : ArchPte.UserProt | PageTableEntry.Dirty,
        };
        _entries = [Pmd, .. Ptes, Mm.DepositedTable];
    }

    internal PhysicalMemory Memory { get; } = new();

    internal MmStruct Mm { get; }

    internal AddressSpace Space { get; }

    /// <summary>What the architecture makes of entries.</summary>
    internal ArchPte Pte => Mm.Pte;

    /// <summary>The address of the PMD entry.</summary>
    internal ulong Pmd { get; }

    /// <summary>What the PMD entry is while it points to the PTE table.</summary>
    internal ulong TableEntry { get; }

    /// <summary>The addresses of the PTEs.</summary>
    internal IReadOnlyList<ulong> Ptes { get; }

    /// <summary>The frame numbers of the pages.</summary>
    internal IReadOnlyList<ulong> Pages { get; }

    /// <summary>The virtual address of the first word of a page.</summary>
    internal ulong Address(int page = 0) => Space.AddressOf(page);

    /// <summary>The physical address of the first word of a page.</summary>
    internal ulong Data(int page = 0) => PhysicalMemory.FrameAddress(Pages[page]);

    /// <summary>Maps a page by an entry of the PTE table, with one reference.</summary>
    internal void Map(int pte, ulong entry, ulong data)
    {
        Memory.Set(Ptes[pte], entry);
        ulong pfn = entry >> PageTableEntry.PfnShift;
        Memory.Set(PhysicalMemory.FrameAddress(pfn), data);
        Memory.Set(PhysicalMemory.Memmap + (pfn * StructPage.Size) + 8, 1);
        Memory.Set(PhysicalMemory.Memmap + (pfn * StructPage.Size) + 16, 1);
    }

    /// <summary>Maps the pages, which are one huge page, by the PMD entry, with one reference; the PTE table is deposited.</summary>
    internal void MapHuge(ulong entry, ulong data)
    {
        Memory.Set(Pmd, entry);
        Memory.Set(Mm.DepositedTable, TableEntry);
        Memory.Set(Data(), data);
        ulong head = Memory.PageAddress(Pages[0]);
        Memory.Set(head, StructPage.Head);
        Memory.Set(head + 8, 1);
        Memory.Set(head + 16, 1);
        for (int i = 1; i < Pages.Count; i++)
        {
            Memory.Set(Memory.PageAddress(Pages[i]) + 24, head + 1);
        }
    }

    /// <summary>A VMA of the address space, with locks that nobody else takes; one page-table lock is all there is. No page is the zero page.</summary>
    internal VmArea Vma => _vma ??= VmaOf(Mm, "");

    /// <summary>Sets a page's reference count.</summary>
    internal void Reference(int page, ulong count) => Memory.Set(PhysicalMemory.Memmap + (Pages[page] * StructPage.Size) + 8, count);

    /// <summary>Maps a page by an entry of the hash table as well, as hash_page does.</summary>
    internal void Hash(int page)
    {
        ulong pte = Memory.Initial[Ptes[page]];
        Memory.Set(Ptes[page], pte | PageTableEntry.HashPte);
        Memory.Set(Mm.Hash!.V(page).Bits, HashTable.Valid);
        Memory.Set(Mm.Hash.R(page).Bits, pte & ~PageTableEntry.Dirty);
    }

    /// <summary>What a value means at an address: entries decoded, counts decimal; null where a plain number will do.</summary>
    internal string? FormatValue(ulong address, ulong value)
    {
        if (Poison.IsFreed(value))
        {
            return "freed";
        }

        if (_entries.Contains(address))
        {
            return UserEntryText.Of(value, address == Pmd, Mm.Hash is not null);
        }

        if (Mm.Hash is { } hash && address - hash.V(0).Bits < (ulong)Ptes.Count * HashTable.EntrySize)
        {
            return (address & 8) != 0 ? UserEntryText.HalfOf(value) : (value & HashTable.Valid) != 0 ? "valid" : "invalid";
        }

        return CountText.Of(Memory, address, value);
    }

    /// <summary>A child's VMA, with tables that map nothing; nobody runs the child.</summary>
    internal VmArea AddChild()
    {
        ulong pmd = Memory.AddFrame("child-pmd", 1);
        ulong pte = Memory.AddFrame("child-pte", Ptes.Count);
        Memory.Set(PhysicalMemory.FrameAddress(pmd), PageTableEntry.TableAt(pte));
        return VmaOf(
            new MmStruct
            {
                Geometry = Mm.Geometry,
                Pages = Memory.Pages,
                PmdTable = PhysicalMemory.FrameAddress(pmd),
                WriteProtectSeq = Memory.AddKernelWord("child.mm.write_protect_seq"),
                PageTableLock = new Spinlock(Memory.AddKernelWord("child.ptl"), "child.ptlock_ptr(ptdesc)"),
                DepositedTable = Memory.AddKernelWord("child.pmd_huge_pte"),
                Pte = Mm.Pte,
                PageProt = Mm.PageProt,
                CpuMask = 0,
            },
            "child.");
    }

    private VmArea VmaOf(MmStruct mm, string owner) => new()
    {
        Mm = mm,
        MmapLock = new MmapLock(new RwSemaphore(Memory.AddKernelWord($"{owner}mm.mmap_lock"), $"{owner}mmap_lock"), Memory.AddKernelWord($"{owner}mm.mm_lock_seq")),
        Locks = new PageTableLocks(mm, PtlSplit.None, mm.PageTableLock, mm.PageTableLock, owner),
        VmLock = new RwSemaphore(Memory.AddKernelWord($"{owner}vma.vm_lock"), $"{owner}vm_lock"),
        VmLockSeq = Memory.AddKernelWord($"{owner}vma.vm_lock_seq", ulong.MaxValue),
        VmFlags = Memory.AddKernelWord($"{owner}vma.vm_flags", VmArea.Write),
        AnonVma = new RwSemaphore(Memory.AddKernelWord($"{owner}anon_vma.rwsem"), $"{owner}anon_vma"),
        ZeroPfn = 0,
        TreeEntry = Memory.AddKernelWord($"{owner}mm.mm_mt", 1),
        Detached = Memory.AddKernelWord($"{owner}vma.detached"),
        AnonVmaChain = Memory.AddKernelWord($"{owner}vma.anon_vma_chain", 1),
    };

    private ulong AddFree()
    {
        ulong pfn = Memory.AddFrame("free", 1);
        Memory.Set(PhysicalMemory.FrameAddress(pfn), Poison.Freed);
        return pfn;
    }

    private ulong AddPage(string name) => Memory.AddFrame(name, 1);
}
