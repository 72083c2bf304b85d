using System.Diagnostics;
using Racewalk.Classics;

namespace Racewalk.Exploration.Tests;

// Reports during a long search, and what is computed from them.
public sealed class ProgressTests
{
    private const long Executions = 40320;

    [Theory]
    [InlineData("sc")]
    [InlineData("armv8")]
    public void Progress_SearchOfSeconds_ReportsGrowAndTheEstimateIsNear(string engine)
    {
        var log = new Log();
        ExplorationResult result = Engines.Explore(
            engine, Counters.Writers(6), new Slow(TimeSpan.FromSeconds(3.5)), new ExplorationOptions { Progress = log });
        Assert.Equal(Executions, result.Executions);
        Assert.InRange(log.Reports.Count, 2, (int)result.Elapsed.TotalSeconds + 1);
        Assert.Equal(log.Reports.OrderBy(r => r.Elapsed), log.Reports);
        Assert.Equal(log.Reports.OrderBy(r => r.Executions), log.Reports);
        Assert.Equal(log.Reports.OrderBy(r => r.Fraction), log.Reports);
        Assert.All(log.Reports, r => Assert.InRange(r.Fraction, 0, 1));
        Assert.InRange(log.Reports[^1].EstimatedExecutions, Executions / 2, Executions * 2);
    }

    [Fact]
    public void EstimatedExecutions_FractionIsKnown_CountsTheBlockedToo() =>
        Assert.Equal(400, new ExplorationProgress(60, 40, 0.25, TimeSpan.FromSeconds(1)).EstimatedExecutions);

    [Fact]
    public void EstimatedExecutions_NothingIsKnown_Infinite() =>
        Assert.Equal(double.PositiveInfinity, new ExplorationProgress(1, 0, 0, TimeSpan.FromSeconds(1)).EstimatedExecutions);

    [Fact]
    public void EstimatedTimeLeft_FractionIsKnown_InProportion() =>
        Assert.Equal(TimeSpan.FromSeconds(30), new ExplorationProgress(1, 0, 0.25, TimeSpan.FromSeconds(10)).EstimatedTimeLeft);

    [Fact]
    public void EstimatedTimeLeft_NothingIsKnown_Null() =>
        Assert.Null(new ExplorationProgress(1, 0, 0, TimeSpan.FromSeconds(10)).EstimatedTimeLeft);

    private sealed class Log : IProgress<ExplorationProgress>
    {
        public List<ExplorationProgress> Reports { get; } = [];

        public void Report(ExplorationProgress value) => Reports.Add(value);
    }

    // Spreads the executions evenly over at least the given time.
    private sealed class Slow(TimeSpan time) : IExecutionVisitor
    {
        private readonly long _start = Stopwatch.GetTimestamp();
        private long _visited;

        public bool Visit(IExecution execution)
        {
            TimeSpan due = time * (++_visited / (double)Executions);
            while (_visited % 64 == 0 && Stopwatch.GetElapsedTime(_start) < due)
            {
                Thread.Sleep(1);
            }

            return true;
        }
    }
}
