using Racewalk.Programs;

namespace Racewalk.Machine.Tests.Translation;

/// <summary>Two levels of tables in model memory, and a machine whose CPUs walk them.</summary>
internal static class TranslationSetup
{
    public const ulong Valid = 1;
    public const ulong Table = 2;
    public const ulong Dbm = 4;
    public const ulong NoTranslation = 8;
    public const ulong Contiguous = 0x10;
    public const ulong User = 0x40;
    public const ulong ReadOnly = 0x80;
    public const ulong MemoryType = 0x100;
    public const ulong AccessFlag = 0x400;
    public const ulong NotGlobal = 0x800;
    public const ulong Leaf = Valid | User | AccessFlag | NotGlobal;

    public const ulong Root = 0x1000;
    public const ulong Ptes = 0x2000;
    public const ulong PageA = 0x8000;
    public const ulong PageB = 0x9000;
    public const ulong Base = 0x40_0000;

    public static PageTableFormat Format { get; } = new Arm64TableFormat
    {
        Valid = Valid,
        Table = Table,
        User = User,
        ReadOnly = ReadOnly,
        AccessFlag = AccessFlag,
        NotGlobal = NotGlobal,
        DirtyBitModifier = Dbm,
        Contiguous = Contiguous,
        MemoryType = MemoryType,
        NoTranslation = NoTranslation,
    };

    public static AddressSpace Space(int ptes = 2, bool hasBlocks = false, int contiguous = 1, ulong cpus = ulong.MaxValue) => new()
    {
        Name = "user",
        Format = Format,
        Root = Root,
        Entries = [2, ptes],
        Base = Base,
        HasBlocks = hasBlocks,
        ContiguousEntries = contiguous,
        CpuMask = cpus,
    };

    public static CheckedMachine MachineOf(
        AddressSpace space, TranslationFeatures? features = null, Func<Cpu, PageFault, FaultResolution>? handler = null, int cpus = 2, params string[] dropped) =>
        new(Architecture.Arm64, cpus, dropped: dropped)
        {
            AddressSpaces = [space],
            Translation = features ?? new TranslationFeatures(),
            PageFaultHandler = handler,
        };

    /// <summary>Memory in which page 0 is mapped to A by <paramref name="entry"/>, and A and B hold 1 and 2.</summary>
    public static Dictionary<ulong, ulong> Memory(ulong entry) => new()
    {
        [Root] = Ptes | Valid | Table,
        [Ptes] = entry,
        [PageA] = 1,
        [PageB] = 2,
    };

    public static RecordingSink Run(CheckedMachine machine, ulong entry, Action<Cpu> body) => RecordingSink.Run(machine, body, sink =>
    {
        foreach ((ulong address, ulong value) in Memory(entry))
        {
            sink.Memory[address] = value;
        }
    });

    public static CheckedProgram Program(CheckedMachine machine, IReadOnlyDictionary<ulong, ulong> initial, params Action<Cpu>[] tasks) => new()
    {
        Name = "translated",
        Threads = [.. tasks.Select(machine.Task)],
        Initial = initial,
        IsTranslated = true,
        LocationName = machine.Name,
    };
}
