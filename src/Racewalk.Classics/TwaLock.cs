using Racewalk.Executions;
using Racewalk.Programs;
using static Racewalk.Classics.Shared;

namespace Racewalk.Classics;

/// <summary>
/// Ticket lock with a waiting array (Dice, Kogan, TWA: ticket locks augmented with a waiting array, Euro-Par 2019): whoever is far from his
/// turn waits at a cell of the array, and only the next one at the grant.
/// </summary>
[CheckedCode]
public static class TwaLock
{
    private const ulong Ticket = X;
    private const ulong Grant = Y;
    private const ulong Waiting = 0x100000;
    private const int Cells = 4096;

    /// <summary>N threads, each once through the lock.</summary>
    public static CheckedProgram Make(int n) => Program($"twalock({n})", Repeat(n, i => t =>
    {
        Acquire(t);
        SpinLocks.Critical(t, i);
        Release(t);
    }));

    private static void Acquire(ThreadContext t)
    {
        Word ticket = t.FetchAdd(Ticket, 1, RelaxedRmw);
        Word ahead = ticket - t.Load(Grant, Access.Acquire);
        if (ahead == 0)
        {
            return;
        }

        if (ahead > 1)
        {
            Word cell = Cell(Waiting, ticket % Cells);
            Word seen = t.Load(cell, Access.Acquire);
            while (ticket - t.Load(Grant) > 1)
            {
                seen = t.Await(cell, AwaitKind.NotEqual, seen, Access.Acquire);
            }
        }

        t.Await(Grant, AwaitKind.Equal, ticket, Access.Acquire);
    }

    private static void Release(ThreadContext t)
    {
        Word next = t.Load(Grant) + 1;
        t.Store(Grant, next, Access.Release);
        t.FetchAdd(Cell(Waiting, (next + 1) % Cells), 1, ReleaseRmw);
    }
}
