using Racewalk.Mm.Memory;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Races;

/// <summary>
/// The memory of the scenarios of copy-on-write of huge pages: a process whose PMD entry maps an anonymous huge page of two frames and is read-only, and perhaps a child that fork has given the same
/// (copy_huge_pmd, v6.12 mm/huge_memory.c).
/// </summary>
public sealed class HugeCowWorld
{
    /// <summary>Pages of the huge page.</summary>
    public const int Pages = 2;

    private readonly HashSet<ulong> _entries = [];
    private readonly ulong _childPmd;
    private readonly ulong _parentTable;
    private readonly FixedFrames _frames;

    /// <summary>Lays it out.</summary>
    /// <param name="isShared">Whether the child has it, too; otherwise it is the parent's alone, as mprotect leaves it.</param>
    /// <param name="pte">What the architecture makes of entries.</param>
    /// <param name="layout">Where memory lies; null for the model's layout.</param>
    public HugeCowWorld(bool isShared, ArchPte pte, MemoryLayout? layout = null)
    {
        Memory = new PhysicalMemory(layout);
        ulong pmd = AddTable("pmd", 1);
        _parentTable = AddTable("pte", Pages);
        _childPmd = AddTable("child-pmd", 1);
        ulong childTable = AddTable("child-pte", Pages);
        HugePfn = AddHuge(isShared);
        ulong zero = Memory.AddFrame("zero-page", 1, refcount: 1);
        _frames = AddFree();
        var geometry = new Geometry(PtrsPerPmd: 1, PtrsPerPte: Pages, WordsPerPage: 1);
        Parent = AnonVma.Add(Memory, PtlSplit.Pmd, geometry, pmd, zero, "", _frames, pte: pte);
        Child = AnonVma.Add(Memory, PtlSplit.Pmd, geometry, _childPmd, zero, "child.", _frames, pte: pte);
        Map(Parent, _parentTable);
        if (isShared)
        {
            Map(Child, childTable);
        }
    }

    /// <summary>What memory holds before anything runs.</summary>
    public PhysicalMemory Memory { get; }

    /// <summary>The parent's VMA.</summary>
    public VmArea Parent { get; }

    /// <summary>The child's.</summary>
    public VmArea Child { get; }

    /// <summary>The first frame of the huge page.</summary>
    public ulong HugePfn { get; }

    /// <summary>The addresses of page-table entries.</summary>
    public IReadOnlySet<ulong> Entries => _entries;

    /// <summary>What a page holds at first.</summary>
    public static ulong Data(int index) => 0xda7a_0000 + (ulong)index;

    /// <summary>What the parent finds in a page in the end; 0 if nothing is mapped.</summary>
    public ulong DataOf(IOutcome outcome, int index) => PfnOf(outcome, index) is ulong pfn ? outcome.Final(PhysicalMemory.FrameAddress(pfn)) : 0;

    /// <summary>The parent's PMD entry must be none, an entry of the huge page or one of a table in the end.</summary>
    public Breach? CheckEntry(IOutcome outcome)
    {
        ulong pmd = outcome.Final(Parent.Mm.PmdTable);
        return pmd != 0 && (pmd & PageTableEntry.Present) == 0
            ? new Breach(BreachKind.Assertion, $"the PMD entry is 0x{pmd:x}: not none, and not valid")
            : null;
    }

    /// <summary>References must add up in the end: one for each entry that maps the huge page or a page of it, all of them at its head, and those that somebody holds.</summary>
    /// <param name="outcome">What can be seen then.</param>
    /// <param name="held">How many somebody holds on the huge page.</param>
    public Breach? CheckReferences(IOutcome outcome, ulong held)
    {
        ulong childPmd = outcome.Final(PhysicalMemory.FrameAddress(_childPmd));
        ulong huge = held + (childPmd == 0 ? 0UL : 1);
        ulong copies = 0;
        bool hasTable = (outcome.Final(Parent.Mm.PmdTable) & PageTableEntry.Table) != 0;
        for (int i = 0; i < (hasTable ? Pages : 1); i++)
        {
            ulong? pfn = PfnOf(outcome, i);
            huge += pfn == HugePfn + (ulong)i ? 1UL : 0;
            copies += pfn == _frames.Page ? 1UL : 0;
        }

        return CheckCount(outcome, HugePfn, huge) ?? CheckCount(outcome, HugePfn + 1, 0) ?? CheckCount(outcome, _frames.Page, copies);
    }

    private Breach? CheckCount(IOutcome outcome, ulong pfn, ulong expected)
    {
        ulong count = outcome.Final(Memory.PageAddress(pfn) + 8);
        return count == expected
            ? null
            : new Breach(BreachKind.Assertion, $"{Memory.Name(Memory.PageAddress(pfn) + 8)} is {count} in the end, but {expected} references are held");
    }

    // Flags of a huge page in an entry that leads to a table do not count: the hardware does not look at them.
    private ulong? PfnOf(IOutcome outcome, int index)
    {
        ulong pmd = outcome.Final(Parent.Mm.PmdTable);
        if ((pmd & PageTableEntry.Present) == 0)
        {
            return null;
        }

        ulong pfn = pmd >> PageTableEntry.PfnShift;
        if ((pmd & PageTableEntry.Table) == 0)
        {
            return pfn + (ulong)index;
        }

        ulong pte = outcome.Final(PhysicalMemory.FrameAddress(pfn) + ((ulong)index * 8));
        return (pte & PageTableEntry.Present) == 0 ? null : pte >> PageTableEntry.PfnShift;
    }

    private void Map(VmArea vma, ulong table)
    {
        Memory.Set(vma.Mm.PmdTable, PageTableEntry.Leaf(HugePfn, write: false));
        Memory.Set(vma.Mm.DepositedTable, PageTableEntry.TableAt(table));
        _entries.Add(vma.Mm.DepositedTable);
    }

    private ulong AddTable(string name, int entries)
    {
        ulong pfn = Memory.AddFrame(name, entries);
        Memory.AddWord(Memory.PageAddress(pfn) + 40, $"{name}.ptl", 0);
        _entries.UnionWith(Enumerable.Range(0, entries).Select(i => PhysicalMemory.FrameAddress(pfn) + ((ulong)i * 8)));
        return pfn;
    }

    private ulong AddHuge(bool isShared)
    {
        ulong mappings = isShared ? 2UL : 1;
        ulong head = Memory.AddFrame("huge", 1, refcount: mappings);
        Memory.Set(Memory.PageAddress(head), isShared ? StructPage.Head : StructPage.Head | StructPage.AnonExclusive);
        Memory.Set(Memory.PageAddress(head) + 16, mappings);
        Memory.Set(PhysicalMemory.FrameAddress(head), Data(0));
        for (int i = 1; i < Pages; i++)
        {
            ulong tail = Memory.AddFrame($"huge+{i}", 1);
            Memory.Set(Memory.PageAddress(tail) + 24, Memory.PageAddress(head) + 1);
            Memory.Set(PhysicalMemory.FrameAddress(tail), Data(i));
        }

        return head;
    }

    private FixedFrames AddFree()
    {
        ulong page = Memory.AddFrame("copy", 1);
        ulong table = AddTable("new-pte", Pages);
        Memory.Set(PhysicalMemory.FrameAddress(page), Poison.Freed);
        for (int i = 0; i < Pages; i++)
        {
            Memory.Set(PhysicalMemory.FrameAddress(table) + ((ulong)i * 8), Poison.Freed);
        }

        return new FixedFrames(table, page, HugePfn);
    }
}
