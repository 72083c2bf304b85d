using Racewalk.Classics;
using Racewalk.Programs;
using static Racewalk.Exploration.Tests.Short;

namespace Racewalk.Exploration.Tests;

// Bounds end an exploration early, and the result says so.
public sealed class BoundTests
{
    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void EventBound_ThreadHasMoreEvents_CutAndNamed(string engine)
    {
        ExplorationResult result = Engines.Explore(
            engine, Program(t => t.Store(X, 1), Stores(6)), null, new ExplorationOptions { EventBound = 5 });
        Assert.Equal((0, 0, 1), (result.Executions, result.Blocked, result.Cut));
        Assert.Equal(["event bound of 5 in thread 1"], result.Bounds);
        Assert.False(result.IsExhaustive);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void EventBound_ThreadHasAsManyEvents_NotCut(string engine)
    {
        ExplorationResult result = Engines.Explore(engine, Program(Stores(5)), null, new ExplorationOptions { EventBound = 5 });
        Assert.Equal((1, 0), (result.Executions, result.Cut));
        Assert.True(result.IsExhaustive);
    }

    [Theory]
    [InlineData("armv8", 128, true)]
    [InlineData("armv8", 129, false)]
    [InlineData("lkmm", 129, false)]
    [InlineData("sc", 129, true)]
    [InlineData(Engines.TsoByGraphs, 129, true)]
    public void Reads_MoreThanDependenciesCanName_CutAndNamed(string engine, int reads, bool fits)
    {
        ExplorationResult result = Engines.Explore(engine, Program(t =>
        {
            for (int i = 0; i < reads; i++)
            {
                t.Load(X);
            }
        }));
        Assert.Equal(fits, result.IsExhaustive);
        Assert.Equal(fits ? [] : (string[])["128 reads in one context of thread 0, the most whose dependencies are told apart"], result.Bounds);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void MaxExecutions_ProgramHasMore_StopsThere(string engine)
    {
        ExplorationResult result = Engines.Explore(engine, Counters.Ainc(4), null, new ExplorationOptions { MaxExecutions = 5 });
        Assert.Equal(5, result.Executions);
        Assert.Equal(["execution budget of 5"], result.Bounds);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void MaxTime_IsOver_StopsAndNamesTheBudget(string engine)
    {
        ExplorationResult result = Engines.Explore(engine, Counters.Ainc(6), null, new ExplorationOptions { MaxTime = TimeSpan.Zero });
        Assert.InRange(result.Executions, 1, 719);
        Assert.Equal(["time budget of 0 s"], result.Bounds);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Cancellation_IsRequested_StopsAndSaysSo(string engine)
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        ExplorationResult result = Engines.Explore(engine, Counters.Ainc(6), cancellation: cancellation.Token);
        Assert.InRange(result.Executions, 0, 719);
        Assert.Equal(["cancelled"], result.Bounds);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void StopAtFirstViolation_VisitorFindsOne_StopsThere(string engine)
    {
        ExplorationResult result = Engines.Explore(
            engine, Counters.Ainc(4), new FailThird(), new ExplorationOptions { StopAtFirstViolation = true });
        Assert.Equal(3, result.Executions);
        Assert.Equal(["stopped at the first violation"], result.Bounds);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void StopAtFirstViolation_NotAsked_VisitsAll(string engine)
    {
        ExplorationResult result = Engines.Explore(engine, Counters.Ainc(4), new FailThird());
        Assert.Equal(24, result.Executions);
        Assert.True(result.IsExhaustive);
    }

    private static ThreadBody Stores(int count) => t =>
    {
        for (int i = 0; i < count; i++)
        {
            t.Store(Y, i);
        }
    };

    private sealed class FailThird : IExecutionVisitor
    {
        private int _visited;

        public bool Visit(IExecution execution) => ++_visited != 3;
    }
}
