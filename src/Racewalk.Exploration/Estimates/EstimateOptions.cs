namespace Racewalk.Exploration.Estimates;

/// <summary>How the number of all executions is estimated while they are explored.</summary>
public sealed record EstimateOptions
{
    /// <summary>The part of all workers' time that probes may take. The first worker makes them, and keeps half of its time for the search.</summary>
    public double Share { get; init; } = 0.03;

    /// <summary>When the first probe begins: shorter explorations make none.</summary>
    public TimeSpan BeginAfter { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>What all draws follow from. How many probes there is time for, and how far the search is at each, does not follow from it.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>For tests: how many pieces of a stratum each probe looks into; null for <see cref="Estimator.WidthOf"/>.</summary>
    internal int? Width { get; init; }

    /// <summary>For tests: how many probes are made whenever it is looked at the clock, whatever time they take; null to go by <see cref="Share"/>.</summary>
    internal int? ProbesEachTime { get; init; }
}
