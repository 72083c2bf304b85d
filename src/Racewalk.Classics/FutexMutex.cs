using Racewalk.Executions;
using Racewalk.Programs;
using static Racewalk.Classics.Shared;

namespace Racewalk.Classics;

/// <summary>
/// A mutex whose waiters sleep (Franke, Russell, Kirkwood, Fuss, futexes and furwocks: fast userlevel locking in Linux, OLS 2002; Drepper,
/// Futexes are tricky, 2004): 0 is free, 1 taken, 2 taken with waiters; a signal count stands for the kernel's queue.
/// </summary>
[CheckedCode]
public static class FutexMutex
{
    private const ulong State = X;
    private const ulong Signal = Y;

    /// <summary>N threads, each once through the mutex.</summary>
    public static CheckedProgram Make(int n) => Program($"mutex({n})", Repeat(n, i => t =>
    {
        Acquire(t);
        SpinLocks.Critical(t, i);
        Release(t);
    }));

    private static void Acquire(ThreadContext t)
    {
        if (t.Cas(State, 0, 1, AcquireRmw))
        {
            return;
        }

        while (true)
        {
            t.LoopHead("wait for the mutex");
            Flag announced = t.Cas(State, 1, 2, RelaxedRmw);
            Word signal = t.Load(Signal);
            if (t.Load(State, Access.Acquire) == 2)
            {
                t.Await(Signal, AwaitKind.NotEqual, signal, Access.Acquire);
            }

            if (t.Cas(State, 0, 2, AcquireRmw))
            {
                return;
            }

            // A pass that has written nothing adds nothing: it blocks.
            t.Assume(announced);
        }
    }

    private static void Release(ThreadContext t)
    {
        if (t.Cas(State, 1, 0, ReleaseRmw))
        {
            return;
        }

        t.Store(State, 0, Access.Release);
        t.FetchAdd(Signal, 1, ReleaseRmw);
    }
}
