using Racewalk.Executions;
using Racewalk.Programs;
using static Racewalk.Classics.Shared;

namespace Racewalk.Classics;

/// <summary>
/// Lock-free queue (Michael, Scott, Simple, fast, and practical non-blocking and blocking concurrent queue algorithms, PODC 1996).
/// </summary>
/// <remarks>
/// A thread ends where it would enter a loop for the fourth time, even if it has just succeeded: the published counts are made with that
/// bound, and count such an execution as complete. Two threads never get there.
/// </remarks>
[CheckedCode]
public static class MichaelScottQueue
{
    private const ulong Head = X;
    private const ulong Tail = Y;
    private const ulong Nexts = 0x8000;
    private const ulong Values = 0x9000;
    private const ulong Outputs = 0xa000;
    private const int Passes = 3;

    /// <summary>N threads, each of which enqueues a value and then dequeues one.</summary>
    public static CheckedProgram EnqueueThenDequeue(int n) => new()
    {
        Name = $"ms-queue(rdwr{n})",
        Initial = new Dictionary<ulong, ulong> { [Head] = 1, [Tail] = 1 },
        Threads = Repeat(n, i => t =>
        {
            if (Enqueue(t, i))
            {
                Dequeue(t, i);
            }
        }),
    };

    /// <summary>False if the bound ended the thread.</summary>
    private static bool Enqueue(ThreadContext t, int thread)
    {
        int node = 2 + (4 * thread);
        t.Store(Cell(Values, node), 10 * thread);
        t.Store(Cell(Nexts, node), 0);
        Flag done = false;
        Word tail = 0;
        for (int pass = 0; pass < Passes; pass++)
        {
            if (done)
            {
                t.Cas(Tail, tail, TaggedIndex.After(tail, node), ReleaseRmw);
                return true;
            }

            tail = t.Load(Tail, Access.Acquire);
            Word link = Cell(Nexts, TaggedIndex.Index(tail));
            Word next = t.Load(link, Access.Acquire);
            if (t.Load(Tail) != tail)
            {
                continue;
            }

            if (TaggedIndex.Index(next) == 0)
            {
                done = t.Cas(link, next, TaggedIndex.After(next, node), ReleaseRmw);
            }

            if (!done)
            {
                // Somebody is half-way: help.
                next = t.Load(link, Access.Acquire);
                t.Cas(Tail, tail, TaggedIndex.After(tail, TaggedIndex.Index(next)), ReleaseRmw);
            }
        }

        return false;
    }

    private static void Dequeue(ThreadContext t, int thread)
    {
        for (int pass = 0; pass < Passes; pass++)
        {
            Word head = t.Load(Head, Access.Acquire);
            Word tail = t.Load(Tail, Access.Acquire);
            Word next = TaggedIndex.Index(t.Load(Cell(Nexts, TaggedIndex.Index(head)), Access.Acquire));
            t.Await(Head, AwaitKind.Equal, head);
            if (TaggedIndex.Index(head) != TaggedIndex.Index(tail))
            {
                t.Store(Cell(Outputs, thread), t.Load(Cell(Values, next)));
                t.CasOrBlock(Head, head, TaggedIndex.After(head, next), ReleaseRmw);
                return;
            }

            if (next == 0)
            {
                return;
            }

            t.CasOrBlock(Tail, tail, TaggedIndex.After(tail, next), ReleaseRmw);
        }
    }
}
