namespace Racewalk.Exploration;

/// <summary>A search that does not visit every execution, for programs that have too many. What a clean one means: <see cref="SearchSummary"/>.</summary>
public abstract record SearchOptions
{
    private protected SearchOptions()
    {
    }
}

/// <summary>
/// Walks at random: every execution is built forward, one event after the other. Which of the threads that can go on does, and which alternative its next event takes, are drawn
/// uniformly, the alternatives being all that are consistent with what is there.
/// </summary>
public sealed record RandomSearch : SearchOptions
{
    /// <summary>What all draws follow from.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How many executions are built, at least 1.</summary>
    public long Runs { get; init; } = 10_000;
}

/// <summary>
/// Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi and Nagarakatte, ASPLOS 2010), under SC only: threads have random priorities, the first that can go on does, and at
/// random steps, one less than the depth, whoever runs gets a priority below all others. A bug that needs so many things in an order is met with a probability that is known.
/// </summary>
public sealed record PctSearch : SearchOptions
{
    /// <summary>What all draws follow from.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How many executions are built, at least 1.</summary>
    public long Runs { get; init; } = 10_000;

    /// <summary>The depth of the bugs looked for: how many things must be in an order for them to happen, at least 1.</summary>
    public int Depth { get; init; } = 3;
}

/// <summary>
/// Builds the one execution that has the given choices, in the time of one execution, and stops. Those with a cycle in program order and reads-from cannot be built forward, and are not found.
/// </summary>
/// <param name="Choices">By thread, see <see cref="ExecutionChoices"/>.</param>
public sealed record GuidedSearch(IReadOnlyList<IReadOnlyList<ulong>> Choices) : SearchOptions;

/// <summary>
/// Every execution that is one of an interleaving with few preemptions (Musuvathi and Qadeer, PLDI 2007), under SC only. A preemption is a switch away from a thread that could go on.
/// </summary>
public sealed record ContextBoundedSearch : SearchOptions
{
    /// <summary>How many preemptions there may be.</summary>
    public int Preemptions { get; init; } = 2;
}
