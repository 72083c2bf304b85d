using Racewalk.Hardware;
using Racewalk.Mm.Faults;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Vmas;

namespace Racewalk.Trials.Worlds;

/// <summary>A process of a world: its address space, its VMAs, and the way its user code accesses them. Entries are x86's, whoever flushes and how.</summary>
public sealed class Process
{
    private const ulong FirstAddress = 1UL << 32;
    private const int WordsPerVma = 7;
    private const int WordsOfItsOwn = 5;

    private readonly VmFault[] _faults = new VmFault[Processors.MostCpus];

    /// <param name="name">What reports call it.</param>
    /// <param name="asid">The identifier of its address space.</param>
    /// <param name="layout">Where its kernel data lie.</param>
    /// <param name="options">What it is made of.</param>
    /// <param name="allocator">Where its frames come from.</param>
    /// <param name="pmdTable">The frame of its PMD table, empty.</param>
    /// <param name="zeroPfn">The frame of the zero page.</param>
    /// <param name="parent">Who forks it; null if it is there from the start, with all its VMAs.</param>
    internal Process(string name, uint asid, WorldLayout layout, MmWorldOptions options, PageAllocator allocator, ulong pmdTable, ulong zeroPfn, Process? parent)
    {
        int entries = MmWorld.PtrsPerTable;
        Space = new AddressSpace
        {
            Name = name,
            Format = NativeFormats.X86,
            Root = PhysicalMemory.FrameAddress(pmdTable),
            Entries = [entries, entries],
            Base = FirstAddress,
            Asid = asid,
            HasBlocks = true,
            FaultHandler = Handle,
        };
        var pageTableLock = new Spinlock(layout.KernelWord(), "page_table_lock");
        Mm = new MmStruct
        {
            Geometry = new Geometry(entries, entries, entries),
            Pages = layout.Pages,
            PmdTable = Space.Root,
            WriteProtectSeq = layout.KernelWord(),
            PageTableLock = pageTableLock,
            DepositedTable = layout.KernelWord(),
            PageAllocator = allocator,
            Space = Space,
            Pte = new X86Pte(),
            PageProt = ArchPte.UserProt,
        };
        MmapLock = new MmapLock(new RwSemaphore(layout.KernelWord(), "mmap_lock"), layout.KernelWord());
        Locks = new PageTableLocks(Mm, options.Split, pageTableLock, new Spinlock(StructPage.TableLock(Mm.Pages[pmdTable]), "ptlock_ptr(pmd)"));
        Vmas = [.. Enumerable.Range(0, options.Vmas).Select(i => VmaAt(i, layout, options, zeroPfn, parent))];
    }

    /// <summary>Its address space.</summary>
    public MmStruct Mm { get; }

    /// <summary>What its user code accesses.</summary>
    public AddressSpace Space { get; }

    /// <summary>Its VMAs, in the order of their addresses.</summary>
    public IReadOnlyList<WorldVma> Vmas { get; }

    /// <summary>The lock of all its VMAs.</summary>
    public MmapLock MmapLock { get; }

    /// <summary>The locks of its page tables.</summary>
    public PageTableLocks Locks { get; }

    /// <summary>The words of its locks, all 0 while nobody has one, each with its name.</summary>
    internal IEnumerable<(string Name, ulong Address)> LockWords =>
    [
        ("mmap_lock of " + Space.Name, MmapLock.Semaphore.Address),
        ("page_table_lock of " + Space.Name, Mm.PageTableLock.Address),
        ("the PMD lock of " + Space.Name, Locks.Pmd.Address),
        .. Vmas.SelectMany(v => (IEnumerable<(string, ulong)>)
        [
            (FormattableString.Invariant($"vm_lock of the VMA of PMD entry {v.FirstPmd} of {Space.Name}"), v.Vma.VmLock.Address),
            (FormattableString.Invariant($"anon_vma of the VMA of PMD entry {v.FirstPmd} of {Space.Name}"), v.Vma.AnonVma.Address),
        ]),
    ];

    /// <summary>How many words of kernel data a process needs.</summary>
    internal static int KernelWords(int vmas) => WordsOfItsOwn + (vmas * WordsPerVma);

    /// <summary>The VMA of a page, whether it is unmapped or not; null if there is none.</summary>
    public WorldVma? FindVma(int page)
    {
        int pmdIndex = page / MmWorld.PtrsPerTable;
        foreach (WorldVma vma in Vmas)
        {
            if (pmdIndex >= vma.FirstPmd && pmdIndex < vma.FirstPmd + vma.Pmds)
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
    /// <exception cref="BrokenRuleException">It is no address that the tables could map.</exception>
    public VmFault Load(Cpu cpu, ulong address, out ulong value)
    {
        _faults[cpu.Id] = VmFault.None;
        value = cpu.InUserMode(Space).Load(address);
        return _faults[cpu.Id];
    }

    /// <summary>A store by user code.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="address">The virtual address.</param>
    /// <param name="value">What it writes.</param>
    /// <returns><see cref="VmFault.None"/> if it was made; otherwise what a signal came for.</returns>
    /// <exception cref="BrokenRuleException">It is no address that the tables could map.</exception>
    public VmFault Store(Cpu cpu, ulong address, ulong value)
    {
        _faults[cpu.Id] = VmFault.None;
        cpu.InUserMode(Space).Store(address, value);
        return _faults[cpu.Id];
    }

    // do_user_addr_fault: where there is no VMA, or no memory, it ends in a signal.
    private FaultResolution Handle(Cpu cpu, PageFault fault)
    {
        int page = fault.Page;
        int entries = MmWorld.PtrsPerTable;
        VmFault outcome = FindVma(page)?.Fault.Handle(cpu, page / entries, page % entries, fault.IsStore) ?? VmFault.Sigsegv;
        if (outcome == VmFault.None)
        {
            return FaultResolution.Retry;
        }

        _faults[cpu.Id] = outcome;
        return FaultResolution.Signal;
    }

    private WorldVma VmaAt(int index, WorldLayout layout, MmWorldOptions options, ulong zeroPfn, Process? parent)
    {
        var vma = new VmArea
        {
            Mm = Mm,
            MmapLock = MmapLock,
            Locks = Locks,
            VmLock = new RwSemaphore(layout.KernelWord(), "vm_lock"),
            VmLockSeq = layout.KernelWord(),
            VmFlags = layout.KernelWord(),

            // The anon_vma of a child's VMA hangs on its parent's, whose lock is that of both (anon_vma->root).
            AnonVma = parent?.Vmas[index].Vma.AnonVma ?? new RwSemaphore(layout.KernelWord(), "anon_vma"),
            ZeroPfn = zeroPfn,
            TreeEntry = layout.KernelWord(),
            Detached = layout.KernelWord(),
            AnonVmaChain = layout.KernelWord(),
        };
        using var processors = new Processors(new ProcessorOptions(1));
        processors.Run(cpu =>
        {
            // Not write-locked (vma_init_lock).
            cpu.WriteOnce(vma.VmLockSeq, ulong.MaxValue);
            if (parent is null)
            {
                vma.Link(cpu, VmArea.Write);
            }
        });
        return new WorldVma(vma, index * options.PmdsPerVma, options.PmdsPerVma, new AnonFault(vma, options.FaultOf(index)));
    }
}
