using System.Collections.Immutable;
using Racewalk.Oracle.Axioms;
using Racewalk.Oracle.Language;
using static Racewalk.Oracle.Tests.Litmus;

namespace Racewalk.Oracle.Tests;

// Interrupts, by hand.
public sealed class InterruptTests
{
    [Fact]
    public void InterruptIsTakenAtThePollOrLater()
    {
        TestProgram program = With(Program(1, [new Send(1, 0)], [new Poll()]), [Put(X, 1)]);
        Assert.Equal(
            [
                "P0: S:1/0\nP1: I I<-0.0 W0x1000=1\n0x1000: 1.2\n",
                "P0: S:1/0\nP1: I<-0.0 W0x1000=1\n0x1000: 1.1\n",
            ],
            Enumerator.Complete(program, OracleModel.Armv8).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void IdleCpuTakesAllInterruptsInAnyOrder()
    {
        TestProgram program = With(Program(1, [new Send(1, 0), new Send(1, 0)], []), [Get(0, X)]);
        foreach (OracleModel model in OracleModel.All)
        {
            Assert.Equal(2, Count(program, model));
        }
    }

    [Fact]
    public void EarlierPollDoesNotTakeLaterSendOfItsCpu()
    {
        TestProgram program = With(Program(1, [new Poll(), new Send(0, 0), new Poll()]), [Get(0, X)]);
        foreach (OracleModel model in OracleModel.All)
        {
            // The second poll or the idle one.
            Assert.Equal(2, Count(program, model));
        }
    }

    [Fact]
    public void InterruptPassesMessages()
    {
        TestProgram program = With(Program(1, [Put(X, 1), new Send(1, 0)], [new Poll()]), [Get(0, X), Is(0, 0)]);
        foreach (OracleModel model in OracleModel.All)
        {
            Assert.False(Reachable(program, model));
        }
    }

    [Fact]
    public void PollOfNothingOrdersNothing() => Assert.True(Reachable(
        Program(2, [Put(X, 1), new Poll(), Get(0, Y), Is(0, 0)], [Put(Y, 1), new Poll(), Get(0, X), Is(0, 0)]),
        OracleModel.Tso));

    [Fact]
    public void TaskIsNotOrderedBeforeTheInterruptItTakes()
    {
        // The store before the poll is still on its way when the handler reads.
        TestProgram program = With(
            Program(2, [Put(X, 1), new Poll(), Is(9, 0)], [new Send(0, 0), Put(Y, 1), Full, Get(0, X), Is(0, 0)]),
            [Get(0, Y), Is(0, 0)]);
        Assert.True(Reachable(program, OracleModel.Tso));
        Assert.True(Reachable(program, OracleModel.Armv8));
    }

    [Fact]
    public void Control_OfTheTask_ReachesStoresOfHandlers()
    {
        // An interrupt is not taken on a path that is still speculated, so the branch holds back the handler's store, too.
        TestProgram Buffering(params Instruction[] branch) => With(
            Program(
                2,
                [Get(0, X), .. branch, new Poll(), Is(0, 1)],
                [new Send(0, 0)],
                [Get(0, Y), Put(X, ValueExpression.Reg(0))]),
            [Put(Y, 1)]);
        Instruction branch = new If(Condition.Is(0, 1), [], []);
        Assert.True(Reachable(Buffering(), OracleModel.Armv8));
        Assert.False(Reachable(Buffering(branch), OracleModel.Armv8));
        Assert.False(Reachable(Buffering(), OracleModel.Tso));
    }

    [Fact]
    public void Control_OfAHandler_ReachesStoresOfTheTask()
    {
        // Z tells the task that the handler ran before its store.
        TestProgram Buffering(params Instruction[] branch) => With(
            Program(
                3,
                [new Poll(), Get(1, Z), Put(Y, 1), Is(1, 1)],
                [new Send(0, 0)],
                [Get(0, Y), Put(X, ValueExpression.Reg(0))]),
            [Put(Z, 1), Get(0, X), .. branch]);
        Instruction branch = new If(Condition.Is(0, 1), [], []);
        Assert.True(HandlerReadsOne(Buffering(), OracleModel.Armv8));
        Assert.False(HandlerReadsOne(Buffering(branch), OracleModel.Armv8));
        Assert.False(HandlerReadsOne(Buffering(), OracleModel.Tso));

        static bool HandlerReadsOne(TestProgram program, OracleModel model) =>
            Enumerator.Complete(program, model).Any(execution => execution.Contains("R0x1000=1", StringComparison.Ordinal));
    }

    [Fact]
    public void Control_OfAHandler_ReachesLaterHandlersOfTheIdleCpu()
    {
        TestProgram Buffering(params Instruction[] branch) => Program(
            2,
            [],
            [new Send(0, 0), new Send(0, 1)],
            [Get(0, Y), Put(X, ValueExpression.Reg(0))]) with
        {
            Handlers = [[Get(0, X), .. branch], [Put(Y, 1)]],
        };

        // The handlers may run in the other order: then the store is the first.
        int All(params Instruction[] branch) => Enumerator.Complete(Buffering(branch), OracleModel.Armv8)
            .Count(execution => execution.Contains("R0x1000=1", StringComparison.Ordinal));
        Assert.Equal(2, All());
        Assert.Equal(1, All(new If(Condition.Is(0, 1), [], [])));
    }

    [Fact]
    public void HandlersSendInterrupts()
    {
        TestProgram program = Program(1, [new Send(1, 0)], [], []) with
        {
            Handlers = [[new Send(2, 1)], [Put(X, 1)]],
        };
        Assert.Equal(["P0: S:1/0\nP1: I<-0.0 S:2/1\nP2: I<-1.1 W0x1000=1\n0x1000: 2.1\n"], Enumerator.Complete(program, OracleModel.Sc));
    }

    private static TestProgram With(TestProgram program, params Instruction[] handler) =>
        program with { Handlers = [handler.ToImmutableArray()] };
}
