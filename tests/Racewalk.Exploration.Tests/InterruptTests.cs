using Racewalk.Executions;
using Racewalk.Programs;
using static Racewalk.Exploration.Tests.Short;

namespace Racewalk.Exploration.Tests;

// Interrupts between CPUs.
public sealed class InterruptTests
{
    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Send_ToAnIdleCpu_HandlerRunsInEveryExecution(string engine)
    {
        CheckedProgram program = Program([t => { t.Observe("handled", 1); t.Increment(X); }], t => t.Send(1, 0), _ => { });
        Assert.Equal(["handled=1"], Outcomes.Of(engine, program, "handled").Distinct);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Send_FromTwoCpus_HandlersAreToldTheSenderInBothOrders(string engine)
    {
        CheckedProgram program = Program(
            [t => { t.Observe("sender", t.Argument); t.Store(X, t.Argument); }],
            t => t.Send(1, 0),
            t => { t.Observe("task", t.Argument + 1); t.Load(Y); },
            t => t.Send(1, 0));
        Assert.Equal(["task=0 sender=0", "task=0 sender=2"], Outcomes.Of(engine, program, "task", "sender").Distinct);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Poll_InterruptMayBeThere_TakenThereOrLater(string engine)
    {
        CheckedProgram program = Program(
            [t => t.Store(X, 1)], t => t.Send(1, 0), t => t.Observe("taken", t.Poll() ? 1 : 0));
        IReadOnlyDictionary<string, long> complete = Outcomes.Of(engine, program, "taken").Complete;
        Assert.Equal(new Dictionary<string, long> { ["taken=0"] = 1, ["taken=1"] = 1 }, complete);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Explore_CompleteExecutions_TakeEverySendOnce(string engine)
    {
        var visitor = new CountTaken();
        CheckedProgram program = Program(
            [t => t.Increment(X), t => { t.Increment(X); t.Send(0, 0); }],
            t => { t.Send(1, 0); t.Send(1, 1); t.Poll(); },
            t => { t.Poll(); t.Load(X); t.Poll(); });
        ExplorationResult result = Engines.Explore(engine, program, visitor);
        Assert.True(visitor.Complete > 1);
        Assert.Equal(visitor.Complete, result.Executions);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Send_MessageBefore_HandlerReadsIt(string engine)
    {
        CheckedProgram program = Program(
            [t => { t.Observe("message", t.Load(X)); t.Store(Y, 1); }], t => { t.Store(X, 7); t.Send(1, 0); }, t => t.Poll());
        Assert.Equal(["message=7"], Outcomes.Of(engine, program, "message").Distinct);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Send_ToACpuThatWaitsForTheHandlerWithoutPolling_Deadlock(string engine)
    {
        var outcomes = new Outcomes();
        CheckedProgram program = Program([t => t.Store(X, 1)], t => t.Send(1, 0), t => t.Await(X, AwaitKind.Equal, 1));
        ExplorationResult result = Engines.Explore(engine, program, outcomes);
        Assert.Equal((0, 1), (result.Executions, result.Blocked));
        Assert.Equal(1, outcomes.Deadlocks);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Poll_HandlerMasked_TakenLater(string engine)
    {
        CheckedProgram program = Program(
            [t => t.Store(X, 1), t => t.Store(Y, 1)],
            t => { t.Send(1, 0); t.Send(1, 1); },
            t => t.Observe("taken", t.Poll(0b10) ? 1 + t.Load(X) + (2 * t.Load(Y)) : 0));
        Assert.Equal(["taken=0", "taken=3"], Outcomes.Of(engine, program, "taken").Distinct);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Send_ToACpuThatMasksItWhileItWaits_Deadlock(string engine)
    {
        var outcomes = new Outcomes();
        CheckedProgram program = Program([t => t.Store(X, 1), _ => { }], t => t.Send(1, 0), t =>
        {
            while (true)
            {
                t.LoopHead("wait");
                t.Poll(0b10);
                if (t.Load(X) == 1)
                {
                    break;
                }
            }
        });
        ExplorationResult result = Engines.Explore(engine, program, outcomes);
        Assert.Equal(0, result.Executions);
        Assert.True(outcomes.Deadlocks > 0);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Send_ToACpuThatPollsWhileItWaits_NoDeadlock(string engine)
    {
        CheckedProgram program = Program([t => t.Store(X, 1)], t => t.Send(1, 0), t =>
        {
            while (true)
            {
                t.LoopHead("wait");
                t.Poll();
                if (t.Load(X) == 1)
                {
                    break;
                }
            }
        });
        var outcomes = new Outcomes();
        ExplorationResult result = Engines.Explore(engine, program, outcomes);
        Assert.True(result.Executions > 0 && result.IsExhaustive);
        Assert.Equal(0, outcomes.Deadlocks);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Choose_InTwoThreads_AllCombinationsOnce(string engine)
    {
        CheckedProgram program = Program(t => t.Observe("a", t.Choose(2)), t => t.Observe("b", t.Choose(3)));
        IReadOnlyDictionary<string, long> complete = Outcomes.Of(engine, program, "a", "b").Complete;
        Assert.Equal(6, complete.Count);
        Assert.All(complete.Values, count => Assert.Equal(1, count));
    }

    private sealed class CountTaken : IExecutionVisitor
    {
        public long Complete { get; private set; }

        public bool Visit(IExecution execution)
        {
            if (!execution.IsComplete)
            {
                // A CPU was idle before the interrupt came.
                Assert.False(execution.IsDeadlock);
                return true;
            }

            Complete++;
            IReadOnlyList<ExecutionEvent> events = execution.Snapshot().Events;
            int[] sends = [.. events.Where(e => e.Kind == EventKind.Send).Select(e => e.Id)];
            IEnumerable<int> taken = events.Where(e => e.Kind == EventKind.Poll && e.ReadsFrom >= 0).Select(e => e.ReadsFrom).Order();
            Assert.Equal(sends.Order(), taken);
            return true;
        }
    }
}
