using Racewalk.Hardware;
using Racewalk.Mm.Hvo;
using Racewalk.Mm.Hvo.Arm64;
using Racewalk.Mm.Memory;

namespace Racewalk.Trials.Hvo;

/// <summary>
/// A pool of free hugetlb folios on the native machine: their struct pages behind page tables, first mapped by blocks as vmemmap_populate_hugepages leaves them, in frames that can be freed.
/// The memory of the huge pages themselves is nowhere: nobody looks at it. <see cref="Optimize"/> and <see cref="Restore"/> may run on several CPUs at once on different folios.
/// </summary>
public sealed class HvoWorld : IDisposable
{
    private readonly HvoMemmap _memmap;
    private readonly VmemmapUpdate? _update;
    private readonly HugetlbVmemmap _hvo;
    private readonly VmemmapSplit _split;
    private readonly Spinlock _resizeLock;

    /// <summary>Lays it out and fills the struct pages.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no folio, huge pages are no larger than base pages, or their struct pages need more than a table of PMD entries.</exception>
    /// <exception cref="TrialException">A strategy that no kernel of that era was asked to have.</exception>
    /// <exception cref="OutOfFramesException">The host has no such range left.</exception>
    public HvoWorld(HvoWorldOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Folios, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Size.Shift, BasePage.Shift, nameof(options));
        if (options.Strategy != HvoStrategy.InPlace && options.Era != HvoEra.E7)
        {
            throw new TrialException($"{options.Strategy} changes all entries of a folio before anybody mends the tails' fake heads: only with shared tails (E7)");
        }

