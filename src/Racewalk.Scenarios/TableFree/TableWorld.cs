using Racewalk.Exploration;
using Racewalk.Machine;
using Racewalk.Mm.Memory;
using Racewalk.Scenarios.GupFast;

namespace Racewalk.Scenarios.TableFree;

/// <summary>Memory where PTE tables come and go: one PMD entry, the table that it points to, another one that is allocated and not yet used, and pages.</summary>
internal sealed class TableWorld
{
    private readonly HashSet<ulong> _entries;

    /// <summary>Lays it out; no page is mapped yet.</summary>
    /// <param name="ptes">Entries of a PTE table.</param>
    /// <param name="pages">What the pages are called.</param>
    internal TableWorld(int ptes, params IReadOnlyList<string> pages)
    {
        var geometry = new Geometry(PtrsPerPmd: 1, PtrsPerPte: ptes, WordsPerPage: 1);
        Pmd = PhysicalMemory.FrameAddress(Memory.AddFrame("pmd", 1));
        PteTable first = AddTable("pte", ptes);
        PteTable fresh = AddTable("fresh", ptes);
        Memory.Set(Pmd, first.Entry);
        Ptes = [.. Words(first, ptes)];
        Fresh = fresh.Entry;
        Pages = [.. pages.Select(p => Memory.AddFrame(p, 1, refcount: 1))];
        Mm = new MmStruct
        {
            Geometry = geometry,
            Pages = Memory.Pages,
            PmdTable = Pmd,
            WriteProtectSeq = Memory.AddKernelWord("mm.write_protect_seq"),
            PageTableLock = first.Lock,
            DepositedTable = Memory.AddKernelWord("pmd_huge_pte"),
        };
        Tables = new PteTables(Mm, new Spinlock(Memory.AddKernelWord("pmd_lock"), "pmd_lockptr(ptdesc)"), [first, fresh]);
        _entries = [Pmd, .. Ptes, .. Words(fresh, ptes), Mm.DepositedTable];
    }

    internal PhysicalMemory Memory { get; } = new();

    internal MmStruct Mm { get; }

    internal PteTables Tables { get; }

    /// <summary>The address of the PMD entry.</summary>
    internal ulong Pmd { get; }

    /// <summary>The addresses of the entries of the table that is there at first.</summary>
    internal IReadOnlyList<ulong> Ptes { get; }

    /// <summary>The PMD entry of the table that is not yet used.</summary>
    internal ulong Fresh { get; }

    /// <summary>The frame numbers of the pages.</summary>
    internal IReadOnlyList<ulong> Pages { get; }

    /// <summary>Maps a page at first.</summary>
    internal void Map(int pte, ulong pfn)
    {
        Memory.Set(Ptes[pte], PageTableEntry.Leaf(pfn, write: true));
        Memory.Set(PhysicalMemory.Memmap + (pfn * StructPage.Size) + 16, 1);
    }

    /// <summary>What is mapped at an address in the end: the entry, 0 for nothing.</summary>
    internal ulong Mapped(IExecution execution, int pte)
    {
        ulong pmd = execution.Final(Pmd);
        return pmd == 0 ? 0 : execution.Final(((pmd >> PageTableEntry.PfnShift) << PageTableEntry.PfnShift) + ((ulong)pte * 8));
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
            return EntryText.Of(value);
        }

        return CountText.Of(Memory, address, value);
    }

    private static IEnumerable<ulong> Words(PteTable table, int words) =>
        Enumerable.Range(0, words).Select(i => ((table.Entry >> PageTableEntry.PfnShift) << PageTableEntry.PfnShift) + ((ulong)i * 8));

    private PteTable AddTable(string name, int ptes)
    {
        ulong pfn = Memory.AddFrame(name, ptes);
        ulong spinlock = Memory.AddKernelWord($"{name}.lock");
        Memory.AddWord(PteTables.PtlOf(PhysicalMemory.Memmap + (pfn * StructPage.Size)).Bits, $"{name}.ptdesc.ptl", spinlock);
        return new PteTable(PageTableEntry.TableAt(pfn), new Spinlock(spinlock, "ptlock_ptr(ptdesc)"));
    }
}
