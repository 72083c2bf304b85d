using Racewalk.Exploration;
using Racewalk.Reporting.Text;

namespace Racewalk.Reporting.Verdicts;

/// <summary>How far a check is, in a line.</summary>
public static class ProgressText
{
    /// <summary>The line: executions visited, of about how many, with an interval if there is one, and the time left.</summary>
    public static string Of(ExplorationProgress value)
    {
        string total = value.Estimate is null && double.IsFinite(value.EstimatedExecutions) && value.Fraction < 1
            ? $" of about {EstimateText.Executions(value.EstimatedExecutions)}"
            : "";
        string left = value.EstimatedTimeLeft is { } time
            ? $", about {ValueText.Duration(TimeSpan.FromSeconds(Math.Ceiling(time.TotalSeconds)))} left"
            : "";
        string part = value.Estimate is { } estimate ? ", " + EstimateText.Covered(estimate) : "";
        return $"{ValueText.Count(value.Executions + value.Blocked)}{total} executions{part}{left}";
    }
}
