using System.Numerics;
using Racewalk.Hardware;
using Racewalk.Mm.Faults;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Vmas;

namespace Racewalk.Trials.Worlds;

/// <summary>
/// A process on the native machine with tables of real size: VMAs of several PMD entries, private and anonymous, whose pages come from a buddy allocator; CPUs access them through
/// their TLBs, and the memory manager handles their faults. Entries are x86's, whoever flushes and how.
/// </summary>
public sealed class MmWorld : IDisposable
{
    private const ulong FirstAddress = 1UL << 32;
    private const int KernelWordsPerVma = 4;
    private const int KernelWords = 8;

    private readonly WorldLayout _layout;
    private readonly VmFault[] _faults = new VmFault[Processors.MostCpus];

    /// <summary>A process with nothing mapped yet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no VMA, or a PMD table has too few entries for them.</exception>
    /// <exception cref="OutOfFramesException">The host has no such range of addresses left, or there are too few frames for a PMD table and the zero page.</exception>
    public MmWorld(MmWorldOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Vmas, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.PmdsPerVma, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)options.Vmas * options.PmdsPerVma, PtrsPerTable, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.Frames, nameof(options));
        int frames = options.Frames > 0 ? options.Frames : checked(options.Pmds * (PtrsPerTable + 1) * 5 / 4) + (2 * PtrsPerTable);
        _layout = new WorldLayout(frames, BitOperations.Log2((uint)PtrsPerTable), KernelWords + (options.Vmas * KernelWordsPerVma));
        var allocator = new BuddyPages(_layout.Frames, options.Poisons);
        using var processors = new Processors(new ProcessorOptions(1)
        {
            Poisons = options.Poisons,
        });
        ulong pmdTable = 0;
        processors.Run(cpu =>
        {
            if (options.Poisons)
            {
                Poison(cpu, frames);
            }

            pmdTable = TakeFrame(cpu, options.Poisons);
            ZeroPfn = TakeFrame(cpu, options.Poisons);
        });
        _layout.Frames.DrainAll();
        var geometry = new Geometry(PtrsPerTable, PtrsPerTable, PtrsPerTable);
        Space = new AddressSpace
        {
            Name = "user",
            Format = new PageTableFormat
            {
                Valid = PageTableEntry.Present,
                Table = PageTableEntry.Table,
                User = PageTableEntry.User,
                NotGlobal = PageTableEntry.NotGlobal,
                Writable = PageTableEntry.Write,
                Accessed = PageTableEntry.Accessed,
                Dirty = PageTableEntry.Dirty,
                FrameShift = PageTableEntry.PfnShift,
            },
            Root = PhysicalMemory.FrameAddress(pmdTable),
            Entries = [PtrsPerTable, PtrsPerTable],
            Base = FirstAddress,
            HasBlocks = true,
            FaultHandler = Handle,
        };
        var pageTableLock = new Spinlock(_layout.KernelWord(), "page_table_lock");
        Mm = new MmStruct
        {
            Geometry = geometry,
            Pages = _layout.Pages,
            PmdTable = Space.Root,
            WriteProtectSeq = _layout.KernelWord(),
            PageTableLock = pageTableLock,
            DepositedTable = _layout.KernelWord(),
            PageAllocator = allocator,
            Space = Space,
            Pte = new X86Pte(),
            PageProt = ArchPte.UserProt,
        };
        MmapLock = new MmapLock(new RwSemaphore(_layout.KernelWord(), "mmap_lock"), _layout.KernelWord());
        Locks = new PageTableLocks(Mm, options.Split, pageTableLock, new Spinlock(StructPage.TableLock(Mm.Pages[pmdTable]), "ptlock_ptr(pmd)"));
        var anonVma = new RwSemaphore(_layout.KernelWord(), "anon_vma");
        Vmas = [.. Enumerable.Range(0, options.Vmas).Select(i => VmaAt(i * options.PmdsPerVma, options, anonVma))];
        Pmds = options.Pmds;
        ReservedFrames = 2;
    }

    /// <summary>Entries of a table, at each level; pages of a huge page; words of a page.</summary>
    public static int PtrsPerTable => 1 << (PageTableEntry.PfnShift - 3);

    /// <summary>The address space.</summary>
    public MmStruct Mm { get; }

    /// <summary>What its user code accesses.</summary>
    public AddressSpace Space { get; }

    /// <summary>Its VMAs, in the order of their addresses.</summary>
    public IReadOnlyList<WorldVma> Vmas { get; }

    /// <summary>The lock of all VMAs.</summary>
    public MmapLock MmapLock { get; }

    /// <summary>The locks of its page tables.</summary>
    public PageTableLocks Locks { get; }

    /// <summary>How many PMD entries its VMAs cover; the first is the first of the PMD table.</summary>
    public int Pmds { get; }

    /// <summary>The frames: a machine that runs on this world must have them as <see cref="Processors.Frames"/>.</summary>
    public FrameAllocator Frames => _layout.Frames;

    /// <summary>The frame of the zero page.</summary>
    public ulong ZeroPfn { get; private set; }

    /// <summary>The number of the first frame.</summary>
    public ulong FirstPfn => _layout.FirstPfn;

    /// <summary>How many frames are never free: the PMD table and the zero page.</summary>
    public int ReservedFrames { get; }

    /// <summary>The words of its locks, all 0 while nobody has one, each with its name.</summary>
    internal IReadOnlyList<(string Name, ulong Address)> LockWords =>
    [
        ("mmap_lock", MmapLock.Semaphore.Address),
        ("page_table_lock", Mm.PageTableLock.Address),
        ("the PMD lock", Locks.Pmd.Address),
        ("anon_vma", Vmas[0].Vma.AnonVma.Address),
        .. Vmas.Select(static v => (FormattableString.Invariant($"vm_lock of the VMA of PMD entry {v.FirstPmd}"), v.Vma.VmLock.Address)),
    ];

    /// <summary>The VMA of a page; null if there is none.</summary>
    public WorldVma? FindVma(int page)
    {
        foreach (WorldVma vma in Vmas)
        {
            if (vma.Covers(page / PtrsPerTable))
            {
                return vma;
            }
        }

        return null;
    }

    /// <summary>A load by user code.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="address">The virtual address.</param>
    /// <param name="value">What it reads.</param>
    /// <returns><see cref="VmFault.None"/> if it was made; otherwise what a signal came for.</returns>
    public VmFault Load(Cpu cpu, ulong address, out ulong value)
    {
        _faults[cpu.Id] = VmFault.None;
        value = cpu.InUserMode(Space).Load(address);
        return _faults[cpu.Id];
    }

    /// <summary>A store by user code.</summary>
    /// <inheritdoc cref="Load"/>
    public VmFault Store(Cpu cpu, ulong address, ulong value)
    {
        _faults[cpu.Id] = VmFault.None;
        cpu.InUserMode(Space).Store(address, value);
        return _faults[cpu.Id];
    }

    /// <summary>Unmaps its memory: nobody may use it any more.</summary>
    public void Dispose() => _layout.Dispose();

    // do_user_addr_fault: where there is no VMA, or no memory, it ends in a signal.
    private FaultResolution Handle(Cpu cpu, PageFault fault)
    {
        int page = fault.Page;
        VmFault outcome = FindVma(page)?.Fault.Handle(cpu, page / PtrsPerTable, page % PtrsPerTable, fault.IsStore) ?? VmFault.Sigsegv;
        if (outcome == VmFault.None)
        {
            return FaultResolution.Retry;
        }

        _faults[cpu.Id] = outcome;
        return FaultResolution.Signal;
    }

    private WorldVma VmaAt(int firstPmd, MmWorldOptions options, RwSemaphore anonVma)
    {
        ulong flags = _layout.KernelWord();
        ulong sequence = _layout.KernelWord();
        var vma = new VmArea
        {
            Mm = Mm,
            MmapLock = MmapLock,
            Locks = Locks,
            VmLock = new RwSemaphore(_layout.KernelWord(), "vm_lock"),
            VmLockSeq = sequence,
            VmFlags = flags,
            AnonVma = anonVma,
            ZeroPfn = ZeroPfn,
        };
        using var processors = new Processors(new ProcessorOptions(1));
        processors.Run(cpu =>
        {
            // Not write-locked (vma_init_lock).
            cpu.WriteOnce(sequence, ulong.MaxValue);
            cpu.WriteOnce(flags, VmArea.Write);
        });
        return new WorldVma(vma, firstPmd, options.PmdsPerVma, new AnonFault(vma, options.Fault));
    }

    // The frames are not yet mapped by an mm_struct, so their struct pages are made ready by hand.
    private ulong TakeFrame(Cpu cpu, bool poisons)
    {
        ulong address = _layout.Frames.Allocate(cpu);
        if (poisons)
        {
            cpu.Allocate(address, PtrsPerTable, 0);
        }

        ulong pfn = address >> PageTableEntry.PfnShift;
        cpu.AtomicSet(StructPage.Refcount(_layout.Pages[pfn]), 1);
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
}
