using Racewalk.Executions;
using Racewalk.Programs;
using static Racewalk.Classics.Shared;

namespace Racewalk.Classics;

/// <summary>
/// Sequence locks (Lameter, Effective synchronization on Linux/NUMA systems, 2005; Boehm, Can seqlocks get along with programming language
/// memory models?, MSPC 2012): a writer makes the sequence number odd while it writes.
/// </summary>
[CheckedCode]
public static class SequenceLocks
{
    private const ulong Mutex = X;
    private const ulong Sequence = Y;
    private const ulong Data = Z;

    /// <summary>One writer, and one reader that takes the writers' mutex in place of looking at the sequence number.</summary>
    public static CheckedProgram ReaderWithMutex() => Program(
        "seqlock",
        t =>
        {
            t.CasOrBlock(Mutex, 0, 1, AcquireRmw);
            t.Load(Data);
            t.Store(Mutex, 0, Access.Release);
        },
        Write);

    /// <summary>
    /// Writers, and readers that look at the sequence number before and after. A reader that has to try again blocks; with the writers first
    /// fewer executions end so.
    /// </summary>
    public static CheckedProgram Make(int readers, int writers) => Program(
        $"seqlock-atomic(r{readers}w{writers})",
        [.. Repeat(writers, _ => Write), .. Repeat(readers, _ => Read)]);

    private static void Read(ThreadContext t)
    {
        Word before = t.Await(Sequence, AwaitKind.Equal, 0, mask: 1);
        t.AcquireReleaseFence();
        t.Load(Data);
        t.AcquireReleaseFence();
        t.Await(Sequence, AwaitKind.Equal, before, Access.Acquire);
    }

    private static void Write(ThreadContext t)
    {
        t.CasOrBlock(Mutex, 0, 1, AcquireRmw);
        t.Store(Sequence, t.Load(Sequence) + 1);
        t.AcquireReleaseFence();
        t.Store(Data, 42);
        t.AcquireReleaseFence();
        t.Store(Sequence, t.Load(Sequence) + 1);
        t.Store(Mutex, 0, Access.Release);
    }
}
