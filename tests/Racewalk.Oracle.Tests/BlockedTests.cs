using Racewalk.Executions;
using Racewalk.Oracle.Axioms;
using Racewalk.Oracle.Language;
using Racewalk.Programs;
using static Racewalk.Oracle.Tests.Litmus;

namespace Racewalk.Oracle.Tests;

// Executions in which somebody waits for ever.
public sealed class BlockedTests
{
    [Fact]
    public void AwaitReadsWhatSatisfiesIt()
    {
        TestProgram program = Program(1, [Put(X, 1)], [new Await(0, X, AwaitKind.NotEqual, 0)]);
        OracleResult result = Blocked(program);
        Assert.Single(result.Complete(OracleModel.Armv8));
        Assert.Empty(result.Deadlocked(OracleModel.Armv8));
    }

    [Fact]
    public void AwaitOfAValueNobodyWritesBlocks()
    {
        OracleResult result = Blocked(Program(1, [Put(X, 1)], [new Await(0, X, AwaitKind.Equal, 2)]));
        Assert.Empty(result.Complete(OracleModel.Armv8));
        Assert.Equal(["P0: W0x1000=1\nP1: R0x1000=1<-0.0 blocked\n0x1000: 0.0\n"], result.Deadlocked(OracleModel.Armv8));
    }

    [Fact]
    public void OppositeLocksDeadlock()
    {
        static AwaitRmw Lock(int location) =>
            new(0, RmwKind.Exchange, location, 1, AwaitKind.Equal, 0, Access.Atomic | Access.Acquire);
        TestProgram program = Program(
            2,
            [Lock(X), Lock(Y), Put(Y, 0, Access.Release), Put(X, 0, Access.Release)],
            [Lock(Y), Lock(X), Put(X, 0, Access.Release), Put(Y, 0, Access.Release)]);
        OracleResult result = Blocked(program);
        foreach (OracleModel model in OracleModel.All)
        {
            Assert.Equal(2, result.Complete(model).Count);
            Assert.Single(result.Deadlocked(model));
        }
    }

    [Fact]
    public void FalseAssumptionBlocks()
    {
        OracleResult result = Blocked(Program(1, [Put(X, 1)], [Get(0, X), Is(0, 1)]));
        Assert.Single(result.Complete(OracleModel.Sc));
        Assert.Single(result.Deadlocked(OracleModel.Sc));
    }

    private static OracleResult Blocked(TestProgram program) =>
        Enumerator.Enumerate(program, null, new OracleOptions { IncludeBlocked = true });
}
