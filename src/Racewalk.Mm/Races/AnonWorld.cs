using System.Globalization;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Migration;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Races;

/// <summary>The memory of these scenarios: an anonymous VMA of two pages under one PMD entry, mapped by PTEs, and a huge page of two frames that is not mapped yet.</summary>
public sealed class AnonWorld
{
    private const ulong FirstData = 0xda7a_0000;
    private readonly HashSet<ulong> _entries = [];
    private readonly ulong _pmdTable;

    /// <summary>Lays it out.</summary>
    /// <param name="split">Which locks page tables have.</param>
    /// <param name="entries">Entries of the PTE table (HPAGE_PMD_NR).</param>
    /// <param name="pages">How many of them map a page.</param>
    /// <param name="migrating">The entry of a page that is being migrated; -1 if none is.</param>
    /// <param name="canGo">Whether the VMA can be unmapped.</param>
    /// <param name="layout">Where memory lies; null for the model's layout.</param>
    public AnonWorld(PtlSplit split = PtlSplit.Pmd, int entries = 2, int pages = 2, int migrating = -1, bool canGo = false, MemoryLayout? layout = null)
    {
        Memory = new PhysicalMemory(layout);
        _pmdTable = AddTable("pmd", 1);
        PteTable = AddTable("pte", entries);
        Memory.Set(PhysicalMemory.FrameAddress(_pmdTable), PageTableEntry.TableAt(PteTable));
        SmallPages = [.. Enumerable.Range(0, pages).Select(AddSmallPage)];
        HugePfn = AddHuge("huge", isFree: false);
        ulong zero = Memory.AddFrame("zero-page", 1, refcount: 1);
        Frames = new FixedFrames(AddTable("new-pte", entries), Memory.AddFrame("new-page", 1), AddHuge("new-huge", isFree: true));
        SetFree(Frames.Table, entries);
        SetFree(Frames.Page, 1);
        if (migrating >= 0)
        {
            AddMigrating(migrating);
        }

        Vma = AnonVma.Add(Memory, split, new Geometry(PtrsPerPmd: 1, PtrsPerPte: entries, WordsPerPage: 1), _pmdTable, zero, "", Frames, canGo);
        _entries.Add(Vma.Mm.DepositedTable);
    }

    /// <summary>What memory holds before anything runs.</summary>
    public PhysicalMemory Memory { get; }

    /// <summary>The VMA.</summary>
    public VmArea Vma { get; }

    /// <summary>The addresses of page-table entries.</summary>
    public IReadOnlySet<ulong> Entries => _entries;

    /// <summary>What a fault may allocate.</summary>
    public FixedFrames Frames { get; }

    /// <summary>The table that maps the small pages at first.</summary>
    public ulong PteTable { get; }

    /// <summary>The small pages, in the order of their PTEs.</summary>
    public IReadOnlyList<ulong> SmallPages { get; }

    /// <summary>The first frame of the huge page.</summary>
    public ulong HugePfn { get; }

    /// <summary>The frame that a page is migrated from.</summary>
    public ulong MigratingPfn { get; private set; }

    /// <summary>The frame that it is migrated to.</summary>
    public ulong MigratedPfn { get; private set; }

    /// <summary>What a page holds at first.</summary>
    public static ulong Data(int index) => FirstData + (ulong)index;

    /// <summary>The entry that maps a page when all is over: a PTE, or the PMD entry of a huge page; 0 if nothing does.</summary>
    public ulong EntryOf(IOutcome outcome, int index)
    {
        ulong pmd = outcome.Final(PhysicalMemory.FrameAddress(_pmdTable));
        return (pmd & PageTableEntry.Table) == 0 ? pmd : outcome.Final(PhysicalMemory.FrameAddress(pmd >> PageTableEntry.PfnShift) + ((ulong)index * 8));
    }

    /// <summary>What user code would read of a page when all is over; null if nothing is mapped.</summary>
    public ulong? DataOf(IOutcome outcome, int index)
    {
        ulong entry = EntryOf(outcome, index);
        bool isHuge = entry != 0 && entry == outcome.Final(PhysicalMemory.FrameAddress(_pmdTable));
        ulong pfn = (entry >> PageTableEntry.PfnShift) + (isHuge ? (ulong)index : 0);
        return entry == 0 ? null : outcome.Final(PhysicalMemory.FrameAddress(pfn));
    }

    /// <summary>Whether a huge page is mapped when all is over.</summary>
    public bool IsHuge(IOutcome outcome) => PageTableEntry.IsHuge(outcome.Final(PhysicalMemory.FrameAddress(_pmdTable))) ? true : false;

