using Racewalk.Mm.Memory;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Races;

/// <summary>What the parent's first page is at the beginning.</summary>
public enum CowPage
{
    /// <summary>Writable, and the parent's alone.</summary>
    Writable,

    /// <summary>The parent's alone, and its entry read-only, as mprotect leaves it.</summary>
    ReadOnly,

    /// <summary>Shared with the child, read-only in both.</summary>
    Shared,

    /// <summary>The zero page.</summary>
    Zero,
}

/// <summary>The memory of the scenarios of copy-on-write: a process with a private anonymous VMA, and a child that fork has made or is about to make.</summary>
public sealed class CowWorld
{
    /// <summary>What the first page holds at first; the second holds the next number.</summary>
    public const ulong Data = 0xda7a_0000;

    private readonly HashSet<ulong> _entries = [];
    private readonly List<ulong> _pages = [];
    private readonly ulong _parentTable;
    private readonly ulong _childTable;

    /// <summary>Lays it out.</summary>
    /// <param name="page">What the first page is.</param>
    /// <param name="entries">Entries of the PTE tables. The second maps a page that is writable and the parent's alone.</param>
    /// <param name="layout">Where memory lies; null for the model's layout.</param>
    public CowWorld(CowPage page, int entries = 1, MemoryLayout? layout = null)
    {
        Memory = new PhysicalMemory(layout);
        ulong pmd = AddTable("pmd", 1);
        _parentTable = AddTable("pte", entries);
        ulong childPmd = AddTable("child-pmd", 1);
        _childTable = AddTable("child-pte", entries);
        Memory.Set(PhysicalMemory.FrameAddress(pmd), PageTableEntry.TableAt(_parentTable));
        Memory.Set(PhysicalMemory.FrameAddress(childPmd), PageTableEntry.TableAt(_childTable));
        ulong zero = Memory.AddFrame("zero-page", 1, refcount: 1);
        for (int i = 0; i < entries; i++)
        {
            AddPage(i, i == 0 ? page : CowPage.Writable, zero);
        }

        Frames = AddFree("copy", entries);
        OtherFrames = AddFree("other-copy", entries);
        HugePfn = Memory.AddFrame("huge", 1, refcount: 1);
        for (int i = 1; i < entries; i++)
        {
            Memory.AddFrame("huge+1", 1);
        }

        var geometry = new Geometry(PtrsPerPmd: 1, PtrsPerPte: entries, WordsPerPage: 1);
        var frames = new PerCpuFrames([Frames, OtherFrames]);
        Parent = AnonVma.Add(Memory, PtlSplit.Pmd, geometry, pmd, zero, "", frames);
        Child = AnonVma.Add(Memory, PtlSplit.Pmd, geometry, childPmd, zero, "child.", frames);
        _entries.Add(Parent.Mm.DepositedTable);
    }

    /// <summary>What memory holds before anything runs.</summary>
    public PhysicalMemory Memory { get; }

    /// <summary>The parent's VMA.</summary>
    public VmArea Parent { get; }

    /// <summary>The child's.</summary>
    public VmArea Child { get; }

    /// <summary>What the first CPU may allocate.</summary>
    public FixedFrames Frames { get; }

    /// <summary>What the second CPU may allocate.</summary>
    public FixedFrames OtherFrames { get; }

    /// <summary>The frame of the first page; the zero page's, if it is that.</summary>
    public ulong Page => _pages[0];

    /// <summary>The first frame of a huge page that is not mapped yet.</summary>
    public ulong HugePfn { get; }

    /// <summary>The addresses of page-table entries.</summary>
    public IReadOnlySet<ulong> Entries => _entries;

    /// <summary>The parent's first entry in the end.</summary>
    public ulong ParentEntry(IOutcome outcome, int index = 0) => outcome.Final(PhysicalMemory.FrameAddress(_parentTable) + ((ulong)index * 8));

    /// <summary>The child's first entry in the end.</summary>
    public ulong ChildEntry(IOutcome outcome, int index = 0) => outcome.Final(PhysicalMemory.FrameAddress(_childTable) + ((ulong)index * 8));

