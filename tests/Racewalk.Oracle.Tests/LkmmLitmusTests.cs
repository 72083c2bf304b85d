using Racewalk.Executions;
using Racewalk.Oracle.Axioms;
using Racewalk.Oracle.Language;
using static Racewalk.Oracle.Language.LocationExpression;
using static Racewalk.Oracle.Tests.Litmus;

namespace Racewalk.Oracle.Tests;

// Litmus tests of the kernel (v6.12 tools/memory-model/litmus-tests) with the result that their comments give.
public sealed class LkmmLitmusTests
{
    private static readonly Fence Rmb = new(FenceKind.ReadRead);
    private static readonly Fence Wmb = new(FenceKind.Store);
    private static readonly Fence Lock = new(FenceKind.RcuLock);
    private static readonly Fence Unlock = new(FenceKind.RcuUnlock);
    private static readonly Fence Sync = new(FenceKind.SyncRcu);

    [Theory]
    [InlineData("MP+pooncerelease+poacquireonce", false)]
    [InlineData("MP+poonceonces", true)]
    [InlineData("MP+fencewmbonceonce+fencermbonceonce", false)]
    [InlineData("MP+onceassign+derefonce", false)]
    [InlineData("SB+fencembonceonces", false)]
    [InlineData("SB+poonceonces", true)]
    [InlineData("SB+xchgs", false)]
    [InlineData("SB+xchg_relaxeds", true)]
    [InlineData("LB+fencembonceonce+ctrlonceonce", false)]
    [InlineData("LB+poacquireonce+pooncerelease", false)]
    [InlineData("LB+poonceonces", true)]
    [InlineData("LB+addr-po+data", true)]
    [InlineData("IRIW+fencembonceonces+OnceOnce", false)]
    [InlineData("IRIW+poonceonces+OnceOnce", true)]
    [InlineData("WRC+pooncerelease+fencermbonceonce+Once", false)]
    [InlineData("WRC+poonceonces+Once", true)]
    [InlineData("ISA2+pooncerelease+poacquirerelease+poacquireonce", false)]
    [InlineData("S+fencewmbonceonce+poacquireonce", false)]
    [InlineData("R+fencembonceonces", false)]
    [InlineData("R+poonceonces", true)]
    [InlineData("MP+polockonce", false)]
    [InlineData("MP+rcu-gp+rscs", false)]
    [InlineData("SB+rcu-gp+rscs", false)]
    [InlineData("SB+rscs", true)]
    [InlineData("RCU: two sections, one grace period", true)]
    [InlineData("RCU: two sections, two grace periods", false)]
    public void Enumerate_Litmus_VerdictIsAsPublished(string name, bool allowed) => Assert.Equal(allowed, Reachable(Named(name), OracleModel.Lkmm));

    [Theory]
    [InlineData(Access.Plain, true)]
    [InlineData(Access.None, false)]
    public void Enumerate_FalseDependenciesInACircle_OnlyThroughPlainAccesses(Access store, bool allowed)
    {
        TestProgram program = Program(
            2,
            [Get(0, X), Put(Y, ValueExpression.Times(0, 1), store), Is(0, 1)],
            [Get(0, Y), Put(X, ValueExpression.Times(0, 1), store), Is(0, 1)]);

        Assert.Equal(allowed, Enumerator.Complete(program, OracleModel.Lkmm).Count == 1);
    }

    [Theory]
    [InlineData(Access.None, Access.None, true)]
    [InlineData(Access.Release, Access.None, true)]
    [InlineData(Access.Release, Access.Acquire, false)]
    public void Enumerate_PlainMessage_RacesUnlessOrdered(Access publish, Access receive, bool races)
    {
        TestProgram program = Program(
            2,
            [Put(X, 1, Access.Plain), Put(Y, 1, publish)],
            [Get(0, Y, receive), new If(Condition.Is(0, 1), [Get(1, X, Access.Plain)], [])]);

        Assert.Equal(races, Enumerator.Complete(program, OracleModel.Lkmm).Any(e => e.EndsWith(CanonicalWriter.Race, StringComparison.Ordinal)));
    }

