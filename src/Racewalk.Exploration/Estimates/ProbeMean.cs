namespace Racewalk.Exploration.Estimates;

/// <summary>
/// The mean of probes, and an interval for what it estimates. A probe made when less was left is worth more: its error is about in proportion to what was left, so it weighs as the inverse square. What
/// was left is told by the shares of the decisions, not by the probes, so the mean is as unbiased as they are.
/// </summary>
internal sealed class ProbeMean
{
    private const int Fewest = 8;
    private static readonly double[] s_quantiles = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];
    private readonly List<(double Executions, double Weight)> _probes = [];

    /// <summary>How many probes there are.</summary>
    public int Count => _probes.Count;

    /// <summary>Adds a probe that is done.</summary>
    public void Add(double executions, double share)
    {
        double left = Math.Max(share, 1e-6);
        _probes.Add((executions, 1 / (left * left)));
    }

    /// <summary>The estimate when so many were visited; null while there are too few probes to say anything.</summary>
    public ExecutionEstimate? Estimate(long visited)
    {
        // The older ones are wrong if they say that there are no more than were visited.
        while (_probes.Count > 0 && Mean() <= visited)
        {
            _probes.RemoveRange(0, (_probes.Count + 1) / 2);
        }

        if (_probes.Count < Fewest)
        {
            return null;
        }

        double left = Mean() - visited;
        double error = Error(out double freedom);
        // What is left is a sum of products: its logarithm is nearer to normal than it is itself.
        double factor = Math.Exp(Quantile(freedom) * error / left);
        return new ExecutionEstimate(visited, visited + left, visited + (left / factor), visited + (left * factor), _probes.Count);
    }

    private double Mean() => _probes.Sum(static p => p.Weight * p.Executions) / _probes.Sum(static p => p.Weight);

    /// <summary>The standard error of the mean, and how many probes of equal weight would tell as much, less one.</summary>
    private double Error(out double freedom)
    {
        double mean = Mean();
        double all = 0;
        double squares = 0;
        double deviations = 0;
        foreach ((double executions, double weight) in _probes)
        {
            all += weight;
            squares += weight * weight;
            deviations += weight * weight * (executions - mean) * (executions - mean);
        }

        double equal = all * all / squares;
        freedom = Math.Max(1, equal - 1);
        return Math.Sqrt(deviations) / all * Math.Sqrt(equal / freedom);
    }

    /// <summary>Student's t: 97.5 % lie below. Rounded down to whole degrees of freedom, then near enough.</summary>
    private static double Quantile(double freedom) =>
        freedom < s_quantiles.Length + 1 ? s_quantiles[(int)freedom - 1] : 1.96 + (2.5 / freedom);
}
