using Racewalk.Exploration.Estimates;
using Racewalk.Programs;

namespace Racewalk.Exploration;

/// <summary>What bounds an exploration and what is told about it. Every bound that is reached makes the result inconclusive.</summary>
public sealed record ExplorationOptions
{
    /// <summary>The search, if it is not to visit every execution; the result is then never exhaustive. There is one worker then, and no state is saved.</summary>
    public SearchOptions? Search { get; init; }

    /// <summary>
    /// Whether to visit one only of the executions that differ in the names of identical threads (<see cref="CheckedProgram.IdenticalThreads"/>), under SC and TSO. Whoever
    /// judges an execution then judges all that it stands for, and must not tell identical threads apart.
    /// </summary>
    public bool ReducesSymmetry { get; init; }

    /// <summary>How often a loop head may be passed in one run of one context before the thread is cut.</summary>
    public int LoopBound { get; init; } = 16;

    /// <summary>How many events one thread may have before it is cut.</summary>
    public int EventBound { get; init; } = 250;

    /// <summary>How many executions (complete and blocked) may be visited; null for all.</summary>
    public long? MaxExecutions { get; init; }

    /// <summary>How long the exploration may take; null for ever.</summary>
    public TimeSpan? MaxTime { get; init; }

    /// <summary>How many bytes of managed memory may be used, garbage included; null for any. It is looked at now and then.</summary>
    public long? MaxMemory { get; init; }

    /// <summary>
    /// Takes the state of the exploration, to be given to <see cref="Resume"/>: about every <see cref="SaveEvery"/>, and when a budget or a cancellation ends it
    /// with something left. The workers rest meanwhile. The visitor must be an <see cref="Checkpoints.ISavedVisitor"/>.
    /// </summary>
    public Action<byte[]>? Save { get; init; }

    /// <summary>How much time passes between two saved states, at least.</summary>
    public TimeSpan SaveEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// A state that was saved, by the same build, of an exploration of the same program with the same bounds: the exploration goes on from there. How many workers
    /// there were does not matter. Null to begin anew.
    /// </summary>
    public byte[]? Resume { get; init; }

    /// <summary>
    /// How many operations of threads are remembered, about 200 bytes each; beyond, those that the search does not stand on are forgotten, and learnt
    /// again by running the thread when they are met again. It bounds memory and changes nothing that is found.
    /// </summary>
    public int KnownOperations { get; init; } = 1 << 19;

    /// <summary>
    /// Whether the explorer checks its own state at every execution, against the definitions; slow. Debug builds do by default. What it finds is an
    /// <see cref="InvariantException"/>.
    /// </summary>
#if DEBUG
    public bool ChecksInvariants { get; init; } = true;
#else
    public bool ChecksInvariants { get; init; }
#endif

    /// <summary>
    /// Whether to look for executions that are left out because dependencies go in a circle, where the model allows that. Whoever knows the threads' code
    /// better may look alone (<see cref="Circles.DependencyCircles"/>).
    /// </summary>
    public bool LooksForCircles { get; init; } = true;

    /// <summary>Whether to stop at the first execution that <see cref="IExecutionVisitor.Visit"/> answers with false.</summary>
    public bool StopAtFirstViolation { get; init; }

    /// <summary>
    /// How many workers explore, at least 1, each with its own memory; more than one need copies of the program, and begin when the exploration has taken a while. What
    /// is found is the same; only budgets are met less exactly.
    /// </summary>
    public int Workers { get; init; } = 1;

    /// <summary>
    /// Where several explorations run at the same time: the processors that they have between them. A worker beside the first begins when one is free, and gives it
    /// back at its end. Null if all <see cref="Workers"/> may begin.
    /// </summary>
    public SharedProcessors? Shared { get; init; }

    /// <summary>How long an exploration must have taken before other workers than the first are worth their beginning.</summary>
    public TimeSpan WorkersBeginAfter { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>For tests: whether a worker divides its part at every opportunity, even if nobody else is there.</summary>
    internal bool DividesAlways { get; init; }

    /// <summary>Receives the state of the search about once a second, from any worker, one at a time.</summary>
    public IProgress<ExplorationProgress>? Progress { get; init; }

    /// <summary>
    /// Whether and how to estimate the number of all executions, during the exploration (<see cref="ExplorationProgress.Estimate"/>) and if it ends early (<see cref="ExplorationResult.Estimate"/>). Nothing
    /// else changes by it. Null not to; nothing is estimated of a <see cref="Search"/>.
    /// </summary>
    public EstimateOptions? Estimate { get; init; }

    /// <summary>
    /// The order in which threads are run forward, a permutation of thread indices; null for 0, 1, 2…. It must not change what is found: tests vary it.
    /// </summary>
    public IReadOnlyList<int>? ThreadOrder { get; init; }
}

/// <summary>How far an exploration is.</summary>
/// <param name="Executions">Complete executions so far.</param>
/// <param name="Blocked">Blocked executions so far.</param>
/// <param name="Fraction">An estimate of the part of the search that is done, from 0 to 1.</param>
/// <param name="Elapsed">Time since the start.</param>
public readonly record struct ExplorationProgress(long Executions, long Blocked, double Fraction, TimeSpan Elapsed)
{
    /// <summary>A better estimate than <see cref="Fraction"/>, with an interval; null if nobody asked, or while there are too few probes.</summary>
    public ExecutionEstimate? Estimate { get; init; }

    /// <summary>The best estimate there is of the part of the search that is done, from 0 to 1.</summary>
    public double Covered => Estimate?.Covered ?? Fraction;

    /// <summary>The estimated number of all executions; infinite while nothing is known.</summary>
    public double EstimatedExecutions => Estimate?.Executions ?? (Fraction > 0 ? (Executions + Blocked) / Fraction : double.PositiveInfinity);

    /// <summary>The estimated time left; null while nothing is known.</summary>
    public TimeSpan? EstimatedTimeLeft => Covered is > 1e-9 and <= 1
        ? TimeSpan.FromSeconds(Math.Min(Elapsed.TotalSeconds * (1 - Covered) / Covered, 1e9))
        : null;
}
