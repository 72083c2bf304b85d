using Racewalk.Executions;
using Racewalk.Programs;
using static Racewalk.Classics.Shared;

namespace Racewalk.Classics;

/// <summary>
/// The lock-free ring of the FreeBSD kernel (buf_ring(9), sys/buf_ring.h), many producers and many consumers, with plain accesses where the
/// kernel has them. A failed compare-and-swap and a turn that has not come block.
/// </summary>
[CheckedCode]
public static class BufRing
{
    private const ulong ProducerHead = X;
    private const ulong ProducerTail = Y;
    private const ulong ConsumerHead = Z;
    private const ulong ConsumerTail = W;
    private const ulong Ring = 0x8000;
    private const ulong Messages = 0x9000;
    private const int IndexMask = 7;
    private const int Payload = 0xbeef;

    /// <summary>N threads, each of which enqueues a message and then dequeues one.</summary>
    public static CheckedProgram EnqueueThenDequeue(int n) => Program("buf_ring", Repeat(n, i => t =>
    {
        Enqueue(t, Cell(Messages, i));
        Dequeue(t);
    }));

    private static void Enqueue(ThreadContext t, ulong message)
    {
        t.Store(message, Payload);
        Word head = t.Load(ProducerHead);
        Word next = (head + 1) & IndexMask;
        if (next == t.Load(ConsumerTail))
        {
            // Looks full.
            t.Store(message, 0xdead);
            return;
        }

        t.CasOrBlock(ProducerHead, head, next);
        t.Fence(FenceKind.Full);
        t.Store(Cell(Ring, head), message);
        t.Await(ProducerTail, AwaitKind.Equal, head);
        t.Store(ProducerTail, next);
    }

    private static void Dequeue(ThreadContext t)
    {
        Word head = t.Load(ConsumerHead);
        if (head == t.Load(ProducerTail))
        {
            return;
        }

        Word next = (head + 1) & IndexMask;
        t.CasOrBlock(ConsumerHead, head, next);
        Word message = t.Load(Cell(Ring, head));
        t.Await(ConsumerTail, AwaitKind.Equal, head);
        t.Fence(FenceKind.Full);
        t.Store(ConsumerTail, next);
        t.Assert(t.Load(message) == Payload, "a message dequeued before it was written");
    }
}
