namespace Racewalk.Programs;

/// <summary>A program to explore: its threads, its interrupt handlers and the initial values of memory.</summary>
public sealed class CheckedProgram
{
    /// <summary>The program's name, for reports.</summary>
    public required string Name { get; init; }

    /// <summary>One body per CPU.</summary>
    public required IReadOnlyList<ThreadBody> Threads { get; init; }

    /// <summary>Bodies of inter-processor interrupts; <see cref="ThreadContext.Send"/> names one by its index.</summary>
    public IReadOnlyList<ThreadBody> Handlers { get; init; } = [];

    /// <summary>Initial values by address; memory not named here is 0.</summary>
    public IReadOnlyDictionary<ulong, ulong> Initial { get; init; } = new Dictionary<ulong, ulong>();

    /// <summary>Whether its threads walk page tables: the models that know translation are then the ones with it.</summary>
    public bool IsTranslated { get; init; }

    /// <summary>On Arm: 0 without FEAT_ETS2, otherwise 2 or 3, for FEAT_ETS2 and FEAT_ETS3.</summary>
    public int TranslationSynchronization { get; init; } = 2;

    /// <summary>What a location is called in reports.</summary>
    public Func<ulong, string> LocationName { get; init; } = static address => $"[0x{address:x}]";

    /// <summary>Names of the threads, for reports; "CPU n" where there is none.</summary>
    public IReadOnlyList<string> ThreadNames { get; init; } = [];

    /// <summary>The threads that have one body, by groups of at least two, each in ascending order.</summary>
    public IReadOnlyList<IReadOnlyList<int>> IdenticalThreads =>
    [
        .. Enumerable.Range(0, Threads.Count).GroupBy(thread => Threads[thread]).Where(static group => group.Count() > 1).Select(static group => (int[])[.. group]),
    ];
}
