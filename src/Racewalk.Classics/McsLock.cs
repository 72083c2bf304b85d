using Racewalk.Executions;
using Racewalk.Programs;
using static Racewalk.Classics.Shared;

namespace Racewalk.Classics;

/// <summary>
/// Queue lock (Mellor-Crummey, Scott, Algorithms for scalable synchronization on shared-memory multiprocessors, ACM TOCS 9(1), 1991): each
/// thread waits at a node of its own, which its predecessor opens.
/// </summary>
[CheckedCode]
public static class McsLock
{
    private const ulong Tail = X;
    private const ulong Data = Y;
    private const ulong Nodes = 0x8000;
    private const ulong NodeSize = 0x100;
    private const ulong Next = 0;
    private const ulong Open = 8;

    /// <summary>N threads, each once through the lock.</summary>
    public static CheckedProgram Make(int n) => Program($"mcs_spinlock({n})", Repeat(n, i => t =>
    {
        Word me = Nodes + (NodeSize * (ulong)i);
        Acquire(t, me);
        t.Store(Data, 42);
        Release(t, me);
    }));

    private static void Acquire(ThreadContext t, Word me)
    {
        t.Store(me + Open, 0);
        t.Store(me + Next, 0);
        Word previous = t.Exchange(Tail, me);
        if (previous != 0)
        {
            t.Store(previous + Next, me);
            t.Await(me + Open, AwaitKind.NotEqual, 0, Access.Acquire);
        }
    }

    private static void Release(ThreadContext t, Word me)
    {
        Word next = t.Load(me + Next);
        if (next == 0)
        {
            if (t.Cas(Tail, me, 0, ReleaseRmw))
            {
                return;
            }

            next = t.Await(me + Next, AwaitKind.NotEqual, 0);
        }

        t.Store(next + Open, 1, Access.Release);
    }
}
