using System.Numerics;
using Racewalk.Hardware;
using Racewalk.Mm.Hvo;
using Racewalk.Mm.Memory;
using Racewalk.Trials.Worlds;

namespace Racewalk.Trials.Hvo;

/// <summary>The memmap of a pool as it is after boot: blocks of frames, which can be freed one by one, mapped by the entries of one PMD table (vmemmap_populate_hugepages, v6.12 mm/sparse-vmemmap.c).</summary>
internal sealed class HvoMemmap : IDisposable
{
    /// <summary>Its first virtual address, aligned to the struct pages of any huge page, as a mask needs it.</summary>
    internal const ulong FirstAddress = 0xffff_d400_0000_0000;

    private const int KernelWords = 16;

    private readonly HvoWorldOptions _options;
    private readonly ulong[] _blocks;
    private readonly int _pages;

    /// <summary>Lays it out; struct pages are 0.</summary>
    /// <param name="options">What it is like.</param>
    /// <param name="handler">What handles faults on struct pages.</param>
    internal HvoMemmap(HvoWorldOptions options, Func<Cpu, PageFault, FaultResolution> handler)
    {
        _options = options;
        int perTable = BasePage.PtrsPerTable;
        _pages = (int)((((ulong)options.Folios * options.Size.MemmapBytes) + BasePage.Size - 1) >> BasePage.Shift);
        _blocks = new ulong[(_pages + perTable - 1) / perTable];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_blocks.Length, perTable, nameof(options));

        // The PMD table and the shared tail, a table for each block, and a new head for each folio while the old one is not yet freed.
        int frames = (_blocks.Length * perTable) + 2 + _blocks.Length + options.Folios + options.SpareFrames;
        Layout = new WorldLayout(frames, BasePage.PmdOrder, KernelWords, options.ReleasesToHost);
        bool isX86 = options.Strategy == HvoStrategy.InPlace;
        ArchPte pte = isX86 ? new X86Pte() : new Arm64Pte();
        ulong pmd = 0;
        OnOneCpu(cpu => pmd = MapBlocks(cpu, pte));
        Vmemmap = new Vmemmap
        {
            Space = new AddressSpace
            {
                Name = "vmemmap",
                Format = isX86 ? Format() with { Writable = PageTableEntry.Write, Dirty = PageTableEntry.Dirty }
                    : Format() with { ReadOnly = PageTableEntry.ReadOnly, DirtyBitModifier = PageTableEntry.Write },
                Root = pmd,
                Entries = [(int)BitOperations.RoundUpToPowerOf2((uint)_blocks.Length), perTable],
                Base = FirstAddress,
                Asid = 0,
                HasBlocks = true,
                FaultHandler = handler,
            },
            Pmd = pmd,
            PageTableLock = new Spinlock(Layout.KernelWord(), "init_mm.page_table_lock"),
            Pte = pte,
            Words = [.. Enumerable.Range(0, perTable).Select(static i => i * 8)],
            Pages = new BuddyVmemmapPages(Layout.Frames),
            HeadStructPages = StructPageContents.OfHead,
            StaticKey = Layout.KernelWord(),
        };
    }

    internal WorldLayout Layout { get; }

    internal Vmemmap Vmemmap { get; }

    /// <summary>Fills the struct pages of all folios.</summary>
    /// <param name="compoundInfo">What the tails of a folio say of their head.</param>
    internal void Fill(Func<int, ulong> compoundInfo) => OnOneCpu(cpu =>
    {
        for (int page = 0; page < _pages; page++)
        {
            FillPage(cpu, page, compoundInfo);
        }
    });

    /// <summary>E7: the frame of the shared tails, filled.</summary>
    internal ulong ShareTail(ulong info)
    {
        ulong tail = 0;
        OnOneCpu(cpu => tail = new SharedTail(Vmemmap, Layout.KernelWord()).Get(cpu, Layout.Frames.Allocate(cpu) >> BasePage.Shift, info));
        return tail;
    }

    public void Dispose() => Layout.Dispose();

    private ulong MapBlocks(Cpu cpu, ArchPte pte)
    {
        for (int i = 0; i < _blocks.Length; i++)
        {
            _blocks[i] = Layout.Frames.Allocate(cpu, BasePage.PmdOrder);
            Layout.Frames.SplitPage(_blocks[i]);
        }

        ulong pmd = Layout.Frames.Allocate(cpu);
        for (int i = 0; i < BasePage.PtrsPerTable; i++)
        {
            cpu.WriteOnce(pmd + ((ulong)i * 8), i < _blocks.Length ? pte.Kernel(_blocks[i] >> BasePage.Shift) : 0);
        }

        return pmd;
    }

    private void FillPage(Cpu cpu, int page, Func<int, ulong> compoundInfo)
    {
        int perPage = (int)(BasePage.Size / StructPage.Size);
        int order = _options.Size.Shift - BasePage.Shift;
        ulong frame = _blocks[page / BasePage.PtrsPerTable] + ((ulong)(page % BasePage.PtrsPerTable) << BasePage.Shift);
        for (int slot = 0; slot < perPage; slot++)
        {
            long number = ((long)page * perPage) + slot;
            int folio = (int)(number / _options.Size.StructPages);
            if (folio == _options.Folios)
            {
                return;
            }

            ulong info = compoundInfo(folio);
            for (int word = 0; word < StructPageContents.Words; word++)
            {
                ulong value = StructPageContents.Of(folio, order, info, (int)(number % _options.Size.StructPages), word);
                cpu.WriteOnce(frame + ((ulong)slot * StructPage.Size) + ((ulong)word * 8), value);
            }
        }
    }

    private static PageTableFormat Format() => new()
    {
        Valid = PageTableEntry.Present,
        Table = PageTableEntry.Table,
        User = PageTableEntry.User,
        NotGlobal = PageTableEntry.NotGlobal,
        Accessed = PageTableEntry.Accessed,
    };

    private void OnOneCpu(Action<Cpu> body)
    {
        using var processors = new Processors(new ProcessorOptions(1));
        processors.Frames = Layout.Frames;
        processors.Run(body);
    }
}
