using Racewalk.Programs;
using static Racewalk.Exploration.Tests.Short;

namespace Racewalk.Exploration.Tests;

// Spin locks that deadlock, and those that only wait.
public sealed class DeadlockTests
{
    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void IsDeadlock_TwoLocksInOppositeOrder_OneExecution(string engine)
    {
        var outcomes = new Outcomes();
        ExplorationResult result = Engines.Explore(engine, Program(Both(X, Y), Both(Y, X)), outcomes);
        Assert.Equal(1, outcomes.Deadlocks);
        Assert.Equal(2, result.Executions);
        Assert.True(result.IsExhaustive);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void IsDeadlock_TwoLocksInOneOrder_Never(string engine) => NeverDeadlocks(engine, Both(X, Y), Both(X, Y));

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void IsDeadlock_OneLock_Never(string engine) => NeverDeadlocks(engine, One, One);

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void IsDeadlock_LockIsNotGivenBack_Always(string engine)
    {
        var outcomes = new Outcomes();
        ExplorationResult result = Engines.Explore(engine, Program(t => t.Lock(X), t => t.Lock(X)), outcomes);
        Assert.Equal((0, 2), (result.Executions, result.Blocked));
        Assert.Equal(2, outcomes.Deadlocks);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void IsDeadlock_LockIsTakenTwiceByOneThread_Deadlock(string engine)
    {
        var outcomes = new Outcomes();
        ExplorationResult result = Engines.Explore(engine, Program(t => { t.Lock(X); t.Lock(X); }), outcomes);
        Assert.Equal((0, 1), (result.Executions, result.Blocked));
        Assert.Equal(1, outcomes.Deadlocks);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void IsDeadlock_AcknowledgementAwaitedUnderALockThatTheTargetWantsWithoutPolling_OneExecution(string engine)
    {
        var outcomes = new Outcomes();
        CheckedProgram program = Program(
            [t => t.Store(Y, 1)],
            t =>
            {
                t.Lock(X);
                t.Send(1, 0);
                t.Await(Y, AwaitKind.Equal, 1);
                t.Unlock(X);
            },
            One);
        ExplorationResult result = Engines.Explore(engine, program, outcomes);
        Assert.Equal(1, outcomes.Deadlocks);
        Assert.Equal(1, result.Executions);
    }

    private static void NeverDeadlocks(string engine, params ThreadBody[] threads)
    {
        var outcomes = new Outcomes();
        ExplorationResult result = Engines.Explore(engine, Program(threads), outcomes);
        Assert.Equal(0, outcomes.Deadlocks);
        Assert.Equal(2, result.Executions);
        Assert.True(result.IsExhaustive);
    }

    private static ThreadBody Both(ulong first, ulong second) => t =>
    {
        t.Lock(first);
        t.Lock(second);
        t.Unlock(second);
        t.Unlock(first);
    };

    private static void One(ThreadContext t)
    {
        t.Lock(X);
        t.Unlock(X);
    }
}
