namespace Racewalk.Exploration.Estimates;

/// <summary>
/// How many executions an exploration has in all, those included that it has not visited: an estimate with an interval. How often such an interval has the truth in it was measured
/// (docs/estimates.md); it is less often than <see cref="Confidence"/> where a few rare decisions have most executions behind them.
/// </summary>
/// <param name="Visited">Those visited when the estimate was made: complete, blocked and cut ones, as in the other numbers.</param>
/// <param name="Executions">How many there are in all.</param>
/// <param name="Low">The lower end of the interval, never below <paramref name="Visited"/>.</param>
/// <param name="High">The upper end of the interval.</param>
/// <param name="Probes">How many samples of what is left it rests on; 0 if nothing is left.</param>
public sealed record ExecutionEstimate(long Visited, double Executions, double Low, double High, int Probes)
{
    /// <summary>How often the interval should have the truth in it, from 0 to 1.</summary>
    public static double Confidence => 0.95;

    /// <summary>The part that was visited, from 0 to 1.</summary>
    public double Covered => Part(Executions);

    /// <summary>The part that was visited if there are as many as <see cref="High"/>.</summary>
    public double CoveredLow => Part(High);

    /// <summary>The part that was visited if there are as few as <see cref="Low"/>.</summary>
    public double CoveredHigh => Part(Low);

    /// <summary>What is known when everything was visited.</summary>
    public static ExecutionEstimate Exact(long visited) => new(visited, visited, visited, visited, 0);

    private double Part(double all) => all > 0 ? Math.Min(1, Visited / all) : 1;
}
