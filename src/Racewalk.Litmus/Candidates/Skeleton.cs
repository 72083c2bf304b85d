using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Candidates;

/// <summary>
/// The events of one choice of paths, one a thread, before anybody has read from anybody: initial writes first, then each thread's in program order.
/// Register events are left out unless the model asks for them.
/// </summary>
internal sealed class Skeleton
{
    private const long PageMask = (1 << 12) - 1;
    private readonly LitmusProgram _program;

    public Skeleton(LitmusProgram program, IReadOnlyList<ThreadPath> paths, bool withRegisters, bool locksAreApart)
    {
        LocksAreApart = locksAreApart;
        IsC = program.Architecture == "C";
        Variants = program.Variants;
        Paths = paths;
        _program = program;
        Translation = program.Translation;
        ThreadCount = program.Threads.Count;
        IReadOnlyCollection<int> locations = LocationsOf(program, paths);
        var events = new List<CandidateEvent>();
        foreach (int location in locations)
        {
            ulong value = program.InitialMemory.GetValueOrDefault(location);
            var initial = new LitmusEvent { Kind = LitmusEventKind.Write, Instruction = -1, Location = location, Value = program.Pool.Constant(value) };
            events.Add(new CandidateEvent(-1, -1, initial));
        }

        IndexOf = new int[paths.Count][];
        for (int t = 0; t < paths.Count; t++)
        {
            IReadOnlyList<LitmusEvent> trace = paths[t].Trace.Events;
            IndexOf[t] = new int[trace.Count];
            for (int i = 0; i < trace.Count; i++)
            {
                bool isRegister = trace[i].Kind is LitmusEventKind.RegisterRead or LitmusEventKind.RegisterWrite;
                IndexOf[t][i] = isRegister && !withRegisters ? -1 : events.Count;
                if (IndexOf[t][i] >= 0)
                {
                    events.Add(new CandidateEvent(t, i, trace[i]));
                }
            }
        }

        Events = [.. events];
    }

    /// <summary>Whether an event accesses a descriptor.</summary>
    public bool IsEntryAccess(CandidateEvent e) => (e.IsRead || e.IsWrite) && _program.IsEntry(e.Event.Location);

    /// <summary>How far a location is behind the beginning of its page.</summary>
    public long OffsetOf(int location) => (long)_program.AddressAt(location) & PageMask;

    /// <summary>The locations that an execution with given paths is about: those accessed, and with translation those that could be.</summary>
    public static IReadOnlyCollection<int> LocationsOf(LitmusProgram program, IReadOnlyList<ThreadPath> paths)
    {
        var locations = new SortedSet<int>();
        foreach (LitmusEvent e in paths.SelectMany(static p => p.Trace.Events))
        {
            if (e.Kind is not (LitmusEventKind.RegisterRead or LitmusEventKind.RegisterWrite) && e.Location >= 0)
            {
                locations.Add(e.Location);
            }
        }

        if (program.Translation is { Tables: null })
        {
            AddPages(program, locations);
        }

        return locations;
    }

    // Whether a change of a descriptor needs break-before-make can depend on what the pages contain; access flags may change without an access.
    private static void AddPages(LitmusProgram program, SortedSet<int> locations)
    {
        DescriptorFormat format = program.Translation!.Format;
        locations.UnionWith(program.Question.Places.Where(p => p.IsLocation && program.IsEntry(p.Number)).Select(static p => p.Number));
        foreach (int entry in locations.Where(program.IsEntry).ToArray())
        {
            foreach (ulong descriptor in program.Domains.Of(entry).Where(format.Is))
            {
                if (program.TryFindPage(format.OutputOf(descriptor), out int page, out _))
                {
                    locations.Add(page);
                }
            }
        }
    }

    /// <summary>How addresses are translated; null if they are not.</summary>
    public TranslationSetup? Translation { get; }

    /// <summary>How many threads the test has; paths from there on are spurious updates.</summary>
    public int ThreadCount { get; }

    /// <summary>
    /// Whether the model itself says what operations of kernel locks read and where they are in coherence, as the kernel's lock.cat does: then they
    /// are neither reads nor writes, no source is chosen for them, and unlocks have no place in coherence.
    /// </summary>
    public bool LocksAreApart { get; }

    /// <summary>Whether the test is in C.</summary>
    public bool IsC { get; }

    /// <summary>The test's own variants.</summary>
    public IReadOnlySet<string> Variants { get; }

    /// <summary>The path of each thread.</summary>
    public IReadOnlyList<ThreadPath> Paths { get; }

    /// <summary>All events.</summary>
    public CandidateEvent[] Events { get; }

    /// <summary>For a thread and an index in its trace, the event's index in <see cref="Events"/>; -1 if it was left out.</summary>
    public int[][] IndexOf { get; }
}

/// <summary>An event with its place.</summary>
/// <param name="Thread">Its thread; -1 for an initial write.</param>
/// <param name="TraceIndex">Its index in its thread's trace.</param>
/// <param name="Event">What it does.</param>
internal readonly record struct CandidateEvent(int Thread, int TraceIndex, LitmusEvent Event)
{
    /// <summary>Whether it reads memory.</summary>
    public bool IsRead => Event.Kind == LitmusEventKind.Read;

    /// <summary>Whether it writes memory.</summary>
    public bool IsWrite => Event.Kind == LitmusEventKind.Write;

    /// <summary>Whether it is a register's.</summary>
    public bool IsRegister => Event.Kind is LitmusEventKind.RegisterRead or LitmusEventKind.RegisterWrite;
}

/// <summary>A path through a thread with its dependencies, which do not depend on the other threads.</summary>
internal sealed record ThreadPath(ThreadTrace Trace)
{
    /// <summary>The dependencies.</summary>
    public TraceDependencies Dependencies { get; } = new(Trace);

    /// <summary>The dependencies as the present Armv8 model has them; made when asked for.</summary>
    public ArmDependencies Arm => field ??= new ArmDependencies(Trace, Dependencies);
}
