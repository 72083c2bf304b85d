using System.Runtime.InteropServices;

namespace Racewalk.Exploration.Estimates;

/// <summary>The mean of probes, and an interval for what it estimates.</summary>
internal sealed class ProbeMean
{
    /// <summary>How many probes must be done before they say anything. So many are narrow (<see cref="Estimator.WidthOf"/>), and no longer asked when there are as many wide ones.</summary>
    public const int Fewest = 8;

    // Most probes miss the few large subtrees, so the mean is too low more often than too high, and then the spread is too small as well: upward it counts more. Measured, not derived: docs/estimates.md.
    private const double UpwardOfNarrow = 3;
    private const double UpwardOfWide = 2;

    // Beyond these, numbers are no longer finite.
    private const double MaxExponent = 300;
    private const double MostExecutions = 1e60;
    private static readonly double[] s_quantiles = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];
    private readonly List<(long Visited, double Executions)> _probes = [];

    /// <summary>Adds a probe that is done.</summary>
    /// <param name="visited">How many executions were visited when it began.</param>
    /// <param name="executions">What it says.</param>
    public void Add(long visited, double executions) => _probes.Add((visited, executions));

    /// <summary>The estimate when so many were visited; null while the probes say nothing: there are too few, or they say that there are fewer.</summary>
    public ExecutionEstimate? Estimate(long visited)
    {
        ReadOnlySpan<(long Visited, double Executions)> probes = CollectionsMarshal.AsSpan(_probes);
        bool areWide = probes.Length >= 2 * Fewest;
        probes = areWide ? probes[Fewest..] : probes;
        if (probes.Length < Fewest)
        {
            return null;
        }

        double mean = Recent(probes, visited);
        if (mean <= visited || mean > MostExecutions)
        {
            return null;
        }

        // How wrong a probe is grows with what was left when it began. By that it weighs, and how much that was the recent ones say.
        double whole = mean;
        double weights = 0;
        double squares = 0;
        double sum = 0;
        foreach ((long before, double executions) in probes)
        {
            double weight = WeightOf(before);
            weights += weight;
            squares += weight * weight;
            sum += weight * executions;
        }

        mean = Math.Max(sum / weights, visited + ((mean - visited) / 16));
        double deviations = 0;
        foreach ((long before, double executions) in probes)
        {
            double deviation = WeightOf(before) * (executions - mean);
            deviations += deviation * deviation;
        }

        // So many probes of equal weight would tell as much.
        double equal = weights * weights / squares;
        double freedom = Math.Max(1, equal - 1);
        double error = Math.Sqrt(deviations * equal / freedom) / weights;
        double left = mean - visited;
        // What is left is a sum of products: its logarithm is nearer to normal than it is itself.
        double exponent = Quantile(freedom) * error / left;
        double low = left / Math.Exp(Math.Min(exponent, MaxExponent));
        double high = left * Math.Exp(Math.Min(exponent * (areWide ? UpwardOfWide : UpwardOfNarrow), MaxExponent));
        return new ExecutionEstimate(visited, mean, visited + low, visited + high, probes.Length);

        double WeightOf(long before) => 1 / ((whole - before) * (whole - before));
    }

    /// <summary>The plain mean of those that began in the last half, or the last few.</summary>
    private static double Recent(ReadOnlySpan<(long Visited, double Executions)> probes, long visited)
    {
        double sum = 0;
        int count = 0;
        for (int i = probes.Length - 1; i >= 0 && (count < Fewest || probes[i].Visited >= visited / 2); i--)
        {
            sum += probes[i].Executions;
            count++;
        }

        return sum / count;
    }

    /// <summary>Student's t, of which 97.5 % lie below: for degrees of freedom rounded down, then near enough.</summary>
    private static double Quantile(double freedom) => freedom < s_quantiles.Length + 1 ? s_quantiles[(int)freedom - 1] : 1.96 + (2.5 / freedom);
}
