using Racewalk.Programs;
using static Racewalk.Exploration.Tests.Short;

namespace Racewalk.Exploration.Tests;

// Threads that wait for a value.
public sealed class AwaitTests
{
    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Await_ValueIsWritten_OneCompleteExecution(string engine)
    {
        CheckedProgram program = Program(t => t.Store(X, 5), t => t.Observe("r", t.Await(X, AwaitKind.NotEqual, 0)));
        var outcomes = new Outcomes("r");
        ExplorationResult result = Engines.Explore(engine, program, outcomes);
        Assert.Equal(1, result.Executions);
        Assert.Equal(["r=5"], outcomes.Distinct);
        Assert.True(result.IsExhaustive);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Await_ReadsAValueThatIsNotTheNewest_NoDeadlock(string engine)
    {
        // Where the waiting thread runs first, it blocks before the value is there (SpinOnAFlag in LoopTests has one that always does).
        var outcomes = new Outcomes();
        var options = new ExplorationOptions { ThreadOrder = [1, 0] };
        ExplorationResult result = Engines.Explore(
            engine, Program(t => t.Store(X, 1), t => t.Await(X, AwaitKind.Equal, 1)), outcomes, options);
        Assert.Equal(1, result.Executions);
        Assert.InRange(result.Blocked, 0, 1);
        Assert.Equal(0, outcomes.Deadlocks);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Await_NothingIsWritten_Deadlock(string engine)
    {
        var outcomes = new Outcomes();
        ExplorationResult result = Engines.Explore(engine, Program(t => t.Await(X, AwaitKind.Equal, 1)), outcomes);
        Assert.Equal((0, 1, 0), (result.Executions, result.Blocked, result.Cut));
        Assert.Equal(1, outcomes.Deadlocks);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Await_AnotherValueIsWritten_DeadlockOnlyIfTheNewestIsRead(string engine)
    {
        // How many executions block on a value that is not the newest depends on the order, deadlocks do not.
        foreach (int[] order in new int[][] { [0, 1], [1, 0] })
        {
            var outcomes = new Outcomes();
            ExplorationResult result = Engines.Explore(
                engine,
                Program(t => t.Store(X, 2), t => t.Await(X, AwaitKind.Equal, 1)),
                outcomes,
                new ExplorationOptions { ThreadOrder = order });
            Assert.Equal(0, result.Executions);
            Assert.InRange(result.Blocked, 1, 2);
            Assert.Equal(1, outcomes.Deadlocks);
        }
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Await_Mask_OnlyMaskedBitsAreCompared(string engine)
    {
        CheckedProgram program = Program(t => t.Store(X, 6), t => t.Observe("r", t.Await(X, AwaitKind.Equal, 2, mask: 2)));
        Assert.Equal(["r=6"], Outcomes.Of(engine, program, "r").Distinct);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Assume_DoesNotHold_BlockedButNoDeadlock(string engine)
    {
        CheckedProgram program = Program(
            t => t.Store(X, 1),
            t =>
            {
                Word r = t.Load(X);
                t.Assume(r == 1);
                t.Observe("r", r);
            });
        var outcomes = new Outcomes("r");
        ExplorationResult result = Engines.Explore(engine, program, outcomes);
        Assert.Equal((1, 1), (result.Executions, result.Blocked));
        Assert.Equal(["r=1"], outcomes.Distinct);
        Assert.Equal(0, outcomes.Deadlocks);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Assume_NeverHolds_NoDeadlock(string engine)
    {
        var outcomes = new Outcomes();
        ExplorationResult result = Engines.Explore(engine, Program(t => t.Assume(t.Load(X) == 1)), outcomes);
        Assert.Equal((0, 1), (result.Executions, result.Blocked));
        Assert.Equal(0, outcomes.Deadlocks);
    }
}
