namespace Racewalk.Cluster;

/// <summary>How somebody takes part: which code it is, and how long it waits for what.</summary>
public sealed record ClusterOptions
{
    /// <summary>Identifies the code that decides which way a search goes; parts of another build's searches are left alone.</summary>
    public required string Build { get; init; }

    /// <summary>How long a worker's first slice of a job takes: short, so that a job spreads.</summary>
    public TimeSpan FirstSlice { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a slice takes in the end: what a killed worker has done for nothing.</summary>
    public TimeSpan LongestSlice { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a slice takes at least when others have nothing to do.</summary>
    public TimeSpan ShortestSlice { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How much time is between two heart beats.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How old the last heart beat of a worker is, by the database's clock, when others take it for dead.</summary>
    public TimeSpan DeadAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long somebody who waits for a notification goes without looking: notifications get lost with connections.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a lost database is tried again.</summary>
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For tests: called with the name of each step of the protocol, before it is made; it may throw, or end the connection.</summary>
    internal Action<string>? Fault { get; init; }

    /// <summary>For tests: a worker that counts what it has explored even if the part is not its own any more.</summary>
    internal bool ForgetsClaims { get; init; }
}