    private static TestProgram Named(string name) => name switch
    {
        "MP+pooncerelease+poacquireonce" => MessagePassing([Put(Y, 1, Access.Release)], Get(0, Y, Access.Acquire), Get(9, X)),
        "MP+poonceonces" => MessagePassing([Put(Y, 1)], Get(0, Y), Get(9, X)),
        "MP+fencewmbonceonce+fencermbonceonce" => MessagePassing([Wmb, Put(Y, 1)], Get(0, Y), Rmb, Get(9, X)),
        "MP+onceassign+derefonce" => MessagePassing([Put(Y, 1, Access.Release)], Get(0, Y), Get(9, After(X, 0))),
        "SB+fencembonceonces" => StoreBuffering(Full),
        "SB+poonceonces" => StoreBuffering(),
        "SB+xchgs" => StoreBuffering(Swap(3, Z, 1, Access.FullBarrier)),
        "SB+xchg_relaxeds" => StoreBuffering(Swap(3, Z, 1, Access.None)),
        "LB+fencembonceonce+ctrlonceonce" => LoadBuffering(new If(Condition.Is(0, 1), [Put(Y, 1)], [])),
        "LB+poacquireonce+pooncerelease" => Program(
            2, [Get(0, X), Put(Y, 1, Access.Release), Is(0, 1)], [Get(0, Y, Access.Acquire), Put(X, 1), Is(0, 1)]),
        "LB+poonceonces" => LoadBuffering(Put(Y, 1)),
        // Unlike the hardware models LKMM does not order a write behind an address that was used before.
        "LB+addr-po+data" => LoadBuffering(Get(1, After(Z, 0)), Put(Y, 1)),
        "IRIW+fencembonceonces+OnceOnce" => IndependentReads(Full),
        "IRIW+poonceonces+OnceOnce" => IndependentReads(),
        "WRC+pooncerelease+fencermbonceonce+Once" => Causality([Get(0, X), Put(Y, 1, Access.Release), Is(0, 1)], Rmb),
        "WRC+poonceonces+Once" => Causality([Get(0, X), Put(Y, 1), Is(0, 1)]),
        "ISA2+pooncerelease+poacquirerelease+poacquireonce" => Program(
            3,
            [Put(X, 1), Put(Y, 1, Access.Release)],
            [Get(0, Y, Access.Acquire), Put(Z, 1, Access.Release), Is(0, 1)],
            [Get(0, Z, Access.Acquire), Get(1, X), Is(0, 1), Is(1, 0)]),
        "S+fencewmbonceonce+poacquireonce" =>
            Program(2, [Put(X, 2), Wmb, Put(Y, 1)], [Get(0, Y, Access.Acquire), Put(X, 1), Is(0, 1)], Last(X, 1, 2)),
        "R+fencembonceonces" => Program(2, [Put(X, 1), Full, Put(Y, 1)], [Put(Y, 2), Full, Get(0, X), Is(0, 0)], Last(Y, 1, 2)),
        "R+poonceonces" => Program(2, [Put(X, 1), Put(Y, 1)], [Put(Y, 2), Get(0, X), Is(0, 0)], Last(Y, 1, 2)),
        "MP+polockonce" => Program(
            3,
            [Take(Z), Put(X, 1), Put(Y, 1), Give(Z)],
            [Take(Z), Get(0, Y), Get(1, X), Give(Z), Is(0, 1), Is(1, 0)]),
        "MP+rcu-gp+rscs" => Program(2, [Put(X, 1), Sync, Put(Y, 1)], [Lock, Get(0, Y), Get(1, X), Unlock, Is(0, 1), Is(1, 0)]),
        "SB+rcu-gp+rscs" => Program(2, [Put(X, 1), Sync, Get(0, Y), Is(0, 0)], [Lock, Put(Y, 1), Get(0, X), Unlock, Is(0, 0)]),
        "SB+rscs" => Program(2, [Lock, Put(X, 1), Get(0, Y), Unlock, Is(0, 0)], [Lock, Put(Y, 1), Get(0, X), Unlock, Is(0, 0)]),
        "RCU: two sections, one grace period" => Ring([Put(X, 1), Sync, Get(0, Y), Is(0, 0)]),
        "RCU: two sections, two grace periods" => Ring([Put(X, 1), Sync, Sync, Get(0, Y), Is(0, 0)]),
        _ => throw new ArgumentException(name, nameof(name)),
    };

    private static AwaitRmw Take(int location) =>
        new(7, Programs.RmwKind.Exchange, location, 1, Programs.AwaitKind.Equal, 0, Access.Lock | Access.Acquire);

    private static Store Give(int location) => Put(location, 0, Access.Unlock | Access.Release);

    private static TestProgram Ring(Instruction[] writer) => Program(
        3, writer, [Lock, Put(Y, 1), Get(0, Z), Unlock, Is(0, 0)], [Lock, Put(Z, 1), Get(0, X), Unlock, Is(0, 0)]);

    private static TestProgram MessagePassing(Instruction[] writer, params Instruction[] reader) =>
        Program(2, [Put(X, 1), .. writer], [.. reader, Is(0, 1), Is(9, 0)]);

    private static TestProgram StoreBuffering(params Instruction[] between) =>
        Program(3, [Put(X, 1), .. between, Get(0, Y), Is(0, 0)], [Put(Y, 1), .. between, Get(0, X), Is(0, 0)]);

    private static TestProgram LoadBuffering(params Instruction[] thread) =>
        Program(3, [Get(0, X), .. thread, Is(0, 1)], [Get(0, Y), Full, Put(X, 1), Is(0, 1)]);

    private static TestProgram Causality(Instruction[] middle, params Instruction[] between) =>
        Program(2, [Put(X, 1)], middle, [Get(0, Y), .. between, Get(1, X), Is(0, 1), Is(1, 0)]);

    private static TestProgram IndependentReads(params Instruction[] between) => Program(
        2,
        [Put(X, 1)],
        [Put(Y, 1)],
        [Get(0, X), .. between, Get(1, Y), Is(0, 1), Is(1, 0)],
        [Get(0, Y), .. between, Get(1, X), Is(0, 1), Is(1, 0)]);

    private static Instruction[] Last(int location, ulong first, ulong last) =>
        [Get(0, location), Get(1, location), Is(0, first), Is(1, last)];
}
