using Racewalk.Executions;
using Racewalk.Programs;
using static Racewalk.Classics.Shared;

namespace Racewalk.Classics;

/// <summary>
/// Szymanski's mutex (Szymanski, A simple solution to Lamport's concurrent programming problem with linear wait, ICS 1988) for two threads,
/// with relaxed accesses and full barriers. Waiting blocks.
/// </summary>
[CheckedCode]
public static class SzymanskiMutex
{
    private const ulong Flags = X;
    private const ulong Data = Y;

    private const int Outside = 0;
    private const int Standing = 1;
    private const int WaitingInside = 2;
    private const int InDoorway = 3;
    private const int Closed = 4;

    /// <summary>Two threads, each once through the mutex.</summary>
    public static CheckedProgram Make() => Program("szymanski", Repeat(2, me => t =>
    {
        ulong mine = Cell(Flags, me);
        ulong other = Cell(Flags, 1 - me);
        Announce(t, mine, Standing);
        t.Assume(t.Load(other) < InDoorway);
        Announce(t, mine, InDoorway);
        if (t.Load(other) == Standing)
        {
            Announce(t, mine, WaitingInside);
            t.Await(other, AwaitKind.Equal, Closed);
        }

        Announce(t, mine, Closed);
        // Outside or standing.
        t.Await(other, AwaitKind.Equal, Outside, mask: ~(ulong)Standing);
        t.Store(Data, me);
        t.Load(Data);
        t.Assert(t.Load(Data) == me, "two threads in the critical section");
        t.Fence(FenceKind.Full);
        if (t.Load(other) >= WaitingInside)
        {
            t.Await(other, AwaitKind.Equal, Closed);
        }

        t.Store(mine, Outside);
    }));

    private static void Announce(ThreadContext t, ulong mine, int state)
    {
        t.Store(mine, state);
        t.Fence(FenceKind.Full);
    }
}
