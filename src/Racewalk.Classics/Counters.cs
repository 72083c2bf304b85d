using Racewalk.Executions;
using Racewalk.Programs;
using static Racewalk.Classics.Shared;

namespace Racewalk.Classics;

/// <summary>Small scalable programs whose numbers of executions are known in closed form or published.</summary>
public static class Counters
{
    /// <summary>N threads, each one atomic increment: N! executions.</summary>
    public static CheckedProgram Ainc(int n) => Program($"ainc({n})", Repeat(n, _ => t => t.FetchAdd(X, 1)));

    /// <summary>N threads, each a load and a store of the same variable.</summary>
    public static CheckedProgram Inc(int n) => Program($"inc({n})", Repeat(n, i => t =>
    {
        Word v = t.Load(X);
        t.Store(X, v + (1UL << i), Access.Release);
    }));

    /// <summary>N threads, each an atomic increment of three variables.</summary>
    public static CheckedProgram Cinc(int n) => Program($"cinc({n})", Repeat(n, _ => t =>
    {
        t.FetchAdd(X, 1);
        t.FetchAdd(Y, 1);
        t.FetchAdd(Z, 1);
    }));

    /// <summary>N + 1 writers of one variable and one reader.</summary>
    public static CheckedProgram Writers(int n) => Program($"N-writers({n})", [
        .. Repeat(n + 1, i => t => t.Store(X, (ulong)i, Access.Release)),
        t => t.Load(X, Access.Acquire)]);

    /// <summary>Thread i in 1..N swaps i - 1 for i.</summary>
    public static CheckedProgram CasRot(int n) => Program($"casrot({n})", Repeat(n, i => t => t.Cas(X, i, i + 1)));

    /// <summary>Threads that swap whatever is there for 42, two that do so for 0, and two that try once to swap 42 for 0.</summary>
    /// <param name="n">How many there are of the first kind.</param>
    public static CheckedProgram ConfLoop(int n)
    {
        // A round that fails has no effect, so it blocks.
        static void Swap(ThreadContext t, ulong desired) => t.CasOrBlock(X, t.Load(X), desired);

        ThreadBody clear = static t => Swap(t, 0);
        ThreadBody clearOnce = static t => t.Cas(X, 42, 0);
        ThreadBody set = static t => Swap(t, 42);
        return Program($"conf-loop({n})", [clear, clearOnce, .. Enumerable.Repeat(set, n), clear, clearOnce]);
    }

    /// <summary>Each thread tries to swap 0 for 1, then stores a value of its own.</summary>
    public static CheckedProgram CasW(int n) => Program($"casw({n})", Repeat(n, i => t =>
    {
        t.Cas(X, 0, 1);
        t.Store(X, i + 3, Access.Release);
    }));

    /// <summary>One writer; N readers that each read a cell of their own and the variable.</summary>
    public static CheckedProgram Readers(int n) => Program($"readers({n})", [
        t => t.Store(X, 42, Access.Release),
        .. Repeat(n, i => t =>
        {
            t.Load(Cell(Y, i), Access.Acquire);
            t.Load(X, Access.Acquire);
        })]);

    /// <summary>A reader looks for the last zero of an array that N writers increment along.</summary>
    public static CheckedProgram LastZero(int n) => Program($"lastzero({n})", [
        t =>
        {
            for (int i = n; i >= 0; i--)
            {
                if (t.Load(Cell(X, i), Access.Acquire) == 0)
                {
                    break;
                }
            }
        },
        .. Repeat(n, j => t =>
        {
            Word v = t.Load(Cell(X, j), Access.Acquire);
            t.Store(Cell(X, j + 1), v + 1, Access.Release);
        })]);

    /// <summary>N threads insert four values each into a hash table of 128 slots.</summary>
    public static CheckedProgram Indexer(int n) => Program($"indexer({n})", Repeat(n, thread => t =>
    {
        for (int i = 0; i < 4; i++)
        {
            int w = (i * 11) + thread;
            int h = (7 * w) % 128;
            while (true)
            {
                if (t.Cas(Cell(X, h), 0, w))
                {
                    break;
                }

                h = (h + 1) % 128;
            }
        }
    }));

    /// <summary>Two threads build a Fibonacci sequence in two variables, a third checks its bound.</summary>
    public static CheckedProgram FibBench(int n) => new()
    {
        Name = $"fib_bench({n})",
        Initial = new Dictionary<ulong, ulong> { [X] = 1, [Y] = 1 },
        Threads = [
            t => Sum(t, n, X, Y),
            t => Sum(t, n, Y, X),
            t =>
            {
                if (t.Load(X, Access.Acquire) > 144)
                {
                    t.Fail(ViolationKind.Assertion, "x exceeds 144");
                }

                if (t.Load(Y, Access.Acquire) > 144)
                {
                    t.Fail(ViolationKind.Assertion, "y exceeds 144");
                }
            }],
    };

    /// <summary>Two readers of four variables and two writers that alternate between two each.</summary>
    public static CheckedProgram Big0() => Program(
        "big0",
        t => Load(t, X, Y, Z, W, X, Y, Z),
        t => Load(t, X, Y, Z),
        t => StoreAlternately(t, X, Y),
        t => StoreAlternately(t, Z, W));

    private static void Sum(ThreadContext t, int n, ulong target, ulong other)
    {
        for (int i = 0; i < n; i++)
        {
            Word a = t.Load(target, Access.Acquire);
            Word b = t.Load(other, Access.Acquire);
            t.Store(target, a + b, Access.Release);
        }
    }

    private static void Load(ThreadContext t, params ulong[] variables)
    {
        foreach (ulong variable in variables)
        {
            t.Load(variable);
        }
    }

    private static void StoreAlternately(ThreadContext t, ulong a, ulong b)
    {
        for (int value = 1; value <= 3; value++)
        {
            t.Store(a, value);
            t.Store(b, value);
        }
    }
}
