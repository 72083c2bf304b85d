using Racewalk.Executions;
using Racewalk.Programs;
using static Racewalk.Classics.Shared;

namespace Racewalk.Classics;

/// <summary>
/// Bounded queue of many producers and consumers, a program of Norris, Demsky, CDSChecker: checking concurrent data structures written with
/// C/C++ atomics, OOPSLA 2013: one word counts the reads and writes begun, two further ones those completed.
/// </summary>
/// <remarks>A thread blocks where it would start a third read and go round again: the published counts are made with that bound.</remarks>
[CheckedCode]
public static class MpmcQueue
{
    private const ulong Begun = X;
    private const ulong ReadsDone = Y;
    private const ulong WritesDone = Z;
    private const ulong Cells = 0x8000;
    private const int ReadShift = 16;
    private const ulong CountMask = 0xffff;
    private const int Capacity = 4;
    private const int Passes = 3;

    /// <summary>N threads, each of which writes one element and then reads until the queue, which begins with one element, is empty.</summary>
    public static CheckedProgram WriteThenRead(int n) => new()
    {
        Name = $"mpmc-queue(rdwr{n})",
        Initial = new Dictionary<ulong, ulong> { [Begun] = 1, [WritesDone] = 1, [Cells] = 17 },
        Threads = Repeat(n, _ => t =>
        {
            Write(t);
            for (int pass = 0; pass < Passes; pass++)
            {
                if (!TryRead(t))
                {
                    return;
                }
            }

            t.Assume(false);
        }),
    };

    private static void Write(ThreadContext t)
    {
        Word begun = t.Load(Begun, Access.Acquire);
        Word reads = begun >> ReadShift;
        Word writes = begun & CountMask;
        t.CasOrBlock(Begun, begun, (reads << ReadShift) | (writes + 1));
        t.Await(ReadsDone, AwaitKind.Equal, reads, Access.Acquire, CountMask);
        t.Store(Cell(Cells, writes % Capacity), 1);
        t.FetchAdd(WritesDone, 1, ReleaseRmw);
    }

    /// <summary>False if the queue is empty. The program does not look at the element.</summary>
    private static bool TryRead(ThreadContext t)
    {
        Word begun = t.Load(Begun, Access.Acquire);
        Word writes = begun & CountMask;
        if (begun >> ReadShift == writes)
        {
            return false;
        }

        t.CasOrBlock(Begun, begun, begun + (1 << ReadShift));
        t.Await(WritesDone, AwaitKind.Equal, writes, Access.Acquire, CountMask);
        t.FetchAdd(ReadsDone, 1, ReleaseRmw);
        return true;
    }
}
