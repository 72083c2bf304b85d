using Racewalk.Classics;
using Racewalk.Executions;
using Racewalk.Programs;
using static Racewalk.Exploration.Tests.Short;

namespace Racewalk.Exploration.Tests;

// The order in which threads are run forward changes neither outcomes nor counts of complete executions nor deadlocks.
public sealed class ThreadOrderTests
{
    private static readonly int[][] Orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void ThreadOrder_ThreeIncrementsByLoadAndStore_SameCount(string engine) => Same(engine, Counters.Inc(3));

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void ThreadOrder_ReleaseChainOfThree_SameOutcomes(string engine) => Same(
        engine,
        Program(
            t => { t.Store(X, 1); t.Store(Y, 1, Access.Release); },
            t => { t.Observe("y", t.Load(Y, Access.Acquire)); t.Store(Z, 1); },
            t => { t.Observe("z", t.Load(Z)); t.Observe("x", t.Load(X)); }),
        "y",
        "z",
        "x");

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void ThreadOrder_ThreeLocksInACircle_SameDeadlocks(string engine) =>
        Same(engine, Program(Both(X, Y), Both(Y, Z), Both(Z, X)));

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void ThreadOrder_SpinLocksSpelledOut_SameCount(string engine)
    {
        ThreadBody spin = t =>
        {
            while (true)
            {
                t.LoopHead("spin");
                if (t.Rmw(RmwKind.CompareExchange, X, 1, 0, LockedAcquireRelease) == 0)
                {
                    break;
                }
            }

            t.Store(Y, t.Load(Y) + 1);
            t.Unlock(X);
        };
        Same(engine, Program(spin, spin, t => t.Observe("count", t.Load(Y))), "count");
    }

    // A success would order the handler behind it, though the task has nothing more to do.
    [Fact]
    public void ThreadOrder_InterruptBehindAConditionalAtomicThatIsTheLast_SameOutcomes() => Same(
        "lkmm",
        Program(
            [_ => { }, t => t.Store(X, 1)],
            t => { t.Poll(); t.Send(1, 1); t.Store(Y, 2); },
            t => t.Observe("y", t.Rmw(RmwKind.CompareExchange, Y, 0, 0, Access.FullBarrier)),
            t => t.Observe("x", t.Load(X))),
        "x",
        "y");

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void ThreadOrder_InterruptsFromTwoCpus_SameOutcomes(string engine) => Same(
        engine,
        Program(
            [t => { t.Observe("handler", t.Load(X)); t.Store(Y, t.Argument); }],
            t => { t.Store(X, 1); t.Send(1, 0); },
            t => { t.Poll(); t.Observe("task", t.Load(Y)); },
            t => { t.Store(X, 2); t.Send(1, 0); t.Observe("last", t.Load(Y)); }),
        "handler",
        "task",
        "last");

    private static ThreadBody Both(ulong first, ulong second) => t =>
    {
        t.Lock(first);
        t.Lock(second);
        t.Unlock(second);
        t.Unlock(first);
    };

    private static void Same(string engine, CheckedProgram program, params string[] names)
    {
        Outcomes expected = Outcomes.Of(engine, program, names);
        Assert.NotEmpty(expected.Complete);
        foreach (int[] order in Orders)
        {
            Outcomes found = Outcomes.Of(engine, program, order, names);
            Assert.Equal(expected.Complete, found.Complete);
            Assert.Equal(expected.Deadlocks, found.Deadlocks);
        }
    }
}
