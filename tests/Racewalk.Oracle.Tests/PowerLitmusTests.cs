using Racewalk.Executions;
using Racewalk.Oracle.Axioms;
using Racewalk.Oracle.Language;
using static Racewalk.Oracle.Language.LocationExpression;
using static Racewalk.Oracle.Language.ValueExpression;
using static Racewalk.Oracle.Tests.Litmus;

namespace Racewalk.Oracle.Tests;

// Litmus tests of Herding Cats whose verdict on Power is known.
public sealed class PowerLitmusTests
{
    private static readonly Fence Light = new(FenceKind.LightSync);
    private static readonly Fence Eieio = new(FenceKind.Eieio);
    private static readonly Fence Isync = new(FenceKind.ContextSync);

    [Theory]
    [InlineData("MP+lwsync+addr", false)]
    [InlineData("MP+lwsync+po", true)]
    [InlineData("MP+eieio+addr", false)]
    [InlineData("MP+lwsync+ctrl", true)]
    [InlineData("MP+lwsync+ctrlisync", false)]
    [InlineData("SB+syncs", false)]
    [InlineData("SB+lwsyncs", true)]
    [InlineData("LB+addrs", false)]
    [InlineData("LB", true)]
    [InlineData("LB+po-loc+data", false)]
    [InlineData("WRC+addrs", true)]
    [InlineData("WRC+lwsync+addr", false)]
    [InlineData("ISA2+lwsync+data+addr", false)]
    [InlineData("IRIW+syncs", false)]
    [InlineData("IRIW+lwsyncs", true)]
    [InlineData("R+lwsync+sync", true)]
    [InlineData("R+syncs", false)]
    [InlineData("2+2W+lwsyncs", false)]
    [InlineData("2+2W", true)]
    [InlineData("S+lwsync+addr", false)]
    [InlineData("Z6.3+lwsync+lwsync+addr", true)]
    [InlineData("PPOCA", true)]
    [InlineData("PPOAA", false)]
    public void Enumerate_Litmus_VerdictIsAsPublished(string name, bool allowed) => Assert.Equal(allowed, Reachable(Named(name), OracleModel.Power));

    private static TestProgram Named(string name) => name switch
    {
        "MP+lwsync+addr" => MessagePassing(Light, Get(0, Y), Get(9, After(X, 0))),
        "MP+lwsync+po" => MessagePassing(Light, Get(0, Y), Get(9, X)),
        "MP+eieio+addr" => MessagePassing(Eieio, Get(0, Y), Get(9, After(X, 0))),
        "MP+lwsync+ctrl" => MessagePassing(Light, Get(0, Y), Branch(0), Get(9, X)),
        "MP+lwsync+ctrlisync" => MessagePassing(Light, Get(0, Y), Branch(0), Isync, Get(9, X)),
        "SB+syncs" => StoreBuffering(Full),
        "SB+lwsyncs" => StoreBuffering(Light),
        "LB+addrs" => LoadBuffering(Get(0, X), Put(After(Y, 0), 1)),
        "LB" => LoadBuffering(Get(0, X), Put(Y, 1)),
        // cc contains po-loc, so the first read commits before the write that the second one's value goes to.
        "LB+po-loc+data" => LoadBuffering(Get(0, X), Put(X, 5), Get(1, X), Put(Y, Times(1, 1))),
        "WRC+addrs" => Causality([Get(0, X), Put(After(Y, 0), 1), Is(0, 1)]),
        "WRC+lwsync+addr" => Causality([Get(0, X), Light, Put(Y, 1), Is(0, 1)]),
        "ISA2+lwsync+data+addr" => Program(
            3, [Put(X, 1), Light, Put(Y, 1)], [Get(0, Y), Put(Z, Reg(0)), Is(0, 1)], [Get(0, Z), Get(1, After(X, 0)), Is(0, 1), Is(1, 0)]),
        "IRIW+syncs" => IndependentReads(Full),
        "IRIW+lwsyncs" => IndependentReads(Light),
        "R+lwsync+sync" => Program(2, [Put(X, 1), Light, Put(Y, 1)], [Put(Y, 2), Full, Get(0, X), Is(0, 0)], Last(Y, 1, 2)),
        "R+syncs" => Program(2, [Put(X, 1), Full, Put(Y, 1)], [Put(Y, 2), Full, Get(0, X), Is(0, 0)], Last(Y, 1, 2)),
        "2+2W+lwsyncs" => Program(2, [Put(X, 1), Light, Put(Y, 2)], [Put(Y, 1), Light, Put(X, 2)], Last(X, 2, 1), Last(Y, 2, 1)),
        "2+2W" => Program(2, [Put(X, 1), Put(Y, 2)], [Put(Y, 1), Put(X, 2)], Last(X, 2, 1), Last(Y, 2, 1)),
        "S+lwsync+addr" => Program(2, [Put(X, 2), Light, Put(Y, 1)], [Get(0, Y), Put(After(X, 0), 1), Is(0, 1)], Last(X, 1, 2)),
        "Z6.3+lwsync+lwsync+addr" => Program(
            3,
            [Put(X, 1), Light, Put(Y, 1)],
            [Put(Y, 2), Light, Put(Z, 1)],
            [Get(0, Z), Get(1, After(X, 0)), Is(0, 1), Is(1, 0)],
            Last(Y, 1, 2)),
        "PPOCA" => MessagePassing(Full, Get(0, Y), new If(Condition.Is(0, 1), [Put(Z, 1)], []), Get(1, Z), Get(9, After(X, 1))),
        "PPOAA" => MessagePassing(Full, Get(0, Y), Put(After(Z, 0), 1), Get(1, Z), Is(1, 1), Get(9, After(X, 1))),
        _ => throw new ArgumentException(name, nameof(name)),
    };

    private static If Branch(int register) => new(Condition.Is(register, 1), [], []);

    private static TestProgram MessagePassing(Instruction fence, params Instruction[] reader) =>
        Program(3, [Put(X, 1), fence, Put(Y, 1)], [.. reader, Is(0, 1), Is(9, 0)]);

    private static TestProgram StoreBuffering(Instruction fence) =>
        Program(2, [Put(X, 1), fence, Get(0, Y), Is(0, 0)], [Put(Y, 1), fence, Get(0, X), Is(0, 0)]);

    private static TestProgram LoadBuffering(params Instruction[] thread) =>
        Program(3, [.. thread, Is(0, 1)], [Get(0, Y), Put(X, Times(0, 1)), Is(0, 1)]);

    private static TestProgram Causality(Instruction[] middle) =>
        Program(2, [Put(X, 1)], middle, [Get(0, Y), Get(1, After(X, 0)), Is(0, 1), Is(1, 0)]);

    private static TestProgram IndependentReads(Instruction fence) => Program(
        2,
        [Put(X, 1)],
        [Put(Y, 1)],
        [Get(0, X), fence, Get(1, Y), Is(0, 1), Is(1, 0)],
        [Get(0, Y), fence, Get(1, X), Is(0, 1), Is(1, 0)]);

    private static Instruction[] Last(int location, ulong first, ulong last) =>
        [Get(0, location), Get(1, location), Is(0, first), Is(1, last)];
}
