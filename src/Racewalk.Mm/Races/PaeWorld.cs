using Racewalk.Mm.Memory;
using Racewalk.Mm.Pae;

namespace Racewalk.Mm.Races;

/// <summary>
/// The memory of lockless-pte/pae-gup: one PTE of two words, and pages whose frame numbers differ in the high word alone. With the high word of an empty entry the low word of
/// any of them leads to a page of somebody else.
/// </summary>
public sealed class PaeWorld
{
    /// <summary>How many bits of the frame number the low word has in the model.</summary>
    public const int ModelLowPfnBits = 2;

    /// <summary>How many it has on real machines: 32, less the flags.</summary>
    public static int RealLowPfnBits => 32 - PageTableEntry.PfnShift;

    private readonly int _lowPfnBits;

    /// <summary>Lays it out.</summary>
    /// <param name="isMapped">Whether the first page is mapped at first.</param>
    /// <param name="clear">How entries are cleared.</param>
    /// <param name="lowPfnBits">How many bits of the frame number the low word has. The first frame of the layout has no others.</param>
    /// <param name="layout">Where memory lies; null for the model's layout.</param>
    public PaeWorld(bool isMapped, TwoWordClear clear, int lowPfnBits = ModelLowPfnBits, MemoryLayout? layout = null)
    {
        _lowPfnBits = lowPfnBits;
        Memory = new PhysicalMemory(layout);
        ulong pmdTable = Memory.AddFrame("pmd", 1);
        ulong pteTable = Memory.AddFrame("pte.low", 1);
        Ptep = PhysicalMemory.FrameAddress(pteTable);
        Stranger = Memory.AddFrame("stranger", 1, refcount: 1);
        Pages = [.. Enumerable.Range(0, 3).Select(AddPage)];
        Memory.Set(PhysicalMemory.FrameAddress(pmdTable), PageTableEntry.TableAt(pteTable));
        Memory.AddWord(HighWord, "pte.high", isMapped ? Pages[0] >> lowPfnBits : 0);
        Memory.Set(Ptep, isMapped ? Entry(0) & ((1UL << (PageTableEntry.PfnShift + lowPfnBits)) - 1) : 0);
        Mm = new MmStruct
        {
            Geometry = new Geometry(PtrsPerPmd: 1, PtrsPerPte: 1, WordsPerPage: 1),
            Pages = Memory.Pages,
            PmdTable = PhysicalMemory.FrameAddress(pmdTable),
            WriteProtectSeq = Memory.AddKernelWord("mm.write_protect_seq"),
            PageTableLock = new Spinlock(Memory.AddKernelWord("ptl"), "ptlock_ptr(ptdesc)"),
            DepositedTable = Memory.AddKernelWord("pmd_huge_pte"),
            Ptep = new TwoWordPtep(lowPfnBits, clear),
        };
    }

    /// <summary>What memory holds before anything runs.</summary>
    public PhysicalMemory Memory { get; }

    /// <summary>The address space.</summary>
    public MmStruct Mm { get; }

    /// <summary>The address of the entry's low word.</summary>
    public ulong Ptep { get; }

    /// <summary>The address of its high word.</summary>
    public ulong HighWord => Ptep + TwoWordPtep.HighOffset;

    /// <summary>The frame numbers of the pages that are mapped in turn.</summary>
    public IReadOnlyList<ulong> Pages { get; }

    /// <summary>The frame that a low word with the high word 0 leads to.</summary>
    public ulong Stranger { get; }

    /// <summary>The entry that maps a page, both words in one.</summary>
    public ulong Entry(int page) => PageTableEntry.Leaf(Pages[page], write: true);

    /// <summary>The address of a page's <c>_refcount</c>.</summary>
    public ulong Refcount(ulong pfn) => Memory.PageAddress(pfn) + 8;

    private ulong AddPage(int index)
    {
        Memory.SkipFrames((1UL << _lowPfnBits) - 1);
        return Memory.AddFrame(FormattableString.Invariant($"page{index}"), 1, refcount: 1);
    }
}
