namespace Racewalk.Oracle;

/// <summary>What an enumeration gives and when it gives up.</summary>
public sealed record OracleOptions
{
    /// <summary>Bounds for long runs of random programs: the few large ones are rejected in little time.</summary>
    public static OracleOptions Quick { get; } = new() { MaxCandidates = 20_000, MaxCombinations = 50_000, MaxUnfoldings = 1_500 };

    /// <summary>How many candidate executions may be tried.</summary>
    public int MaxCandidates { get; init; } = 1_000_000;

    /// <summary>How many combinations of unfoldings there may be before those that do not fit together are left out.</summary>
    public int MaxCombinations { get; init; } = 1_000_000;

    /// <summary>How many runs one thread may have.</summary>
    public int MaxUnfoldings { get; init; } = 20_000;

    /// <summary>Whether executions in which a thread is blocked are looked for, too.</summary>
    public bool IncludeBlocked { get; init; }

    /// <summary>
    /// Whether candidates that break coherence or atomicity are left out early. Without it the result is the same, only later.
    /// </summary>
    public bool Prune { get; init; } = true;
}
