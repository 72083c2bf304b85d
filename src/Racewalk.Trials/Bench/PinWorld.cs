using Racewalk.Hardware;
using Racewalk.Mm.Memory;

namespace Racewalk.Trials.Bench;

/// <summary>An address space of real geometry, all of whose pages are mapped: what pins are measured on.</summary>
internal sealed class PinWorld : IDisposable
{
    private const int PtrsPerTable = 512;
    private const int Shift = PageTableEntry.PfnShift;
    private const int HugeOrder = 9;

    private readonly Arena _arena;

    /// <summary>Maps it.</summary>
    /// <param name="pages">How many pages, a multiple of 512.</param>
    /// <param name="isHuge">Whether by huge pages.</param>
    internal PinWorld(int pages, bool isHuge)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pages, PtrsPerTable);
        ArgumentOutOfRangeException.ThrowIfNotEqual(pages % PtrsPerTable, 0);
        Pages = pages;
        int frames = (pages + (pages / PtrsPerTable) + 1 + PtrsPerTable - 1 + PtrsPerTable) / PtrsPerTable * PtrsPerTable;
        ulong memory = (ulong)frames << Shift;
        ulong map = (ulong)frames * StructPage.Size;
        _arena = new Arena(memory + map + 4096, PtrsPerTable << Shift);
        ulong firstPfn = _arena.Base >> Shift;
        var allocator = new FrameAllocator(_arena, _arena.Base, frames, maxOrder: HugeOrder);
        Mm = new MmStruct
        {
            Geometry = new Geometry(PtrsPerTable, PtrsPerTable, PtrsPerTable),
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
        ulong[] huge = [.. Enumerable.Range(0, isHuge ? Pages / PtrsPerTable : 0).Select(_ => allocator.Allocate(cpu, HugeOrder))];
        var mm = new MmStruct
        {
            Geometry = Mm.Geometry,
            Pages = Mm.Pages,
            PmdTable = allocator.Allocate(cpu),
            WriteProtectSeq = Mm.WriteProtectSeq,
            PageTableLock = Mm.PageTableLock,
            DepositedTable = Mm.DepositedTable,
        };
        for (int pmd = 0; pmd < Pages / PtrsPerTable; pmd++)
        {
            if (isHuge)
            {
                MapHuge(cpu, mm, pmd, huge[pmd]);
                continue;
            }

            ulong table = allocator.Allocate(cpu);
            for (int pte = 0; pte < PtrsPerTable; pte++)
            {
                ulong pfn = allocator.Allocate(cpu) >> Shift;
                cpu.WriteOnce(StructPage.Refcount(mm.Pages[pfn]), 1);
                cpu.WriteOnce(table + ((ulong)pte * 8), mm.Leaf(pfn, write: true));
            }

            cpu.WriteOnce(mm.PmdOffset(pmd), PageTableEntry.TableAt(table >> Shift));
        }

        return mm;
    }

    private static void MapHuge(Cpu cpu, MmStruct mm, int pmd, ulong address)
    {
        ulong head = mm.Pages[address >> Shift];
        cpu.WriteOnce(StructPage.Refcount(head), 1);
        for (ulong tail = 1; tail < PtrsPerTable; tail++)
        {
            cpu.WriteOnce(StructPage.CompoundHeadWord(head + (tail * StructPage.Size)), head + 1);
        }

        cpu.WriteOnce(mm.PmdOffset(pmd), mm.Leaf(address >> Shift, write: true));
    }
}
