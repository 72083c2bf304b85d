using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Races;

/// <summary>The memory of the gup-fast scenarios: one PMD entry that points to one PTE table, whose entries map one small page each.</summary>
public sealed class GupWorld
{
    /// <summary>Lays it out.</summary>
    /// <param name="ptes">Entries of the PTE table.</param>
    /// <param name="writable">Whether the PTEs may be written.</param>
    /// <param name="huge">Whether there is a huge page, allocated and not mapped.</param>
    /// <param name="layout">Where memory lies; null for the model's layout.</param>
    /// <param name="pte">What entries are made of; null for arm64's.</param>
    public GupWorld(int ptes, bool writable = true, bool huge = false, MemoryLayout? layout = null, ArchPte? pte = null)
    {
        Memory = new PhysicalMemory(layout);
        var geometry = new Geometry(PtrsPerPmd: 1, PtrsPerPte: ptes, WordsPerPage: 1);
        ulong pmdTable = Memory.AddFrame("pmd", geometry.PtrsPerPmd);
        ulong pteTable = Memory.AddFrame("pte", ptes);
        Memory.AddWord(Memory.PageAddress(pteTable) + 48, "pte.ptdesc.pt_list", 0);
        Memory.Set(PhysicalMemory.FrameAddress(pmdTable), PageTableEntry.TableAt(pteTable));
        SmallPages = [.. Enumerable.Range(0, ptes).Select(i => AddSmallPage(i, pteTable, writable))];
        HugePfn = huge ? AddHugePage(ptes) : 0;
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
        Entries = new HashSet<ulong>([.. Words(pmdTable, geometry.PtrsPerPmd), .. Words(pteTable, ptes), Mm.DepositedTable]);
    }

    /// <summary>What memory holds before anything runs.</summary>
    public PhysicalMemory Memory { get; }

    /// <summary>The address space.</summary>
    public MmStruct Mm { get; }

    /// <summary>The addresses of page-table entries.</summary>
    public IReadOnlySet<ulong> Entries { get; }

    /// <summary>Frame numbers of the small pages, in the order of their PTEs.</summary>
    public IReadOnlyList<ulong> SmallPages { get; }

    /// <summary>The first frame of the huge page; 0 if there is none.</summary>
    public ulong HugePfn { get; }

    /// <summary>The address of a page's <c>_refcount</c>.</summary>
    public ulong Refcount(ulong pfn) => Memory.PageAddress(pfn) + 8;

    /// <summary>Reference counts of the small pages must add up when everybody is done.</summary>
    /// <param name="outcome">What can be seen then.</param>
    /// <param name="gotPfn">The frame that GUP-fast returned; 0 if none.</param>
    /// <param name="gotReferences">The references that it holds.</param>
    /// <param name="isMapped">Whether the small pages are still mapped.</param>
    /// <param name="others">References that somebody else holds by then.</param>
    public Breach? CheckReferences(IOutcome outcome, ulong gotPfn, ulong gotReferences, bool isMapped, ulong others = 0)
    {
        foreach (ulong pfn in SmallPages)
        {
            ulong expected = (isMapped ? 1UL : 0) + (pfn == gotPfn ? gotReferences : 0) + others;
            ulong actual = outcome.Final(Refcount(pfn));
            if (actual != expected)
            {
                return new Breach(BreachKind.Assertion, $"{Memory.Name(Refcount(pfn))} is {actual} in the end, but {expected} references are held");
            }
        }

        return null;
    }

    private static IEnumerable<ulong> Words(ulong pfn, int words) =>
        Enumerable.Range(0, words).Select(i => PhysicalMemory.FrameAddress(pfn) + ((ulong)i * 8));

    private ulong AddSmallPage(int index, ulong pteTable, bool writable)
    {
        ulong pfn = Memory.AddFrame(index == 0 ? "page" : $"page{index}", 1, refcount: 1);
        Memory.Set(Memory.PageAddress(pfn), StructPage.AnonExclusive);
        Memory.Set(Memory.PageAddress(pfn) + 16, 1);
        Memory.Set(PhysicalMemory.FrameAddress(pfn), 0xda7a_0000 + (ulong)index);
        Memory.Set(PhysicalMemory.FrameAddress(pteTable) + ((ulong)index * 8), PageTableEntry.Leaf(pfn, writable));
        return pfn;
    }

    private ulong AddHugePage(int pages)
    {
        ulong head = Memory.AddFrame("huge", 1, refcount: 1);
        Memory.Set(Memory.PageAddress(head) + 16, 1);
        for (int i = 1; i < pages; i++)
        {
            ulong tail = Memory.AddFrame($"huge+{i}", 1);
            Memory.Set(Memory.PageAddress(tail) + 24, Memory.PageAddress(head) + 1);
        }

        return head;
    }
}
