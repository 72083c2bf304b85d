using Racewalk.Machine;
using Racewalk.Mm.Hashing;
using Racewalk.Mm.Memory;

namespace Racewalk.Scenarios.Translation;

/// <summary>The memory of the translation scenarios: one PMD entry, a PTE table below it, pages; and the address space that walks them.</summary>
internal sealed class TranslationWorld
{
    private readonly HashSet<ulong> _entries;

    /// <summary>Lays it out; nothing is mapped yet.</summary>
    /// <param name="architecture">The architecture.</param>
    /// <param name="ptes">Entries of the PTE table.</param>
    /// <param name="pages">How many pages there are.</param>
    /// <param name="isKernel">Whether the addresses are the kernel's.</param>
    /// <param name="hasBlocks">Whether the PMD entry may map memory.</param>
    /// <param name="contiguous">How many entries can be a contiguous set.</param>
    /// <param name="ptep">How PTEs are read and written; null if they are single words.</param>
    internal TranslationWorld(
        Architecture architecture, int ptes = 1, int pages = 1, bool isKernel = false, bool hasBlocks = false, int contiguous = 1, PtepAccess? ptep = null)
    {
        var geometry = new Geometry(PtrsPerPmd: 1, PtrsPerPte: ptes, WordsPerPage: 1);
        ulong pmdTable = Memory.AddFrame("pmd", 1);
        ulong pteTable = Memory.AddFrame("pte", ptes);
        TableEntry = PageTableEntry.TableAt(pteTable) | ArchitectureTables.PteOf(architecture).TableFlags;
        Pmd = PhysicalMemory.FrameAddress(pmdTable);
        Memory.Set(Pmd, TableEntry);
        Ptes = [.. Enumerable.Range(0, ptes).Select(i => PhysicalMemory.FrameAddress(pteTable) + ((ulong)i * 8))];
        Pages = [.. Enumerable.Range(0, pages).Select(i => AddPage(pages == 1 ? "page" : $"page{i}"))];
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

    private ulong AddPage(string name) => Memory.AddFrame(name, 1);
}
