using Racewalk.Executions;
using Racewalk.Programs;
using static Racewalk.Classics.Shared;

namespace Racewalk.Classics;

/// <summary>
/// Lock-free stack (Treiber, Systems programming: coping with parallelism, IBM RJ 5118, 1986). A failed push has changed its node, so it
/// goes round in full; a failed pop has changed nothing, so it blocks.
/// </summary>
[CheckedCode]
public static class TreiberStack
{
    private const ulong Top = X;
    private const ulong Published = 0x8000;
    private const ulong Values = 0x9000;
    private const ulong Nexts = 0xa000;

    /// <summary>Threads that push one element each, and threads that pop one each.</summary>
    public static CheckedProgram Make(int poppers, int pushers) => Program(
        $"treiber-stack(r{poppers}w{pushers})",
        [.. Repeat(pushers, i => t => Push(t, i)), .. Repeat(poppers, _ => Pop)]);

    private static void Push(ThreadContext t, int value)
    {
        int node = 1 + (4 * value);
        t.Store(Cell(Published, value), value + 42);
        t.Store(Cell(Values, node), value);
        while (true)
        {
            Word top = t.Load(Top, Access.Acquire);
            t.Store(Cell(Nexts, node), top);
            if (t.Cas(Top, top, TaggedIndex.After(top, node), ReleaseRmw))
            {
                return;
            }
        }
    }

    private static void Pop(ThreadContext t)
    {
        Word top = t.Load(Top, Access.Acquire);
        Word node = TaggedIndex.Index(top);
        if (node == 0)
        {
            return;
        }

        Word next = TaggedIndex.Index(t.Load(Cell(Nexts, node)));
        t.CasOrBlock(Top, top, TaggedIndex.After(top, next), ReleaseRmw);
        Word value = t.Load(Cell(Values, node));
        // The value of the first pusher is also what an empty stack answers.
        if (value != 0)
        {
            t.Load(Cell(Published, value));
        }
    }
}
