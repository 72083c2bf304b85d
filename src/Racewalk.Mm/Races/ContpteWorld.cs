using Racewalk.Mm.Contpte;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Races;

/// <summary>The memory of the contpte scenarios: one PTE table that is one contiguous set of a folio A; a folio B whose pages may take the place of A's.</summary>
public sealed class ContpteWorld
{
    /// <summary>CONT_PTES.</summary>
    public const int Entries = 2;

    /// <summary>Lays it out.</summary>
    /// <param name="form">How ptep_get_lockless reads a set.</param>
    /// <param name="others">Flags of folio A's entries, by their place, that are not clean, young and contiguous.</param>
    /// <param name="ptep">How PTEs are read and written; null if they are of a set.</param>
    /// <param name="layout">Where memory lies; null for the model's layout.</param>
    public ContpteWorld(LocklessForm form, Func<int, ulong, ulong>? others = null, PtepAccess? ptep = null, MemoryLayout? layout = null)
    {
        Memory = new PhysicalMemory(layout);
        ulong pmdTable = Memory.AddFrame("pmd", 1);
        ulong pteTable = Memory.AddFrame("pte", Entries);
        Memory.AlignFrames(Entries);
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
        TableEntries = new HashSet<ulong>([Mm.PmdTable, .. Ptes]);
    }

    /// <summary>What memory holds before anything runs.</summary>
    public PhysicalMemory Memory { get; }

    /// <summary>The address space.</summary>
    public MmStruct Mm { get; }

    /// <summary>How large a set is.</summary>
    public ContBlock Block { get; }

    /// <summary>How sets are folded and unfolded.</summary>
    public ContpteConvert Convert { get; }

    /// <summary>The addresses of page-table entries, at both levels.</summary>
    public IReadOnlySet<ulong> TableEntries { get; }

    /// <summary>The addresses of the entries.</summary>
    public IReadOnlyList<ulong> Ptes { get; }

    /// <summary>The first frame of the folio that is mapped at first.</summary>
    public ulong FolioA { get; }

    /// <summary>The first frame of the other one.</summary>
    public ulong FolioB { get; }

    /// <summary>The entry of a page of a folio: writable, clean, young, contiguous.</summary>
    public static ulong Clean(ulong folio, int page) => new Arm64Pte().Clean(folio + (ulong)page) | PageTableEntry.Contiguous;

    /// <summary>The same entry, dirty as the hardware has it.</summary>
    public static ulong HardwareDirty(ulong entry) => entry & ~PageTableEntry.ReadOnly;

    /// <summary>pte_dirty of a value that was observed.</summary>
    public static bool IsDirty(ulong pte) =>
        (pte & PageTableEntry.Dirty) != 0 || (pte & (PageTableEntry.Write | PageTableEntry.ReadOnly)) == PageTableEntry.Write;

    /// <summary>An entry without access flag and dirty state, contiguous or not.</summary>
    public static ulong Identity(ulong pte) => (pte & ~(PageTableEntry.Accessed | PageTableEntry.Dirty | PageTableEntry.Contiguous)) | PageTableEntry.ReadOnly;

    /// <summary>The address of a page's <c>_refcount</c>.</summary>
    public ulong Refcount(ulong pfn) => Memory.PageAddress(pfn) + 8;

    private ulong AddFolio(string name)
    {
        ulong head = Memory.AddFrame(name + "0", 1, refcount: Entries);
        for (int i = 1; i < Entries; i++)
        {
            ulong tail = Memory.AddFrame(FormattableString.Invariant($"{name}{i}"), 1);
            Memory.Set(Memory.PageAddress(tail) + 24, Memory.PageAddress(head) + 1);
        }

        return head;
    }
}
