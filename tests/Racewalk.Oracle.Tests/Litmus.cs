using System.Collections.Immutable;
using Racewalk.Executions;
using Racewalk.Oracle.Axioms;
using Racewalk.Oracle.Language;
using Racewalk.Programs;

namespace Racewalk.Oracle.Tests;

// Short names for writing litmus tests.
internal static class Litmus
{
    public const int X = 0;
    public const int Y = 1;
    public const int Z = 2;
    public const Access LockedAcquireRelease = Access.Atomic | Access.Acquire | Access.Release;

    public static TestProgram Program(int locations, params Instruction[][] threads) => new()
    {
        Name = "litmus",
        Initial = [.. Enumerable.Repeat(0UL, locations)],
        Threads = [.. threads.Select(thread => thread.ToImmutableArray())],
    };

    public static Load Get(int register, LocationExpression location, Access access = Access.None) => new(register, location, access);

    public static Store Put(LocationExpression location, ValueExpression value, Access access = Access.None) =>
        new(location, value, access);

    public static Rmw Swap(int register, LocationExpression location, ValueExpression value, Access access) =>
        new(register, RmwKind.Exchange, location, value, 0, access);

    public static Rmw Add(int register, LocationExpression location, ValueExpression value, Access access) =>
        new(register, RmwKind.Add, location, value, 0, access);

    public static Rmw Cas(int register, LocationExpression location, ValueExpression comparand, ValueExpression value, Access access) =>
        new(register, RmwKind.CompareExchange, location, value, comparand, access);

    public static Fence Full => new(FenceKind.Full);

    public static Assume Is(int register, ulong value) => new(Condition.Is(register, value));

    public static int Count(TestProgram program, OracleModel model) => Enumerator.Complete(program, model).Count;

    // Litmus tests end in assumptions that say what outcome is asked for, so the outcome is reachable if any complete execution is left.
    public static bool Reachable(TestProgram program, OracleModel model) => Count(program, model) > 0;
}
