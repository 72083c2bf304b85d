using Racewalk.Executions;
using Racewalk.Oracle.Axioms;
using Racewalk.Oracle.Language;
using static Racewalk.Oracle.Language.LocationExpression;
using static Racewalk.Oracle.Language.ValueExpression;
using static Racewalk.Oracle.Tests.Litmus;

namespace Racewalk.Oracle.Tests;

// Litmus tests of the literature whose verdict on Armv8 is known.
public sealed class Armv8LitmusTests
{
    private static readonly Fence StoreFence = new(FenceKind.Store);

    [Theory]
    [InlineData("LB+datas", false)]
    [InlineData("LB+data+po", true)]
    [InlineData("LB+addrs", false)]
    [InlineData("LB+ctrls", false)]
    [InlineData("LB+addr-po+data", false)]
    [InlineData("LB+acq+data", false)]
    [InlineData("LB+rel+data", false)]
    [InlineData("LB+swap-rel+data", false)]
    [InlineData("LB+forward-from-rmw", true)]
    [InlineData("LB+forward-from-rmw-acq", false)]
    [InlineData("LB+forward-from-or", false)]
    [InlineData("LB+data-wsi+data", false)]
    [InlineData("MP+rel+acq", false)]
    [InlineData("MP+rel+acqpc", false)]
    [InlineData("MP+rel+po", true)]
    [InlineData("MP+dmb+addr-po", true)]
    [InlineData("MP+dmb+addr-isb", false)]
    [InlineData("MP+dmb+addr-rfi-addr", false)]
    [InlineData("MP+dmb+ctrl-rfi-addr (PPOCA)", true)]
    [InlineData("MP+dmb+data-rfi-addr (PPOAA)", false)]
    [InlineData("MP+dmb+await", true)]
    [InlineData("MP+dmb+await-isb", false)]
    [InlineData("S+dmb+data", false)]
    [InlineData("S+dmb+ctrl", false)]
    [InlineData("S+dmb+po", true)]
    [InlineData("R+dmbs", false)]
    [InlineData("R+dmb+po", true)]
    [InlineData("WRC+data+addr", false)]
    [InlineData("WRC+data+po", true)]
    [InlineData("IRIW+addrs", false)]
    [InlineData("IRIW", true)]
    [InlineData("ISA2+dmb+data+addr", false)]
    [InlineData("2+2W+dmb.sts", false)]
    [InlineData("SB+rfi-addrs", true)]
    [InlineData("SB+dmbs", false)]
    [InlineData("CoRR", false)]
    [InlineData("CoWR", false)]
    [InlineData("RMW is atomic", false)]
    public void VerdictIsAsPublished(string name, bool allowed) => Assert.Equal(allowed, Reachable(Named(name), OracleModel.Armv8));

