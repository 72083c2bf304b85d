using Racewalk.Exploration.Estimates;

namespace Racewalk.Exploration;

/// <summary>What an exploration visited.</summary>
public sealed record ExplorationResult
{
    /// <summary>Complete executions: every thread finished or failed.</summary>
    public required long Executions { get; init; }

    /// <summary>Executions in which some thread waits for ever for a value that it did not read; counted apart.</summary>
    public required long Blocked { get; init; }

    /// <summary>Executions in which some thread was cut by a bound; not in the other counts.</summary>
    public required long Cut { get; init; }

    /// <summary>Every bound that was reached, once each, in the order met; empty means that all executions were visited.</summary>
    public required IReadOnlyList<string> Bounds { get; init; }

    /// <summary>
    /// An estimate of the part of the search that was done, from 0 to 1; 1 if nothing is left. No interval goes with it: a search visits its tree from one end, which is no random sample of it;
    /// <see cref="Estimate"/> is better, if there is one.
    /// </summary>
    public double Covered { get; init; } = 1;

    /// <summary>
    /// How many executions there are in all, with an interval; null if nobody asked (<see cref="ExplorationOptions.Estimate"/>), if there was no time for enough probes, or if the exploration ended at a
    /// violation.
    /// </summary>
    public ExecutionEstimate? Estimate { get; init; }

    /// <summary>What a search was that does not visit every execution; null after one that does.</summary>
    public SearchSummary? Search { get; init; }

    /// <summary>What was reduced by symmetry; null if nothing was to be.</summary>
    public SymmetrySummary? Symmetry { get; init; }

    /// <summary>Time the exploration took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Whether everything was visited.</summary>
    public bool IsExhaustive => Bounds.Count == 0;
}
