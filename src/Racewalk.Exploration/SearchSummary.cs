namespace Racewalk.Exploration;

/// <summary>What a search that does not visit every execution has done, and what it means that nothing was found.</summary>
public abstract record SearchSummary
{
    private protected SearchSummary()
    {
    }
}

/// <summary>What walks have done.</summary>
/// <param name="Seed">What all draws followed from.</param>
/// <param name="Runs">How many walks there were.</param>
/// <param name="Visited">How many of them built an execution; with the others its grace periods contradict it, or a filter of the model does.</param>
/// <param name="Different">How many different executions they built.</param>
/// <param name="SeenOnce">How many of those were built once.</param>
/// <param name="StaysInGracePeriods">How many further walks let grace periods not end, which can be a deadlock; they are in no other count here.</param>
public abstract record WalkSummary(ulong Seed, long Runs, long Visited, long Different, long SeenOnce, long StaysInGracePeriods) : SearchSummary;

/// <summary>What walks at random have done.</summary>
/// <inheritdoc cref="WalkSummary"/>
/// <param name="Seed">What all draws followed from.</param>
/// <param name="Runs">How many walks there were.</param>
/// <param name="Visited">How many of them built an execution.</param>
/// <param name="Different">How many different executions they built.</param>
/// <param name="SeenOnce">How many of those were built once.</param>
/// <param name="StaysInGracePeriods">How many further walks let grace periods not end.</param>
/// <param name="MissesLoadBuffering">Whether the model has executions that no walk builds: those with a cycle in program order and reads-from.</param>
public sealed record RandomSummary(
    ulong Seed, long Runs, long Visited, long Different, long SeenOnce, long StaysInGracePeriods, bool MissesLoadBuffering)
    : WalkSummary(Seed, Runs, Visited, Different, SeenOnce, StaysInGracePeriods)
{
    /// <summary>
    /// Good and Turing's estimate of how likely it is that one walk more builds an execution that none has built: the walks whose execution was built once, by all.
    /// </summary>
    public double Unseen => Visited == 0 ? 1 : (double)SeenOnce / Visited;

    /// <summary>If no execution was a violation: with 95 % confidence one walk more builds one with a probability below this, since 19 of 20 such series would have shown it otherwise.</summary>
    public double ViolationBelow => Visited == 0 ? 1 : 1 - Math.Pow(0.05, 1.0 / Visited);
}

/// <summary>What probabilistic concurrency testing has done.</summary>
/// <inheritdoc cref="WalkSummary"/>
/// <param name="Seed">What all draws followed from.</param>
/// <param name="Runs">How many walks there were.</param>
/// <param name="Visited">How many of them built an execution.</param>
/// <param name="Different">How many different executions they built.</param>
/// <param name="SeenOnce">How many of those were built once.</param>
/// <param name="StaysInGracePeriods">How many further walks let grace periods not end.</param>
/// <param name="Threads">n, how many threads there are.</param>
/// <param name="Steps">k, the most steps that a walk had; a read-modify-write is one.</param>
/// <param name="Depth">d, the depth of the bugs looked for.</param>
/// <param name="BoundRuns">How many walks drew their change points from that many steps; the first ones, before k was met, drew from fewer.</param>
/// <param name="NoBound">Why there is no bound; null if there is.</param>
public sealed record PctSummary(
    ulong Seed,
    long Runs,
    long Visited,
    long Different,
    long SeenOnce,
    long StaysInGracePeriods,
    int Threads,
    int Steps,
    int Depth,
    long BoundRuns,
    string? NoBound)
    : WalkSummary(Seed, Runs, Visited, Different, SeenOnce, StaysInGracePeriods)
{
    /// <summary>The least probability with which one walk meets a bug of the depth, 1/(n·k^(d-1)), if no execution has more than k steps.</summary>
    public double OfOneRun => 1 / (Threads * Math.Pow(Math.Max(1, Steps), Depth - 1));

    /// <summary>The least probability with which at least one of the walks that count meets it.</summary>
    public double Probability => -Math.Exp(BoundRuns * LogOfMissing) + 1;

    // 1 - p is 1 in floating point where p is small.
    private double LogOfMissing => OfOneRun >= 1 ? double.NegativeInfinity : double.LogP1(-OfOneRun);
}

/// <summary>What a context-bounded search has done.</summary>
/// <param name="Preemptions">How many preemptions there may be.</param>
/// <param name="IsWhole">Whether every execution with so many was visited, but for what bounds have cut.</param>
public sealed record ContextBoundedSummary(int Preemptions, bool IsWhole) : SearchSummary;
