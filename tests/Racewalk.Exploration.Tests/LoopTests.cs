using Racewalk.Programs;
using static Racewalk.Exploration.Tests.Short;

namespace Racewalk.Exploration.Tests;

// Loops that go round without effect, and loops that do not.
public sealed class LoopTests
{
    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void LoopHead_SpinOnAFlagThatIsSet_BlocksInsteadOfRunningForEver(string engine)
    {
        // The flag is seen at once or in the second round; two equal rounds block, and what they read is stale.
        var outcomes = new Outcomes();
        ExplorationResult result = Engines.Explore(engine, Program(t => t.Store(X, 1), Spin), outcomes);
        Assert.Equal((2, 1, 0), (result.Executions, result.Blocked, result.Cut));
        Assert.Equal(0, outcomes.Deadlocks);
        Assert.True(result.IsExhaustive);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void LoopHead_SpinOnAFlagThatIsNeverSet_Deadlock(string engine)
    {
        var outcomes = new Outcomes();
        ExplorationResult result = Engines.Explore(engine, Program(Spin), outcomes);
        Assert.Equal((0, 1, 0), (result.Executions, result.Blocked, result.Cut));
        Assert.Equal(1, outcomes.Deadlocks);
        Assert.True(result.IsExhaustive);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void LoopHead_EachRoundWrites_CutAtTheLoopBound(string engine)
    {
        CheckedProgram program = Program(
            t => t.Load(Y),
            t =>
            {
                while (true)
                {
                    t.LoopHead("tick");
                    t.Increment(X);
                }
            });
        ExplorationResult result = Engines.Explore(engine, program, null, new ExplorationOptions { LoopBound = 5 });
        Assert.Equal((0, 0, 1), (result.Executions, result.Blocked, result.Cut));
        Assert.False(result.IsExhaustive);
        Assert.Equal(["loop bound of 5 in thread 1, loop 'tick'"], result.Bounds);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void LoopHead_AsManyRoundsAsTheBound_NotCut(string engine)
    {
        CheckedProgram program = Program(t =>
        {
            for (int round = 0; round < 5; round++)
            {
                t.LoopHead("round");
                t.Increment(X);
            }
        });
        ExplorationResult result = Engines.Explore(engine, program, null, new ExplorationOptions { LoopBound = 5 });
        Assert.Equal((1, 0, 0), (result.Executions, result.Blocked, result.Cut));
        Assert.True(result.IsExhaustive);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void LoopHead_FailedCompareExchangeRepeats_Blocks(string engine)
    {
        // A read-modify-write that does not write has no effect.
        CheckedProgram program = Program(t =>
        {
            while (true)
            {
                t.LoopHead("try");
                if (t.Rmw(RmwKind.CompareExchange, X, 2, 1, LockedAcquireRelease) == 1)
                {
                    break;
                }
            }
        });
        var outcomes = new Outcomes();
        ExplorationResult result = Engines.Explore(engine, program, outcomes);
        Assert.Equal((0, 1, 0), (result.Executions, result.Blocked, result.Cut));
        Assert.Equal(1, outcomes.Deadlocks);
    }

    private static void Spin(ThreadContext t)
    {
        while (true)
        {
            t.LoopHead("spin");
            if (t.Load(X) == 1)
            {
                break;
            }
        }
    }
}
