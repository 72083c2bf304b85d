using Racewalk.Executions;
using Racewalk.Programs;
using static Racewalk.Classics.Shared;

namespace Racewalk.Classics;

/// <summary>
/// The entry of Dekker's mutex (Dijkstra, Cooperating sequential processes, 1965), tried once: each thread raises its flag and goes in if
/// the other's is down.
/// </summary>
[CheckedCode]
public static class DekkerTry
{
    private const ulong Flags = X;
    private const ulong Data = Y;

    /// <summary>Two threads, with a full barrier between the store and the load.</summary>
    public static CheckedProgram Make() => Program("dekker_f", Repeat(2, me => t =>
    {
        t.Store(Cell(Flags, me), 1);
        t.Fence(FenceKind.Full);
        if (t.Load(Cell(Flags, 1 - me)) == 0)
        {
            t.Store(Data, 1 - me);
            t.Assert(t.Load(Data) == 1 - me, "two threads in the critical section");
        }
    }));
}
