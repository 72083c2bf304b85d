using Racewalk.Machine;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Pae;

namespace Racewalk.Scenarios.LocklessPte;

/// <summary>
/// The memory of lockless-pte/pae-gup: one PTE of two words, and pages whose frame numbers differ in the high word alone. With the high word of an empty entry the low word of
/// any of them leads to a page of somebody else.
/// </summary>
internal sealed class PaeWorld
{
    /// <summary>How many bits of the frame number the low word has.</summary>
    internal const int LowPfnBits = 2;

    private const int HighShift = BasePage.Shift + LowPfnBits;

    /// <summary>Lays it out.</summary>
    /// <param name="isMapped">Whether the first page is mapped at first.</param>
    /// <param name="clear">How entries are cleared.</param>
    internal PaeWorld(bool isMapped, TwoWordClear clear)
    {
        ulong pmdTable = Memory.AddFrame("pmd", 1);
        ulong pteTable = Memory.AddFrame("pte.low", 1);
        Ptep = PhysicalMemory.FrameAddress(pteTable);
        Stranger = Memory.AddFrame("stranger", 1, refcount: 1);
        Pages = [.. Enumerable.Range(0, 3).Select(AddPage)];
        Memory.Set(PhysicalMemory.FrameAddress(pmdTable), PageTableEntry.TableAt(pteTable));
        Memory.AddWord(TwoWordPtep.High(Ptep).Bits, "pte.high", isMapped ? Pages[0] >> LowPfnBits : 0);
        Memory.Set(Ptep, isMapped ? Entry(0) & ((1UL << HighShift) - 1) : 0);
        Mm = new MmStruct
        {
            Geometry = new Geometry(PtrsPerPmd: 1, PtrsPerPte: 1, WordsPerPage: 1),
            Pages = Memory.Pages,
            PmdTable = PhysicalMemory.FrameAddress(pmdTable),
            WriteProtectSeq = Memory.AddKernelWord("mm.write_protect_seq"),
            PageTableLock = new Spinlock(Memory.AddKernelWord("ptl"), "ptlock_ptr(ptdesc)"),
            DepositedTable = Memory.AddKernelWord("pmd_huge_pte"),
            Ptep = new TwoWordPtep(LowPfnBits, clear),
        };
    }

    internal PhysicalMemory Memory { get; } = new();

    internal MmStruct Mm { get; }

    /// <summary>Where the entry is.</summary>
    internal ulong Ptep { get; }

    /// <summary>The frame numbers of the pages that are mapped in turn.</summary>
    internal IReadOnlyList<ulong> Pages { get; }

    /// <summary>The frame that a low word with the high word 0 leads to.</summary>
    internal ulong Stranger { get; }

    /// <summary>The entry that maps a page, both words in one.</summary>
    internal ulong Entry(int page) => PageTableEntry.Leaf(Pages[page], write: true);

    /// <summary>The address of a page's <c>_refcount</c>.</summary>
    internal static ulong Refcount(ulong pfn) => PhysicalMemory.Memmap + (pfn * StructPage.Size) + 8;

    /// <summary>What a value means at an address.</summary>
    internal string? FormatValue(ulong address, ulong value)
    {
        if (Poison.IsFreed(value))
        {
            return "freed";
        }

        if (address == Ptep)
        {
            return value == 0 ? "none"
                : (value >> 63) != 0 ? "(held-by-cmpxchg8b)"
                : $"low(pfn=..{value >> PageTableEntry.PfnShift},{((value & PageTableEntry.Present) != 0 ? "present" : "not-present")})";
        }

        if (address == TwoWordPtep.High(Ptep).Bits)
        {
            return $"high(pfn={value}..)";
        }

        return address == Mm.PmdTable ? GupFast.EntryText.Of(value)
            : CountText.Of(Memory, address, value);
    }

    // Frame numbers are given in order: those between two pages stay unused.
    private ulong AddPage(int index)
    {
        for (int i = 1; i < 1 << LowPfnBits; i++)
        {
            Memory.AddFrame(FormattableString.Invariant($"unused{index}.{i}"), 1);
        }

        return Memory.AddFrame(FormattableString.Invariant($"page{index}"), 1, refcount: 1);
    }
}
