using System.Numerics;
using Racewalk.Hardware;
using Racewalk.Mm.Faults;
using Racewalk.Mm.Memory;

namespace Racewalk.Trials.Worlds;

/// <summary>
/// Processes on the native machine with tables of real size: private anonymous VMAs of several PMD entries, whose pages come from a buddy allocator; CPUs access them through their TLBs, and
/// the memory manager handles their faults. There is one process, and children that it may fork.
/// </summary>
public sealed class MmWorld : IDisposable
{
    /// <summary>The largest number of frames.</summary>
    public const int MostFrames = 1 << 24;

    private const int MostChildren = 8;

    private readonly WorldLayout _layout;
    private readonly MmWorldOptions _options;
    private readonly BuddyPages _allocator;
    private readonly List<Process> _children = [];
    private readonly List<ulong> _reserved = [];

    /// <summary>A process with nothing mapped yet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no VMA, a PMD table has too few entries for them, or there are more than 2^24 frames.</exception>
    /// <exception cref="OutOfFramesException">The host has no such range of addresses left, or there are too few frames for a PMD table and the zero page.</exception>
    public MmWorld(MmWorldOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Vmas, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.PmdsPerVma, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)options.Vmas * options.PmdsPerVma, PtrsPerTable, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.Frames, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Frames, MostFrames, nameof(options));
        int frames = options.Frames > 0 ? options.Frames : checked(options.Pmds * (PtrsPerTable + 1) * 5 / 4) + (2 * PtrsPerTable);
        _options = options;
        _layout = new WorldLayout(frames, BitOperations.Log2((uint)PtrsPerTable), (1 + MostChildren) * Process.KernelWords(options.Vmas));
        _allocator = new BuddyPages(_layout.Frames, options.Poisons);
        if (options.Poisons)
        {
            On(cpu => Poison(cpu, frames));
        }

        ZeroPfn = TakeFrame();
        Parent = new Process("user", 1, _layout, options, _allocator, TakeFrame(), ZeroPfn, parent: null);
    }

    /// <summary>Entries of a table, at each level; pages of a huge page; words of a page.</summary>
    public static int PtrsPerTable => BasePage.PtrsPerTable;

    /// <summary>The process.</summary>
    public Process Parent { get; }

    /// <summary>Processes that it forks, each with all its VMAs, none of which is there yet.</summary>
    public IReadOnlyList<Process> Children => _children;

    /// <summary>The process's address space.</summary>
    public MmStruct Mm => Parent.Mm;

    /// <summary>What its user code accesses.</summary>
    public AddressSpace Space => Parent.Space;

    /// <summary>Its VMAs, in the order of their addresses.</summary>
    public IReadOnlyList<WorldVma> Vmas => Parent.Vmas;

    /// <summary>How many PMD entries its VMAs cover; the first is the first of the PMD table.</summary>
    public int Pmds => _options.Pmds;

    /// <summary>The frames: a machine that runs on this world must have them as <see cref="Processors.Frames"/>.</summary>
    public FrameAllocator Frames => _layout.Frames;

    /// <summary>The frame of the zero page.</summary>
    public ulong ZeroPfn { get; }

    /// <summary>The number of the first frame.</summary>
    public ulong FirstPfn => _layout.FirstPfn;

    /// <summary>The frames that are never free: the zero page and the PMD tables of the processes.</summary>
    public IReadOnlyList<ulong> Reserved => _reserved;

    /// <summary>A process that the first can fork: its address space without any VMA. Nothing may run.</summary>
    /// <exception cref="OutOfFramesException">There are as many as there can be, or no frame is left for its PMD table.</exception>
    public Process AddChild()
    {
        if (_children.Count == MostChildren)
        {
            throw new OutOfFramesException(FormattableString.Invariant($"a world has {MostChildren} children at most"));
        }

        int number = _children.Count + 1;
        var child = new Process(FormattableString.Invariant($"child {number}"), 1 + (uint)number, _layout, _options, _allocator, TakeFrame(), ZeroPfn, Parent);
        _children.Add(child);
        return child;
    }

    /// <summary>A load by user code of the process.</summary>
    /// <inheritdoc cref="Process.Load"/>
    public VmFault Load(Cpu cpu, ulong address, out ulong value) => Parent.Load(cpu, address, out value);

    /// <summary>A store by user code of the process.</summary>
    /// <inheritdoc cref="Process.Store"/>
    public VmFault Store(Cpu cpu, ulong address, ulong value) => Parent.Store(cpu, address, value);

    /// <summary>Unmaps its memory: nobody may use it any more.</summary>
    public void Dispose() => _layout.Dispose();

    // No mm_struct has the frame, so its struct page is made ready by hand.
    private ulong TakeFrame()
    {
        ulong pfn = 0;
        On(cpu =>
        {
            ulong address = _layout.Frames.Allocate(cpu);
            cpu.Allocate(address, PtrsPerTable, 0);
            pfn = address >> PageTableEntry.PfnShift;
            cpu.AtomicSet(StructPage.Refcount(_layout.Pages[pfn]), 1);
        });
        _layout.Frames.DrainAll();
        _reserved.Add(pfn);
        return pfn;
    }

    private void Poison(Cpu cpu, int frames)
    {
        ulong words = (ulong)frames << (PageTableEntry.PfnShift - 3);
        for (ulong word = 0; word < words; word++)
        {
            cpu.PlainStore(_layout.Arena.Base + (word * 8), Hardware.Poison.Freed);
        }
    }

    private void On(Action<Cpu> body)
    {
        using var processors = new Processors(new ProcessorOptions(1)
        {
            Poisons = _options.Poisons,
        });
        processors.Run(body);
    }
}