        Options = options;
        _memmap = new HvoMemmap(options, Handle);
        _resizeLock = new Spinlock(_memmap.Layout.KernelWord(), "resize_lock");
        _update = HvoStrategies.Create(options.Strategy, Vmemmap, _memmap.Layout, options.Cpus);
        var hvoOptions = new HvoOptions(options.Era, IsBatch: true, options.Order);
        _hvo = new HugetlbVmemmap(Vmemmap, hvoOptions, _update);
        _split = new VmemmapSplit(Vmemmap, hvoOptions, _update);
        int pages = Size.VmemmapPages;
        HugetlbFolio[] folios = Size.PagesFreed == 0 ? [] : [.. Enumerable.Range(0, options.Folios).Select(i => new HugetlbFolio(i * pages, pages))];
        ulong tail = options.Era == HvoEra.E7 && folios.Length > 0 ? _memmap.ShareTail(folios[0].CompoundInfo(Vmemmap, options.Era)) : 0;
        Folios = [.. folios.Select(f => f with { SharedTail = tail })];
        _memmap.Fill(CompoundInfo);
        Frames.DrainAll();
    }

    /// <summary>What it is like.</summary>
    public HvoWorldOptions Options { get; }

    /// <summary>The size of the huge pages.</summary>
    public HugetlbSize Size => Options.Size;

    /// <summary>The memmap.</summary>
    public Vmemmap Vmemmap => _memmap.Vmemmap;

    /// <summary>The folios; none if their size leaves nothing to free.</summary>
    public IReadOnlyList<HugetlbFolio> Folios { get; }

    /// <summary>Where vmemmap pages and tables come from: what runs on this world has it as <see cref="Processors.Frames"/>.</summary>
    public FrameAllocator Frames => _memmap.Layout.Frames;

    /// <summary>Where its memory lies.</summary>
    public Arena Arena => _memmap.Layout.Arena;

    /// <summary>Whether a flush may interrupt other CPUs.</summary>
    public bool CanFlushByInterrupt => _update?.CanFlushByInterrupt ?? true;

    /// <summary>How many bytes are resident of all frames: the memmap's, its tables, and those that are free and were not given back to the host.</summary>
    public ulong Resident => Arena.Resident(Arena.Base, (ulong)Frames.Frames << BasePage.Shift);

    /// <summary>The virtual address of a struct page.</summary>
    /// <param name="folio">The number of the folio.</param>
    /// <param name="index">Which struct page of it.</param>
    public ulong StructPageAt(int folio, int index = 0) => HvoMemmap.FirstAddress + ((ulong)folio * Size.MemmapBytes) + ((ulong)index * StructPage.Size);

    /// <summary>What a tail of a folio says of its head.</summary>
    public ulong CompoundInfo(int folio) => Folios.Count > 0 ? Folios[folio].CompoundInfo(Vmemmap, Options.Era) : StructPageAt(folio) | 1;

    /// <summary>Splits the blocks that map the folios' struct pages, where that has not been done (hugetlb_vmemmap_split_folio), and flushes.</summary>
    /// <exception cref="BrokenRuleException">Their size leaves nothing to free.</exception>
    /// <exception cref="OutOfFramesException">There are no frames for the tables.</exception>
    public void Split(Cpu cpu, params IReadOnlyList<HugetlbFolio> folios)
    {
        MustBeOptimizable();
        for (int i = 0; i < folios.Count; i++)
        {
            if (!_split.TrySplitFolio(cpu, folios[i]))
            {
                throw new OutOfFramesException($"no frame is left for the table that would map the struct pages at 0x{folios[i].Head(Vmemmap):x}");
            }
        }

        if (_update is null)
        {
            cpu.FlushTlbAll();
        }
    }

    /// <summary>Optimises folios as one batch (hugetlb_vmemmap_optimize_folios). They are frozen, as all in the pool.</summary>
    /// <exception cref="BrokenRuleException">Their size leaves nothing to free, or one is optimised already; nothing was changed.</exception>
    /// <exception cref="OutOfFramesException">There are no frames for the tables; no folio was changed.</exception>
    public void Optimize(Cpu cpu, params IReadOnlyList<HugetlbFolio> folios) => Exclusively(cpu, folios, mustBe: false, static (world, cpu, folios) =>
    {
        world.Split(cpu, folios);
        world._hvo.OptimizeFolios(cpu, folios);
    });

    /// <summary>Gives folios struct pages of their own again, as one batch (hugetlb_vmemmap_restore_folios).</summary>
    /// <exception cref="BrokenRuleException">Their size leaves nothing to free, or one is not optimised; nothing was changed.</exception>
    /// <exception cref="OutOfFramesException">There are no frames for the tails of one: those before it are restored, it and those behind it are as they were.</exception>
    public void Restore(Cpu cpu, params IReadOnlyList<HugetlbFolio> folios) => Exclusively(cpu, folios, mustBe: true, static (world, cpu, folios) =>
    {
        int restored = world._hvo.RestoreFolios(cpu, folios);
        if (restored < folios.Count)
        {
            throw new OutOfFramesException($"no frames are left for the tails of the folio whose struct pages are at 0x{folios[restored].Head(world.Vmemmap):x}: it stays optimised");
        }
    });

    /// <summary>Whether a folio is optimised, by its own flag.</summary>
    public bool IsOptimized(Cpu cpu, HugetlbFolio folio) => (Vmemmap.On(cpu).Load(StructPage.Private(folio.Head(Vmemmap))) & StructPage.VmemmapOptimized) != 0;

    /// <summary>Gives all memory back.</summary>
    public void Dispose() => _memmap.Dispose();

    // A strategy changes a list of entries at a time, and its splits rely on being alone.
    private void Exclusively(Cpu cpu, IReadOnlyList<HugetlbFolio> folios, bool mustBe, Action<HvoWorld, Cpu, IReadOnlyList<HugetlbFolio>> body)
    {
        MustBeOptimizable();
        for (int i = 0; i < folios.Count; i++)
        {
            if (IsOptimized(cpu, folios[i]) != mustBe)
            {
                throw new BrokenRuleException($"the folio whose struct pages are at 0x{folios[i].Head(Vmemmap):x} is {(mustBe ? "not optimised" : "optimised already")}");
            }
        }

        if (_update is null)
        {
            body(this, cpu, folios);
            return;
        }

        cpu.MutexLock(_resizeLock);
        try
        {
            body(this, cpu, folios);
        }
        finally
        {
            cpu.MutexUnlock(_resizeLock);
        }
    }

    private void MustBeOptimizable()
    {
        if (Size.PagesFreed == 0)
        {
            throw new BrokenRuleException($"huge pages of {Size} have {Size.MemmapBytes} bytes of struct pages (the first at 0x{StructPageAt(0):x}): with base pages of {BasePage.Size} bytes there is none to free");
        }
    }

    private FaultResolution Handle(Cpu cpu, PageFault fault) =>
        _update?.HandleFault(cpu, fault) == true || new KernelFault(Vmemmap).IsSpurious(cpu, fault.Page, fault.IsStore) ? FaultResolution.Retry : FaultResolution.Unhandled;
}
