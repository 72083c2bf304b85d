using Racewalk.Hardware;
using Racewalk.Mm.Memory;

namespace Racewalk.Trials.Bench;

/// <summary>An address space of real geometry, all of whose pages are mapped: what pins are measured on.</summary>
internal sealed class PinWorld : IDisposable
{
    private readonly Arena _arena;

    /// <summary>Maps it.</summary>
    /// <param name="pages">How many pages, a multiple of a table's entries.</param>
    /// <param name="isHuge">Whether by huge pages.</param>
    internal PinWorld(int pages, bool isHuge)
    {
        int perTable = BasePage.PtrsPerTable;
        ArgumentOutOfRangeException.ThrowIfLessThan(pages, perTable);
        ArgumentOutOfRangeException.ThrowIfNotEqual(pages % perTable, 0);
        Pages = pages;

        // The pages, their tables, the PMD table, and what the lists of CPUs keep: whole blocks.
        int frames = (pages + (pages / perTable) + 1 + perTable - 1 + perTable) / perTable * perTable;
        ulong memory = (ulong)frames << BasePage.Shift;
        ulong map = (ulong)frames * StructPage.Size;
        _arena = new Arena(memory + map + BasePage.Size, 1UL << BasePage.PmdShift);
        ulong firstPfn = _arena.Base >> BasePage.Shift;
        var allocator = new FrameAllocator(_arena, _arena.Base, frames, maxOrder: BasePage.PmdOrder);
        Mm = new MmStruct
        {
            Geometry = new Geometry(perTable, perTable, WordsPerPage: perTable),
            Pages = new WordArray(_arena.Base + memory - (firstPfn * StructPage.Size), StructPage.Size, firstPfn + (ulong)frames),
            PmdTable = 0,
            WriteProtectSeq = _arena.Base + memory + map,
            PageTableLock = new Spinlock(_arena.Base + memory + map + 128, "ptlock_ptr(ptdesc)"),
            DepositedTable = _arena.Base + memory + map + 256,
        };
        using var processors = new Processors(new ProcessorOptions(1));
        processors.Run(cpu => Mm = Map(cpu, allocator, isHuge));
    }

    /// <summary>The address space.</summary>
    internal MmStruct Mm { get; private set; }

    /// <summary>How many pages it maps.</summary>
    internal int Pages { get; }

    public void Dispose() => _arena.Dispose();

    private MmStruct Map(Cpu cpu, FrameAllocator allocator, bool isHuge)
    {
        // Whole blocks first: the tables are taken from what is left.
        ulong[] huge = [.. Enumerable.Range(0, isHuge ? Pages / BasePage.PtrsPerTable : 0).Select(_ => allocator.Allocate(cpu, BasePage.PmdOrder))];
        var mm = new MmStruct
        {
            Geometry = Mm.Geometry,
            Pages = Mm.Pages,
            PmdTable = allocator.Allocate(cpu),
            WriteProtectSeq = Mm.WriteProtectSeq,
            PageTableLock = Mm.PageTableLock,
            DepositedTable = Mm.DepositedTable,
        };
        for (int pmd = 0; pmd < Pages / BasePage.PtrsPerTable; pmd++)
        {
            if (isHuge)
            {
                MapHuge(cpu, mm, pmd, huge[pmd]);
                continue;
            }

            ulong table = allocator.Allocate(cpu);
            for (int pte = 0; pte < BasePage.PtrsPerTable; pte++)
            {
                ulong pfn = allocator.Allocate(cpu) >> BasePage.Shift;
                cpu.WriteOnce(StructPage.Refcount(mm.Pages[pfn]), 1);
                cpu.WriteOnce(table + ((ulong)pte * 8), mm.Leaf(pfn, write: true));
            }

            cpu.WriteOnce(mm.PmdOffset(pmd), PageTableEntry.TableAt(table >> BasePage.Shift));
        }

        return mm;
    }

    private static void MapHuge(Cpu cpu, MmStruct mm, int pmd, ulong address)
    {
        ulong head = mm.Pages[address >> BasePage.Shift];
        cpu.WriteOnce(StructPage.Refcount(head), 1);
        for (ulong tail = 1; tail < (ulong)BasePage.PtrsPerTable; tail++)
        {
            cpu.WriteOnce(StructPage.CompoundHeadWord(head + (tail * StructPage.Size)), head + 1);
        }

        cpu.WriteOnce(mm.PmdOffset(pmd), mm.Leaf(address >> BasePage.Shift, write: true));
    }
}
