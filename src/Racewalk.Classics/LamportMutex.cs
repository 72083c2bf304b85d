using Racewalk.Executions;
using Racewalk.Programs;
using static Racewalk.Classics.Shared;

namespace Racewalk.Classics;

/// <summary>
/// Lamport's second fast mutex (Lamport, A fast mutual exclusion algorithm, ACM TOCS 5(1), 1987): seven accesses without contention. All
/// accesses are sequentially consistent; waiting blocks.
/// </summary>
[CheckedCode]
public static class LamportMutex
{
    private const ulong Entered = X;
    private const ulong Owner = Y;
    private const ulong Trying = 0x8000;

    /// <summary>Threads 1 to n, each once through the mutex.</summary>
    public static CheckedProgram Make(int n) => Program($"lamport({n})", Repeat(n, i => t =>
    {
        while (!TryAcquire(t, i + 1, n))
        {
        }

        t.StoreSc(Owner, 0);
        t.StoreSc(Cell(Trying, i + 1), 0);
    }));

    private static bool TryAcquire(ThreadContext t, int me, int n)
    {
        t.StoreSc(Cell(Trying, me), 1);
        t.StoreSc(Entered, me);
        if (t.Load(Owner, Access.Acquire) != 0)
        {
            t.StoreSc(Cell(Trying, me), 0);
            t.Await(Owner, AwaitKind.Equal, 0, Access.Acquire);
            return false;
        }

        t.StoreSc(Owner, me);
        if (t.Load(Entered, Access.Acquire) == me)
        {
            return true;
        }

        t.StoreSc(Cell(Trying, me), 0);
        for (int other = 1; other <= n; other++)
        {
            t.Await(Cell(Trying, other), AwaitKind.Equal, 0, Access.Acquire);
        }

        if (t.Load(Owner, Access.Acquire) == me)
        {
            return true;
        }

        t.Await(Owner, AwaitKind.Equal, 0, Access.Acquire);
        return false;
    }
}
