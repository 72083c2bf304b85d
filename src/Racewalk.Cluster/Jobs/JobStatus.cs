namespace Racewalk.Cluster.Jobs;

/// <summary>How a job stands.</summary>
public sealed record JobStatus
{
    /// <summary>Its number.</summary>
    public required long Id { get; init; }

    /// <summary>The build of its workers.</summary>
    public required string Build { get; init; }

    /// <summary>What is checked.</summary>
    public required string Subject { get; init; }

    /// <summary><c>open</c>, <c>done</c> or <c>failed</c>.</summary>
    public required string State { get; init; }

    /// <summary>Why it failed; null if it did not.</summary>
    public required string? Failure { get; init; }

    /// <summary>Whether it failed by an error in racewalk itself.</summary>
    public required bool IsInternal { get; init; }

    /// <summary>Complete executions found.</summary>
    public required long Executions { get; init; }

    /// <summary>Blocked executions found.</summary>
    public required long Blocked { get; init; }

    /// <summary>Executions cut by a bound.</summary>
    public required long Cut { get; init; }

    /// <summary>How many executions broke something.</summary>
    public required long Violations { get; init; }

    /// <summary>How many parts are left.</summary>
    public required long Parts { get; init; }

    /// <summary>How many of those somebody explores.</summary>
    public required long Claimed { get; init; }

    /// <summary>The estimated part of the exploration that is left, from 0 to 1; what is explored now counts as left.</summary>
    public required double Left { get; init; }

    /// <summary>How long it has taken, by the database's clock, or took.</summary>
    public required TimeSpan Elapsed { get; init; }
}

/// <summary>How a worker stands.</summary>
/// <param name="Name">Machine, process and number.</param>
/// <param name="Build">The build.</param>
/// <param name="SinceBeat">How long ago its last heart beat was, by the database's clock.</param>
/// <param name="Job">The job that it works on; null for none.</param>
public sealed record WorkerStatus(string Name, string Build, TimeSpan SinceBeat, long? Job);
