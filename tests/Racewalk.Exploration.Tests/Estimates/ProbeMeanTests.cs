using Racewalk.Exploration.Estimates;

namespace Racewalk.Exploration.Tests.Estimates;

public sealed class ProbeMeanTests
{
    [Fact]
    public void Estimate_TooFewProbes_Null()
    {
        var mean = new ProbeMean();
        for (int i = 1; i < ProbeMean.Fewest; i++)
        {
            mean.Add(0, 100);
        }

        Assert.Null(mean.Estimate(10));
        mean.Add(0, 100);
        Assert.NotNull(mean.Estimate(10));
    }

    [Fact]
    public void Estimate_AllProbesSayLessThanWasVisited_Null() => Assert.Null(Of(Enumerable.Repeat((0L, 100.0), 20)).Estimate(100));

    [Fact]
    public void Estimate_ProbesAgree_NoWidth()
    {
        ExecutionEstimate estimate = Of(Enumerable.Repeat((0L, 100.0), 20)).Estimate(50)!;
        Assert.Equal(100, estimate.Executions, 9);
        Assert.Equal(100, estimate.Low, 9);
        Assert.Equal(100, estimate.High, 9);
        Assert.Equal(20 - ProbeMean.Fewest, estimate.Probes);
    }

    // Eight probes, 60 or 140, of what begins at 0: the mean is 100, its standard error 40 / sqrt(7), and t with seven degrees of freedom 2.365.
    [Fact]
    public void Estimate_EightProbes_IsStudentsOnTheLogarithm()
    {
        ExecutionEstimate estimate = Of(Enumerable.Range(0, 8).Select(static i => (0L, i % 2 == 0 ? 60.0 : 140.0))).Estimate(20)!;
        double exponent = 2.365 * 40 / Math.Sqrt(7) / 80;
        Assert.Equal(100, estimate.Executions, 9);
        Assert.Equal(20 + (80 / Math.Exp(exponent)), estimate.Low, 9);
        Assert.Equal(20 + (80 * Math.Exp(3 * exponent)), estimate.High, 9);
    }

    [Fact]
    public void Estimate_ProbesWildlyDiffer_IsFinite()
    {
        ExecutionEstimate estimate = Of(Enumerable.Range(0, 30).Select(static i => (0L, i == 20 ? 1e50 : 1.0))).Estimate(0)!;
        Assert.True(double.IsFinite(estimate.High));
        Assert.InRange(estimate.Low, 0, estimate.Executions);
    }

    [Fact]
    public void Estimate_MoreThanNumbersCanSay_Null() => Assert.Null(Of(Enumerable.Repeat((0L, 1e80), 20)).Estimate(0));

    [Fact]
    public void Estimate_LaterProbes_WeighMore()
    {
        IEnumerable<(long, double)> probes = Enumerable.Range(0, 40).Select(static i => (20L * i, i < 20 ? 900.0 : 1000.0));
        Assert.InRange(Of(probes).Estimate(800)!.Executions, 980, 1000);
    }

    private static ProbeMean Of(IEnumerable<(long Visited, double Executions)> probes)
    {
        var mean = new ProbeMean();
        foreach ((long visited, double executions) in probes)
        {
            mean.Add(visited, executions);
        }

        return mean;
    }
}