    private static TestProgram Named(string name) => name switch
    {
        "LB+datas" => LoadBuffering([Get(0, X), Put(Y, Times(0, 1))]),
        "LB+data+po" => LoadBuffering([Get(0, X), Put(Y, 1)]),
        "LB+addrs" => LoadBuffering([Get(0, X), Put(After(Y, 0), 1)]),
        "LB+ctrls" => LoadBuffering([Get(0, X), new If(Condition.Is(0, 1), [], []), Put(Y, 1)]),
        "LB+addr-po+data" => LoadBuffering([Get(0, X), Get(1, After(Z, 0)), Put(Y, 1)]),
        "LB+acq+data" => LoadBuffering([Get(0, X, Access.Acquire), Put(Y, 1)]),
        "LB+rel+data" => LoadBuffering([Get(0, X), Put(Y, 1, Access.Release)]),
        "LB+swap-rel+data" => LoadBuffering([Swap(0, X, 0, Access.Atomic | Access.Release), Put(Y, Reg(0))]),
        // The write of the exchange is read back before the exchange has read.
        "LB+forward-from-rmw" => LoadBuffering([Swap(0, X, 5, Access.Atomic), Get(2, X), Is(2, 5), Put(Y, Times(2, 1))], true),
        "LB+forward-from-rmw-acq" =>
            LoadBuffering([Swap(0, X, 5, Access.Atomic), Get(2, X, Access.Acquire), Is(2, 5), Put(Y, Times(2, 1))], true),
        // What is written follows from what is read here, so the value 1 would come from nowhere.
        "LB+forward-from-or" =>
            LoadBuffering([new Rmw(0, Programs.RmwKind.Or, X, 1, 0, Access.Atomic), Get(2, X), Put(Y, Reg(2))], true),
        "LB+data-wsi+data" => LoadBuffering([Get(0, X), Put(Y, Times(0, 2)), Put(Y, 1)]),
        "MP+rel+acq" => MessagePassing([Put(Y, 1, Access.Release)], [Get(0, Y, Access.Acquire), Get(9, X)]),
        "MP+rel+acqpc" => MessagePassing([Put(Y, 1, Access.Release)], [Get(0, Y, Access.AcquirePc), Get(9, X)]),
        "MP+rel+po" => MessagePassing([Put(Y, 1, Access.Release)], [Get(0, Y), Get(9, X)]),
        "MP+dmb+addr-po" => MessagePassing([Full, Put(Y, 1)], [Get(0, Y), Get(1, After(Z, 0)), Get(9, X)]),
        "MP+dmb+addr-isb" => MessagePassing(
            [Full, Put(Y, 1)], [Get(0, Y), Get(1, After(Z, 0)), new Fence(FenceKind.ContextSync), Get(9, X)]),
        "MP+dmb+addr-rfi-addr" =>
            MessagePassing([Full, Put(Y, 1)], [Get(0, Y), Put(After(Z, 0), 1), Get(1, Z), Is(1, 1), Get(9, After(X, 1))]),
        "MP+dmb+ctrl-rfi-addr (PPOCA)" => MessagePassing(
            [Full, Put(Y, 1)], [Get(0, Y), new If(Condition.Is(0, 1), [Put(Z, 1)], []), Get(1, Z), Get(9, After(X, 1))]),
        "MP+dmb+data-rfi-addr (PPOAA)" =>
            MessagePassing([Full, Put(Y, 1)], [Get(0, Y), Put(Z, Times(0, 1)), Get(1, Z), Get(9, After(X, 1))]),
        "MP+dmb+await" => MessagePassing([Full, Put(Y, 1)], [new Await(0, Y, Programs.AwaitKind.Equal, 1), Get(9, X)]),
        "MP+dmb+await-isb" => MessagePassing(
            [Full, Put(Y, 1)], [new Await(0, Y, Programs.AwaitKind.Equal, 1), new Fence(FenceKind.ContextSync), Get(9, X)]),
        "S+dmb+data" => CoherenceAfter([Get(0, Y), Is(0, 1), Put(X, Times(0, 1))]),
        "S+dmb+ctrl" => CoherenceAfter([Get(0, Y), Is(0, 1), Put(X, 1)]),
        "S+dmb+po" => CoherenceAfter([Get(0, Y), Put(X, 1), Is(0, 1)]),
        "R+dmbs" => Program(2, [Put(X, 1), Full, Put(Y, 1)], [Put(Y, 2), Full, Get(0, X), Is(0, 0)], Last(Y, 1, 2)),
        "R+dmb+po" => Program(2, [Put(X, 1), Full, Put(Y, 1)], [Put(Y, 2), Get(0, X), Is(0, 0)], Last(Y, 1, 2)),
        "WRC+data+addr" => Causality([Get(0, X), Put(Y, Reg(0)), Is(0, 1)], [Get(0, Y), Get(1, After(X, 0)), Is(0, 1), Is(1, 0)]),
        "WRC+data+po" => Causality([Get(0, X), Put(Y, Reg(0)), Is(0, 1)], [Get(0, Y), Get(1, X), Is(0, 1), Is(1, 0)]),
        "IRIW+addrs" => IndependentReads(true),
        "IRIW" => IndependentReads(false),
        "ISA2+dmb+data+addr" => Program(
            3,
            [Put(X, 1), Full, Put(Y, 1)],
            [Get(0, Y), Put(Z, Reg(0)), Is(0, 1)],
            [Get(0, Z), Get(1, After(X, 0)), Is(0, 1), Is(1, 0)]),
        "2+2W+dmb.sts" => Program(
            2, [Put(X, 1), StoreFence, Put(Y, 2)], [Put(Y, 1), StoreFence, Put(X, 2)], Last(X, 2, 1), Last(Y, 2, 1)),
        "SB+rfi-addrs" => Program(
            2,
            [Put(X, 1), Get(0, X), Get(1, After(Y, 0)), Is(0, 1), Is(1, 0)],
            [Put(Y, 1), Get(0, Y), Get(1, After(X, 0)), Is(0, 1), Is(1, 0)]),
        "SB+dmbs" => Program(2, [Put(X, 1), Full, Get(0, Y), Is(0, 0)], [Put(Y, 1), Full, Get(0, X), Is(0, 0)]),
        "CoRR" => Program(1, [Put(X, 1)], [Get(0, X), Get(1, X), Is(0, 1), Is(1, 0)]),
        "CoWR" => Program(1, [Put(X, 1), Get(0, X), Is(0, 0)]),
        "RMW is atomic" => Program(
            1, [Swap(0, X, 1, Access.Atomic), Is(0, 0)], [Swap(0, X, 1, Access.Exclusive), Is(0, 0)]),
        _ => throw new ArgumentException(name, nameof(name)),
    };

    // The thread reads 1 from X through the other thread, which copies Y to X.
    private static TestProgram LoadBuffering(Instruction[] thread, bool second = false) =>
        Program(3, [.. thread, Is(0, 1)], [Get(0, Y), Put(X, second ? Reg(0) : Times(0, 1)), Is(0, 1)]);

    private static TestProgram MessagePassing(Instruction[] writer, Instruction[] reader) =>
        Program(3, [Put(X, 1), .. writer], [.. reader, Is(0, 1), Is(9, 0)]);

    private static TestProgram CoherenceAfter(Instruction[] reader) =>
        Program(2, [Put(X, 2), Full, Put(Y, 1)], reader, Last(X, 1, 2));

    private static TestProgram Causality(Instruction[] middle, Instruction[] reader) => Program(2, [Put(X, 1)], middle, reader);

    private static TestProgram IndependentReads(bool addr) => Program(
        2,
        [Put(X, 1)],
        [Put(Y, 1)],
        [Get(0, X), addr ? Get(1, After(Y, 0)) : Get(1, Y), Is(0, 1), Is(1, 0)],
        [Get(0, Y), addr ? Get(1, After(X, 0)) : Get(1, X), Is(0, 1), Is(1, 0)]);

    // An observer that sees the one value of a location before the other.
    private static Instruction[] Last(int location, ulong first, ulong last) =>
        [Get(0, location), Get(1, location), Is(0, first), Is(1, last)];
}