    /// <summary>What a page holds in the end.</summary>
    public static ulong DataOf(IOutcome outcome, ulong entry) => outcome.Final(PhysicalMemory.FrameAddress(entry >> PageTableEntry.PfnShift));

    /// <summary>References must add up in the end: one for each entry that maps a page, and those that somebody holds.</summary>
    /// <param name="outcome">What can be seen then.</param>
    /// <param name="heldPfn">The page that somebody holds; 0 if nobody does.</param>
    /// <param name="held">How many references.</param>
    public Breach? CheckReferences(IOutcome outcome, ulong heldPfn = 0, ulong held = 0)
    {
        ulong pmd = outcome.Final(Parent.Mm.PmdTable);
        ulong[] tables = (pmd & PageTableEntry.Table) != 0 ? [_parentTable, _childTable] : [_childTable];
        IEnumerable<ulong> mapped = tables.SelectMany(t => Enumerable.Range(0, Parent.Mm.Geometry.PtrsPerPte).Select(i => outcome.Final(PhysicalMemory.FrameAddress(t) + ((ulong)i * 8))))
            .Where(static e => (e & PageTableEntry.Present) != 0).Select(static e => e >> PageTableEntry.PfnShift);
        foreach (ulong pfn in _pages.Append(Frames.Page).Append(OtherFrames.Page).Where(p => p != Parent.ZeroPfn))
        {
            ulong expected = (ulong)mapped.Count(m => m == pfn) + (pfn == heldPfn ? held : 0);
            ulong actual = outcome.Final(Memory.PageAddress(pfn) + 8);
            if (actual != expected)
            {
                return new Breach(BreachKind.Assertion, $"{Memory.Name(Memory.PageAddress(pfn) + 8)} is {actual} in the end, but {expected} references are held");
            }
        }

        return null;
    }

    private ulong AddTable(string name, int entries)
    {
        ulong pfn = Memory.AddFrame(name, entries);
        Memory.AddWord(Memory.PageAddress(pfn) + 40, $"{name}.ptl", 0);
        _entries.UnionWith(Enumerable.Range(0, entries).Select(i => PhysicalMemory.FrameAddress(pfn) + ((ulong)i * 8)));
        return pfn;
    }

    private void AddPage(int index, CowPage kind, ulong zero)
    {
        ulong offset = (ulong)index * 8;
        if (kind == CowPage.Zero)
        {
            _pages.Add(zero);
            Memory.Set(PhysicalMemory.FrameAddress(_parentTable) + offset, PageTableEntry.Leaf(zero, write: false));
            return;
        }

        bool isShared = kind == CowPage.Shared;
        ulong pfn = Memory.AddFrame($"page{index}", 1, refcount: isShared ? 2UL : 1);
        _pages.Add(pfn);
        Memory.Set(Memory.PageAddress(pfn), isShared ? 0 : StructPage.AnonExclusive);
        Memory.Set(Memory.PageAddress(pfn) + 16, isShared ? 2UL : 1);
        Memory.Set(PhysicalMemory.FrameAddress(pfn), Data + (ulong)index);
        ulong entry = PageTableEntry.Leaf(pfn, write: kind == CowPage.Writable);
        Memory.Set(PhysicalMemory.FrameAddress(_parentTable) + offset, entry);
        if (isShared)
        {
            Memory.Set(PhysicalMemory.FrameAddress(_childTable) + offset, entry);
        }
    }

    private FixedFrames AddFree(string name, int entries)
    {
        ulong pfn = Memory.AddFrame(name, 1);
        ulong table = AddTable($"{name}-pte", entries);
        Memory.Set(PhysicalMemory.FrameAddress(pfn), Poison.Freed);
        for (int i = 0; i < entries; i++)
        {
            Memory.Set(PhysicalMemory.FrameAddress(table) + ((ulong)i * 8), Poison.Freed);
        }

        return new FixedFrames(table, pfn);
    }
}
