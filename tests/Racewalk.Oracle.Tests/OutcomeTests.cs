using Racewalk.Executions;
using Racewalk.Oracle.Axioms;
using Racewalk.Oracle.Language;
using static Racewalk.Oracle.Language.LocationExpression;
using static Racewalk.Oracle.Language.ValueExpression;
using static Racewalk.Oracle.Tests.Litmus;

namespace Racewalk.Oracle.Tests;

// Outcomes of litmus tests that the models are known to allow or forbid.
public sealed class OutcomeTests
{
    [Fact]
    public void Armv8BuffersLoadsAroundAnAcquire() => Assert.True(Reachable(
        Program(
            3,
            [Get(1, X), Get(0, Z, Access.Acquire), Put(Y, 1), Is(1, 7), Is(0, 0)],
            [Get(3, Z), Put(X, Reg(3))],
            [Get(4, Y), Put(Z, Plus(4, 6))]),
        OracleModel.Armv8));

    [Theory]
    [InlineData(Z, Access.Release, true)]
    [InlineData(Z, Access.None, true)]
    [InlineData(X, Access.None, true)]
    public void Armv8ForwardsInLoadBuffering(int location, Access access, bool allowed) => Assert.Equal(allowed, Reachable(
        Program(
            3,
            [Get(1, X), Put(location, 5, access), Get(2, location), Put(Y, Reg(2)), Is(1, 5)],
            [Get(3, Y), Put(X, Reg(3))]),
        OracleModel.Armv8));

    [Fact]
    public void Armv8KeepsDependencyThroughForwarding() => Assert.False(Reachable(
        Program(
            3,
            [Get(1, X), Put(Z, Times(1, 5)), Get(2, Z), Put(Y, Reg(2)), Is(1, 5)],
            [Get(3, Y), Put(X, Reg(3))]),
        OracleModel.Armv8));

    [Theory]
    [InlineData(false, 0, true)]
    [InlineData(false, 1, true)]
    [InlineData(true, 0, true)]
    [InlineData(true, 1, false)]
    public void MessagePassing(bool dmb, int dependency, bool allowed)
    {
        Instruction[] writer = dmb ? [Put(X, 1), Full, Put(Y, 1)] : [Put(X, 1), Put(Y, 1)];
        Load second = dependency == 0 ? Get(1, X) : Get(1, After(X, 0));
        TestProgram program = Program(2, writer, [Get(0, Y), second, Is(0, 1), Is(1, 0)]);
        Assert.Equal(allowed, Reachable(program, OracleModel.Armv8));
        Assert.False(Reachable(program, OracleModel.Tso));
        Assert.False(Reachable(program, OracleModel.Sc));
    }

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    public void ControlNeedsIsbBetweenLoads(bool branch, bool isb, bool allowed)
    {
        var reader = new List<Instruction> { Get(0, Y) };
        if (branch)
        {
            reader.Add(new If(Condition.Is(0, 1), [], []));
        }

        if (isb)
        {
            reader.Add(new Fence(FenceKind.ContextSync));
        }

        reader.AddRange([Get(1, X), Is(0, 1), Is(1, 0)]);
        Assert.Equal(allowed, Reachable(Program(2, [Put(X, 1), Full, Put(Y, 1)], [.. reader]), OracleModel.Armv8));
    }

    [Theory]
    [InlineData(FenceKind.Full, false)]
    [InlineData(FenceKind.DsbFull, false)]
    [InlineData(FenceKind.Load, false)]
    [InlineData(FenceKind.DsbLoad, false)]
    [InlineData(FenceKind.Store, true)]
    [InlineData(FenceKind.DsbStore, true)]
    [InlineData(FenceKind.ContextSync, true)]
    public void FencesBetweenLoads(FenceKind kind, bool allowed) => Assert.Equal(allowed, Reachable(
        Program(2, [Put(X, 1), Full, Put(Y, 1)], [Get(0, Y), new Fence(kind), Get(1, X), Is(0, 1), Is(1, 0)]),
        OracleModel.Armv8));

    [Theory]
    [InlineData(FenceKind.Store, false)]
    [InlineData(FenceKind.DsbStore, false)]
    [InlineData(FenceKind.Load, true)]
    public void FencesBetweenStores(FenceKind kind, bool allowed) => Assert.Equal(allowed, Reachable(
        Program(2, [Put(X, 1), new Fence(kind), Put(Y, 1)], [Get(0, Y), Full, Get(1, X), Is(0, 1), Is(1, 0)]),
        OracleModel.Armv8));

    // A DSB orders all that is later, whatever kind of access it waits for.
    [Theory]
    [InlineData(FenceKind.Store, true)]
    [InlineData(FenceKind.DsbStore, false)]
    [InlineData(FenceKind.DsbLoad, true)]
    public void FencesBetweenStoreAndLoad(FenceKind kind, bool allowed) => Assert.Equal(allowed, Reachable(
        Program(2, [Put(X, 1), new Fence(kind), Get(0, Y), Is(0, 0)], [Put(Y, 1), new Fence(kind), Get(0, X), Is(0, 0)]),
        OracleModel.Armv8));

    [Theory]
    [InlineData(LockedAcquireRelease, false)]
    [InlineData(Access.Exclusive | Access.Acquire | Access.Release, true)]
    [InlineData(Access.Atomic | Access.Acquire, true)]
    [InlineData(Access.Atomic | Access.Release, true)]
    public void StoreBufferingWithExchanges(Access access, bool allowed)
    {
        TestProgram program = Program(
            2, [Swap(0, X, 1, access), Get(1, Y), Is(1, 0)], [Swap(0, Y, 1, access), Get(1, X), Is(1, 0)]);
        Assert.Equal(allowed, Reachable(program, OracleModel.Armv8));
        Assert.False(Reachable(program, OracleModel.Tso));
    }

    [Theory]
    [InlineData(Access.Release, Access.Acquire, false)]
    [InlineData(Access.Release, Access.AcquirePc, true)]
    [InlineData(Access.Release, Access.None, true)]
    public void StoreBufferingWithReleaseAndAcquire(Access store, Access load, bool allowed) => Assert.Equal(allowed, Reachable(
        Program(2, [Put(X, 1, store), Get(0, Y, load), Is(0, 0)], [Put(Y, 1, store), Get(0, X, load), Is(0, 0)]),
        OracleModel.Armv8));

    [Fact]
    public void FailedCompareExchangeIsAFenceOnTso()
    {
        TestProgram program = Program(
            3,
            [Put(X, 1), Cas(2, Z, 1, 2, Access.Atomic), Get(0, Y), Is(0, 0)],
            [Put(Y, 1), Cas(2, Z, 1, 2, Access.Atomic), Get(0, X), Is(0, 0)]);
        Assert.False(Reachable(program, OracleModel.Tso));
        Assert.True(Reachable(program, OracleModel.Armv8));
    }

    [Theory]
    [InlineData(FenceKind.Full, false)]
    [InlineData(FenceKind.DsbFull, false)]
    [InlineData(FenceKind.Load, true)]
    [InlineData(FenceKind.DsbStore, true)]
    public void OnlyFullFencesMatterOnTso(FenceKind kind, bool allowed) => Assert.Equal(allowed, Reachable(
        Program(
            2,
            [Put(X, 1), new Fence(kind), Get(0, Y), Is(0, 0)],
            [Put(Y, 1), new Fence(kind), Get(0, X), Is(0, 0)]),
        OracleModel.Tso));
}
