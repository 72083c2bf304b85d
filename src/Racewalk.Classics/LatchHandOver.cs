using Racewalk.Executions;
using Racewalk.Programs;
using static Racewalk.Classics.Shared;

namespace Racewalk.Classics;

/// <summary>
/// The latch of PostgreSQL that lost wake-ups on POWER (Alglave, Kroening, Nimal, Tautschnig, Software verification for weak memory via
/// program transformation, ESOP 2013): two workers hand a flag and a latch to and fro.
/// </summary>
[CheckedCode]
public static class LatchHandOver
{
    private const ulong Latches = X;
    private const ulong Flags = Y;
    private const int Passes = 3;

    /// <summary>Two threads, each of which waits for its latch three times; the first one's is set.</summary>
    public static CheckedProgram Make() => new()
    {
        Name = "pgsql",
        Initial = new Dictionary<ulong, ulong> { [Cell(Latches, 0)] = 1, [Cell(Flags, 0)] = 1 },
        Threads = Repeat(2, me => t =>
        {
            int other = 1 - me;
            for (int pass = 0; pass < Passes; pass++)
            {
                t.Await(Cell(Latches, me), AwaitKind.NotEqual, 0);
                t.Store(Cell(Latches, me), 0);
                if (t.Load(Cell(Flags, me)) != 0)
                {
                    t.Store(Cell(Flags, me), 0);
                    t.Store(Cell(Flags, other), 1);
                    t.Fence(FenceKind.Full);
                    t.Store(Cell(Latches, other), 1);
                }
            }
        }),
    };
}
