using Racewalk.Programs;
using static Racewalk.Exploration.Tests.Short;

namespace Racewalk.Exploration.Tests;

// Threads that break the rules of checked code, and threads that throw.
public sealed class ProgramErrorTests
{
    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Explore_ThreadKeepsACounter_NondeterministicAndNamesBothOperations(string engine)
    {
        int runs = 0;
        CheckedProgram program = Program(
            t => t.Store(X, 1),
            t =>
            {
                t.Store(Y, 0x10 + runs++);
                if (t.Load(X) == 1)
                {
                    t.Store(Z, 1);
                }
            });
        var error = Assert.Throws<NondeterministicThreadException>(() => Engines.Explore(engine, program));
        Assert.Contains("thread 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("Write [0x2000] operand 0x11", error.Message, StringComparison.Ordinal);
        Assert.Contains("Write [0x2000] operand 0x10", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Explore_ThreadCatchesTheUnwindOfAnAwait_Swallowed(string engine)
    {
        CheckedProgram program = Program(t =>
        {
            try
            {
                t.Await(X, AwaitKind.Equal, 1);
            }
            catch (Exception)
            {
                // What checked code may not do.
            }
        });
        Assert.Throws<SwallowedUnwindException>(() => Engines.Explore(engine, program));
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Explore_ThreadHashesAWord_Smuggled(string engine) =>
        Assert.Throws<SmuggledValueException>(() => Engines.Explore(engine, Program(t => t.Load(X).GetHashCode())));

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Explore_ThreadComparesWordsAsObjects_Smuggled(string engine) =>
        Assert.Throws<SmuggledValueException>(() => Engines.Explore(engine, Program(t => t.Load(X).Equals(t.Load(Y)))));

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Explore_ThreadThrowsInOneExecution_ExceptionPropagates(string engine)
    {
        CheckedProgram program = Program(
            t => t.Store(X, 1),
            t =>
            {
                if (t.Load(X) == 1)
                {
                    throw new OwnException();
                }
            });
        Assert.Throws<OwnException>(() => Engines.Explore(engine, program));
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Explore_HandlerThrows_ExceptionPropagates(string engine) =>
        Assert.Throws<OwnException>(() => Engines.Explore(engine, Program([_ => throw new OwnException()], t => t.Send(0, 0))));

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Explore_ThreadObservesSomethingElseWhenRunAgain_Nondeterministic(string engine)
    {
        int runs = 0;
        CheckedProgram program = Program(
            t => t.Store(X, 1),
            t =>
            {
                t.Observe("runs", runs++);
                t.Store(Z, t.Load(X));
            });
        var error = Assert.Throws<NondeterministicThreadException>(() => Engines.Explore(engine, program));
        Assert.Contains("Name = runs, Value = 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Explore_HandlerObservesAfterItsLastOperation_Refused(string engine)
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => Engines.Explore(engine, Program([t => t.Observe("late", t.Load(X))], t => t.Send(0, 0))));
        Assert.Contains("late", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Snapshot_NoteStandsBeforeALoopHead_GoesToTheNextEvent(string engine)
    {
        var first = new First();
        Engines.Explore(
            engine,
            Program(t =>
            {
                t.Add(new StepNote("step"));
                t.LoopHead("loop");
                t.Store(X, 1);
            }),
            first);
        Assert.Contains(new StepNote("step"), first.Seen!.Events[0].Notes);
    }

    private sealed class First : IExecutionVisitor
    {
        public Execution? Seen { get; private set; }

        public bool Visit(IExecution execution)
        {
            Seen ??= execution.Snapshot();
            return true;
        }
    }

    private sealed class OwnException : Exception;
}
