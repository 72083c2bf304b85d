using Racewalk.Executions;
using Racewalk.Programs;
using static Racewalk.Classics.Shared;

namespace Racewalk.Classics;

/// <summary>Spin locks: each thread acquires, writes its index to a shared variable, reads it back and checks, and releases.</summary>
public static class SpinLocks
{
    private const ulong Data = 0x20000;

    /// <summary>
    /// A lock taken by compare-and-swap where it looks free (Rudolph, Segall, Dynamic decentralized cache schemes for MIMD parallel
    /// processors, ISCA 1984). A failed attempt goes round without effect: it blocks.
    /// </summary>
    public static CheckedProgram SpinLock(int n) => Program($"spinlock({n})", Repeat(n, i => t =>
    {
        t.Await(X, AwaitKind.Equal, 0);
        t.CasOrBlock(X, 0, 1, AcquireRmw);
        Critical(t, i);
        t.Store(X, 0, Access.Release);
    }));

    /// <summary>
    /// Test-and-test-and-set lock. A failed exchange leaves the lock as it was, so another attempt adds nothing: it blocks. The published
    /// counts need this; with the loop spelled out there are 6, 162 and 20,760 executions for 2, 3 and 4 threads.
    /// </summary>
    public static CheckedProgram TtasLock(int n) => Program($"ttaslock({n})", Repeat(n, i => t =>
    {
        t.Await(X, AwaitKind.Equal, 0);
        t.Assume(t.Exchange(X, 1) == 0);
        Critical(t, i);
        t.Store(X, 0, Access.Release);
    }));

    /// <summary>Ticket lock.</summary>
    public static CheckedProgram TicketLock(int n) => Program($"ticketlock({n})", Repeat(n, i => t =>
    {
        Word ticket = t.FetchAdd(X, 1);
        t.Await(Y, AwaitKind.Equal, ticket, Access.Acquire);
        Critical(t, i);
        t.Store(Y, t.Load(Y) + 1, Access.Release);
    }));

    /// <summary>The critical section that the locks have in common.</summary>
    internal static void Critical(ThreadContext t, int index)
    {
        t.Store(Data, index);
        t.Assert(t.Load(Data) == index, "two threads in the critical section");
    }
}
