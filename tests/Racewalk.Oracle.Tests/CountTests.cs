using Racewalk.Executions;
using Racewalk.Oracle.Axioms;
using Racewalk.Oracle.Language;
using static Racewalk.Oracle.Tests.Litmus;

namespace Racewalk.Oracle.Tests;

// Numbers of executions that are known, or counted by hand.
public sealed class CountTests
{
    public static TheoryData<string, int, int, int> Known => new()
    {
        { "SB", 3, 4, 4 },
        { "MP", 3, 3, 4 },
        { "LB", 3, 3, 4 },
        { "2+2W", 3, 3, 4 },
        { "IRIW", 15, 15, 15 },
        { "ainc2", 2, 2, 2 },
        { "ainc3", 6, 6, 6 },
        { "ainc4", 24, 24, 24 },
        { "CoRR", 3, 3, 3 },
        { "choices", 6, 6, 6 },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void HasKnownNumberOfExecutions(string name, int sc, int tso, int armv8)
    {
        TestProgram program = Named(name);
        Assert.Equal(sc, Count(program, OracleModel.Sc));
        Assert.Equal(tso, Count(program, OracleModel.Tso));
        Assert.Equal(armv8, Count(program, OracleModel.Armv8));
    }

    private static TestProgram Named(string name) => name switch
    {
        "SB" => Program(2, [Put(X, 1), Get(0, Y)], [Put(Y, 1), Get(0, X)]),
        "MP" => Program(2, [Put(X, 1), Put(Y, 1)], [Get(0, Y), Get(1, X)]),
        "LB" => Program(2, [Get(0, X), Put(Y, 1)], [Get(0, Y), Put(X, 1)]),
        "2+2W" => Program(2, [Put(X, 1), Put(Y, 2)], [Put(Y, 1), Put(X, 2)]),
        "IRIW" => Program(
            2,
            [Put(X, 1)],
            [Put(Y, 1)],
            [Get(0, X, Access.Acquire), Get(1, Y, Access.Acquire)],
            [Get(0, Y, Access.Acquire), Get(1, X, Access.Acquire)]),
        "ainc2" => Increments(2),
        "ainc3" => Increments(3),
        "ainc4" => Increments(4),
        "CoRR" => Program(1, [Put(X, 1)], [Get(0, X), Get(1, X)]),
        "choices" => Program(1, [new Choose(0, 2), new Choose(1, 3)]),
        _ => throw new ArgumentException(name, nameof(name)),
    };

    private static TestProgram Increments(int threads) =>
        Program(1, [.. Enumerable.Repeat<Instruction[]>([Add(0, X, 1, Access.Atomic)], threads)]);
}
