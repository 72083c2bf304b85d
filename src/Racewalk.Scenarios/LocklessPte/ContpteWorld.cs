using Racewalk.Machine;
using Racewalk.Mm.Contpte;
using Racewalk.Mm.Memory;
using Racewalk.Scenarios.Translation;

namespace Racewalk.Scenarios.LocklessPte;

/// <summary>The memory of the contpte scenarios: one PTE table that is one contiguous set of a folio A; a folio B whose pages may take the place of A's.</summary>
internal sealed class ContpteWorld
{
    /// <summary>CONT_PTES.</summary>
    internal const int Entries = 2;

    private readonly HashSet<ulong> _entries;

    /// <summary>Lays it out.</summary>
    /// <param name="form">How ptep_get_lockless reads a set.</param>
    /// <param name="others">Flags of folio A's entries, by their place, that are not clean, young and contiguous.</param>
    /// <param name="ptep">How PTEs are read and written; null if they are of a set.</param>
    internal ContpteWorld(LocklessForm form, Func<int, ulong, ulong>? others = null, PtepAccess? ptep = null)
    {
        ulong pmdTable = Memory.AddFrame("pmd", 1);
        ulong pteTable = Memory.AddFrame("pte", Entries);
        Memory.AddFrame("unused", 1);
        FolioA = AddFolio("A");
        FolioB = AddFolio("B");
        Memory.Set(PhysicalMemory.FrameAddress(pmdTable), PageTableEntry.TableAt(pteTable));
        Ptes = [.. Enumerable.Range(0, Entries).Select(i => PhysicalMemory.FrameAddress(pteTable) + ((ulong)i * 8))];
        for (int i = 0; i < Entries; i++)
        {
            Memory.Set(Ptes[i], others?.Invoke(i, Clean(FolioA, i)) ?? Clean(FolioA, i));
        }

        Block = new ContBlock(Entries);
        Convert = new ContpteConvert(Block);
        Mm = new MmStruct
        {
            Geometry = new Geometry(PtrsPerPmd: 1, PtrsPerPte: Entries, WordsPerPage: 1),
            Pages = Memory.Pages,
            PmdTable = PhysicalMemory.FrameAddress(pmdTable),
            WriteProtectSeq = Memory.AddKernelWord("mm.write_protect_seq"),
            PageTableLock = new Spinlock(Memory.AddKernelWord("ptl"), "ptlock_ptr(ptdesc)"),
            DepositedTable = Memory.AddKernelWord("pmd_huge_pte"),
            Ptep = ptep ?? new ContptePtep(Block, form, Convert),
        };
        _entries = [Mm.PmdTable, .. Ptes];
    }

    internal PhysicalMemory Memory { get; } = new();

    internal MmStruct Mm { get; }

    internal ContBlock Block { get; }

    internal ContpteConvert Convert { get; }

    /// <summary>The addresses of the entries.</summary>
    internal IReadOnlyList<ulong> Ptes { get; }

    /// <summary>The first frame of the folio that is mapped at first.</summary>
    internal ulong FolioA { get; }

    /// <summary>The first frame of the other one.</summary>
    internal ulong FolioB { get; }

    /// <summary>The entry of a page of a folio: writable, clean, young, contiguous.</summary>
    internal static ulong Clean(ulong folio, int page) => new Arm64Pte().Clean(folio + (ulong)page) | PageTableEntry.Contiguous;

    /// <summary>The same entry, dirty as the hardware has it.</summary>
    internal static ulong HardwareDirty(ulong entry) => entry & ~PageTableEntry.ReadOnly;

    /// <summary>pte_dirty of a value that was observed.</summary>
    internal static bool IsDirty(ulong pte) =>
        (pte & PageTableEntry.Dirty) != 0 || (pte & (PageTableEntry.Write | PageTableEntry.ReadOnly)) == PageTableEntry.Write;

    /// <summary>An entry without access flag and dirty state, contiguous or not.</summary>
    internal static ulong Identity(ulong pte) => (pte & ~(PageTableEntry.Accessed | PageTableEntry.Dirty | PageTableEntry.Contiguous)) | PageTableEntry.ReadOnly;

    /// <summary>The address of a page's <c>_refcount</c>.</summary>
    internal static ulong Refcount(ulong pfn) => PhysicalMemory.Memmap + (pfn * StructPage.Size) + 8;

    /// <summary>What a value means at an address.</summary>
    internal string? FormatValue(ulong address, ulong value) => Poison.IsFreed(value) ? "freed"
        : _entries.Contains(address) ? UserEntryText.Of(value, address == Mm.PmdTable)
        : null;

    private ulong AddFolio(string name)
    {
        ulong head = Memory.AddFrame(name + "0", 1, refcount: Entries);
        for (int i = 1; i < Entries; i++)
        {
            ulong tail = Memory.AddFrame(FormattableString.Invariant($"{name}{i}"), 1);
            Memory.Set(PhysicalMemory.Memmap + (tail * StructPage.Size) + 24, PhysicalMemory.Memmap + (head * StructPage.Size) + 1);
        }

        return head;
    }
}
