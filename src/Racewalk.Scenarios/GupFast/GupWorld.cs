using System.Globalization;
using Racewalk.Machine;
using Racewalk.Mm.Memory;

namespace Racewalk.Scenarios.GupFast;

/// <summary>The memory of the gup-fast scenarios: one PMD entry that points to one PTE table, whose entries map one small page each.</summary>
internal sealed class GupWorld
{
    private readonly HashSet<ulong> _entries;

    /// <summary>Lays it out.</summary>
    /// <param name="ptes">Entries of the PTE table.</param>
    /// <param name="writable">Whether the PTEs may be written.</param>
    /// <param name="huge">Whether there is a huge page, allocated and not mapped.</param>
    /// <param name="pte">What entries are made of; null for arm64's.</param>
    internal GupWorld(int ptes, bool writable = true, bool huge = false, ArchPte? pte = null)
    {
        var geometry = new Geometry(PtrsPerPmd: 1, PtrsPerPte: ptes, WordsPerPage: 1);
        ulong pmdTable = Memory.AddFrame("pmd", geometry.PtrsPerPmd);
        ulong pteTable = Memory.AddFrame("pte", ptes);
        Memory.Set(PhysicalMemory.FrameAddress(pmdTable), PageTableEntry.TableAt(pteTable));
        SmallPages = [.. Enumerable.Range(0, ptes).Select(i => AddSmallPage(i, pteTable, writable))];
        HugePfn = huge ? AddHugePage(ptes) : 0;
        _entries = [.. Words(pmdTable, geometry.PtrsPerPmd), .. Words(pteTable, ptes)];
        Mm = new MmStruct
        {
            Geometry = geometry,
            Pages = Memory.Pages,
            PmdTable = PhysicalMemory.FrameAddress(pmdTable),
            WriteProtectSeq = Memory.AddKernelWord("mm.write_protect_seq"),
            PageTableLock = new Spinlock(Memory.AddKernelWord("ptl"), "ptlock_ptr(ptdesc)"),
            DepositedTable = Memory.AddKernelWord("pmd_huge_pte"),
            Pte = pte ?? new Arm64Pte(),
        };
        _entries.Add(Mm.DepositedTable);
    }

    internal PhysicalMemory Memory { get; } = new();

    internal MmStruct Mm { get; }

    /// <summary>Frame numbers of the small pages, in the order of their PTEs.</summary>
    internal IReadOnlyList<ulong> SmallPages { get; }

    /// <summary>The first frame of the huge page; 0 if there is none.</summary>
    internal ulong HugePfn { get; }

    /// <summary>What a value means at an address of this world: entries decoded, counts decimal; null where a plain number will do.</summary>
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

        ulong offset = address - PhysicalMemory.Memmap;
        bool isCount = offset / StructPage.Size < (ulong)Memory.Pages.Length && offset % StructPage.Size is 8 or 16;
        return isCount ? ((long)value).ToString(CultureInfo.InvariantCulture) : null;
    }

    /// <summary>The address of a page's <c>_refcount</c>.</summary>
    internal static ulong Refcount(ulong pfn) => PageAddress(pfn) + 8;

    /// <summary>The address of a struct page.</summary>
    internal static ulong PageAddress(ulong pfn) => PhysicalMemory.Memmap + (pfn * StructPage.Size);

    private static IEnumerable<ulong> Words(ulong pfn, int words) =>
        Enumerable.Range(0, words).Select(i => PhysicalMemory.FrameAddress(pfn) + ((ulong)i * 8));

    private ulong AddSmallPage(int index, ulong pteTable, bool writable)
    {
        ulong pfn = Memory.AddFrame(index == 0 ? "page" : $"page{index}", 1, refcount: 1);
        Memory.Set(PageAddress(pfn), StructPage.AnonExclusive);
        Memory.Set(PageAddress(pfn) + 16, 1);
        Memory.Set(PhysicalMemory.FrameAddress(pfn), 0xda7a_0000 + (ulong)index);
        Memory.Set(PhysicalMemory.FrameAddress(pteTable) + ((ulong)index * 8), PageTableEntry.Leaf(pfn, writable));
        return pfn;
    }

    private ulong AddHugePage(int pages)
    {
        ulong head = Memory.AddFrame("huge", 1, refcount: 1);
        Memory.Set(PageAddress(head) + 16, 1);
        for (int i = 1; i < pages; i++)
        {
            ulong tail = Memory.AddFrame($"huge+{i}", 1);
            Memory.Set(PageAddress(tail) + 24, PageAddress(head) + 1);
        }

        return head;
    }
}