    /// <summary>Somebody holds a reference on the last page; it stays where it is then.</summary>
    public AnonWorld Pin()
    {
        PinnedPfn = SmallPages[^1];
        Memory.Set(Refcount(PinnedPfn), 2);
        return this;
    }

    /// <summary>The page that somebody holds a reference on; 0 if there is none.</summary>
    public ulong PinnedPfn { get; private set; }

    /// <summary>The address of a page's <c>_refcount</c>.</summary>
    public ulong Refcount(ulong pfn) => Memory.PageAddress(pfn) + 8;

    /// <summary>MADV_DONTNEED's postcondition: whatever is mapped when all is over is zeros.</summary>
    public Breach? CheckZapped(IOutcome outcome)
    {
        for (int i = 0; i < SmallPages.Count; i++)
        {
            if (DataOf(outcome, i) is { } data && data != 0)
            {
                return new Breach(BreachKind.Assertion, $"MADV_DONTNEED has returned, and page {i} is still there with its data");
            }
        }

        return null;
    }

    /// <summary>What must add up when all is over: references, and the table that is deposited with every huge page.</summary>
    public Breach? CheckBalance(IOutcome outcome)
    {
        bool isHuge = IsHuge(outcome);
        ulong deposited = outcome.Final(Vma.Mm.DepositedTable);
        if (isHuge != (deposited != 0))
        {
            return new Breach(BreachKind.Assertion, isHuge ? "a huge page is mapped without a deposited table" : "a table is deposited, and no huge page is mapped");
        }

        for (int i = 0; i < SmallPages.Count; i++)
        {
            ulong pfn = SmallPages[i];
            bool isMapped = !isHuge && EntryOf(outcome, i) >> PageTableEntry.PfnShift == pfn;
            ulong count = outcome.Final(Refcount(pfn));
            if (count != (isMapped ? 1UL : 0) + (pfn == PinnedPfn ? 1UL : 0))
            {
                return new Breach(BreachKind.Assertion, $"{Memory.Name(Refcount(pfn))} is {count} in the end, and the page is {(isMapped ? "" : "not ")}mapped");
            }
        }

        return null;
    }

    private ulong AddTable(string name, int entries)
    {
        ulong pfn = Memory.AddFrame(name, entries);
        Memory.AddWord(Memory.PageAddress(pfn) + 40, $"{name}.ptl", 0);
        Memory.AddWord(Memory.PageAddress(pfn) + 48, $"{name}.ptdesc.pt_list", 0);
        _entries.UnionWith(Enumerable.Range(0, entries).Select(i => PhysicalMemory.FrameAddress(pfn) + ((ulong)i * 8)));
        return pfn;
    }

    private ulong AddSmallPage(int index)
    {
        ulong pfn = Memory.AddFrame(string.Create(CultureInfo.InvariantCulture, $"page{index}"), 1, refcount: 1);
        Memory.Set(Memory.PageAddress(pfn) + 16, 1);
        Memory.Set(PhysicalMemory.FrameAddress(pfn), Data(index));
        Memory.Set(PhysicalMemory.FrameAddress(PteTable) + ((ulong)index * 8), PageTableEntry.Leaf(pfn, write: true));
        return pfn;
    }

    // Copied to its new frame, and nothing mapped yet.
    private void AddMigrating(int index)
    {
        MigratingPfn = Memory.AddFrame("old", 1, refcount: 1);
        MigratedPfn = Memory.AddFrame("moved", 1, refcount: 1);
        Memory.Set(Memory.PageAddress(MigratingPfn), StructPage.Locked);
        Memory.Set(PhysicalMemory.FrameAddress(MigratingPfn), Data(index));
        Memory.Set(PhysicalMemory.FrameAddress(MigratedPfn), Data(index));
        Memory.Set(PhysicalMemory.FrameAddress(PteTable) + ((ulong)index * 8), RemoveMigrationPtes.Entry(MigratingPfn));
    }

    private ulong AddHuge(string name, bool isFree)
    {
        ulong head = Memory.AddFrame(name, 1, refcount: isFree ? 0UL : 1);
        Memory.AddFrame($"{name}+1", 1);
        if (isFree)
        {
            SetFree(head, 1);
            SetFree(head + 1, 1);
        }

        return head;
    }

    private void SetFree(ulong pfn, int words)
    {
        for (int i = 0; i < words; i++)
        {
            Memory.Set(PhysicalMemory.FrameAddress(pfn) + ((ulong)i * 8), Poison.Freed);
        }
    }
}
