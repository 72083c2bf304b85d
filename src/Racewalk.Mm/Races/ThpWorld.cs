using Racewalk.Mm.Memory;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Races;

/// <summary>The memory of the scenarios of splitting: an anonymous huge page of two frames, mapped by a PMD entry or by PTEs.</summary>
public sealed class ThpWorld
{
    /// <summary>Pages of the huge page.</summary>
    public const int Pages = 2;

    private const ulong FirstData = 0xda7a_0000;
    private readonly HashSet<ulong> _entries = [];
    private readonly ulong _pmdTable;
    private readonly ulong _pteTable;

    /// <summary>Lays it out.</summary>
    /// <param name="isSplit">Whether it is mapped by PTEs.</param>
    /// <param name="layout">Where memory lies; null for the model's layout.</param>
    public ThpWorld(bool isSplit, MemoryLayout? layout = null)
    {
        Memory = new PhysicalMemory(layout);
        _pmdTable = AddTable("pmd", 1);
        _pteTable = AddTable("pte", Pages);
        HugePfn = AddHuge(isSplit);
        ulong zero = Memory.AddFrame("zero-page", 1, refcount: 1);
        Vma = AnonVma.Add(Memory, PtlSplit.Pmd, new Geometry(PtrsPerPmd: 1, PtrsPerPte: Pages, WordsPerPage: 1), _pmdTable, zero, "", new FixedFrames());
        _entries.Add(Vma.Mm.DepositedTable);
        if (isSplit)
        {
            for (int i = 0; i < Pages; i++)
            {
                Memory.Set(PhysicalMemory.FrameAddress(_pteTable) + ((ulong)i * 8), PageTableEntry.Leaf(HugePfn + (ulong)i, write: true));
            }
        }

        Memory.Set(Vma.Mm.PmdTable, isSplit ? PageTableEntry.TableAt(_pteTable) : PageTableEntry.Leaf(HugePfn, write: true));
        Memory.Set(Vma.Mm.DepositedTable, isSplit ? 0 : PageTableEntry.TableAt(_pteTable));
    }

    /// <summary>What memory holds before anything runs.</summary>
    public PhysicalMemory Memory { get; }

    /// <summary>The VMA.</summary>
    public VmArea Vma { get; }

    /// <summary>The first frame of the huge page.</summary>
    public ulong HugePfn { get; }

    /// <summary>The addresses of page-table entries.</summary>
    public IReadOnlySet<ulong> Entries => _entries;

    /// <summary>What a page holds at first.</summary>
    public static ulong Data(int index) => FirstData + (ulong)index;

    /// <summary>The PMD entry in the end.</summary>
    public ulong PmdEntry(IOutcome outcome) => outcome.Final(Vma.Mm.PmdTable);

    /// <summary>A PTE in the end.</summary>
    public ulong Pte(IOutcome outcome, int index) => outcome.Final(PhysicalMemory.FrameAddress(_pteTable) + ((ulong)index * 8));

    /// <summary>The head's or a tail's reference count in the end.</summary>
    public ulong Count(IOutcome outcome, int index) => outcome.Final(Memory.PageAddress(HugePfn + (ulong)index) + 8);

    /// <summary>References must add up in the end, where they belong: at the head as long as the folio is one, at each page after that.</summary>
    /// <param name="outcome">What can be seen then.</param>
    /// <param name="isFolio">Whether the folio is still one.</param>
    /// <param name="gotIndex">The page that somebody has got a reference on; -1 if nobody has.</param>
    public Breach? CheckReferences(IOutcome outcome, bool isFolio, int gotIndex)
    {
        for (int i = 0; i < Pages; i++)
        {
            ulong expected = isFolio ? i > 0 ? 0 : Mappings(outcome) + (gotIndex >= 0 ? 1UL : 0) : IsMapped(outcome, i) + (gotIndex == i ? 1UL : 0);
            if (Count(outcome, i) != expected)
            {
                return new Breach(BreachKind.Assertion, $"{Memory.Name(Memory.PageAddress(HugePfn + (ulong)i) + 8)} is {Count(outcome, i)} in the end, but {expected} references are held");
            }
        }

        return null;
    }

    private ulong IsMapped(IOutcome outcome, int index)
    {
        ulong pte = Pte(outcome, index);
        bool hasTable = (PmdEntry(outcome) & PageTableEntry.Table) != 0;
        return hasTable && (pte & PageTableEntry.Present) != 0 && pte >> PageTableEntry.PfnShift == HugePfn + (ulong)index ? 1UL : 0;
    }

    /// <summary>Entries that map the huge page or a page of it in the end.</summary>
    public ulong Mappings(IOutcome outcome)
    {
        ulong pmd = PmdEntry(outcome);
        return (pmd & PageTableEntry.Table) != 0 ? IsMapped(outcome, 0) + IsMapped(outcome, 1) : pmd != 0 ? 1UL : 0;
    }

    private ulong AddTable(string name, int entries)
    {
        ulong pfn = Memory.AddFrame(name, entries);
        Memory.AddWord(Memory.PageAddress(pfn) + 40, $"{name}.ptl", 0);
        _entries.UnionWith(Enumerable.Range(0, entries).Select(i => PhysicalMemory.FrameAddress(pfn) + ((ulong)i * 8)));
        return pfn;
    }

    private ulong AddHuge(bool isSplit)
    {
        ulong count = isSplit ? Pages : 1UL;
        ulong head = Memory.AddFrame("huge", 1, refcount: count);
        Memory.Set(Memory.PageAddress(head), StructPage.Head | StructPage.AnonExclusive);
        Memory.Set(Memory.PageAddress(head) + 16, count);
        Memory.Set(PhysicalMemory.FrameAddress(head), Data(0));
        for (int i = 1; i < Pages; i++)
        {
            ulong tail = Memory.AddFrame($"huge+{i}", 1);
            Memory.Set(Memory.PageAddress(tail), isSplit ? StructPage.AnonExclusive : 0);
            Memory.Set(Memory.PageAddress(tail) + 24, Memory.PageAddress(head) + 1);
            Memory.Set(PhysicalMemory.FrameAddress(tail), Data(i));
        }

        return head;
    }
}
