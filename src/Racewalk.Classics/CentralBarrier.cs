using Racewalk.Executions;
using Racewalk.Programs;
using static Racewalk.Classics.Shared;

namespace Racewalk.Classics;

/// <summary>
/// A barrier by a count and a step number, a program of Norris, Demsky, CDSChecker: checking concurrent data structures written with C/C++
/// atomics, OOPSLA 2013.
/// </summary>
[CheckedCode]
public static class CentralBarrier
{
    private const ulong Step = X;
    private const ulong Waiting = Y;
    private const ulong Data = Z;

    /// <summary>One thread writes before the barrier, the other reads behind it.</summary>
    public static CheckedProgram Make() => Program(
        "barrier",
        t =>
        {
            t.Store(Data, 42);
            Wait(t);
        },
        t =>
        {
            Wait(t);
            t.Load(Data);
        });

    private static void Wait(ThreadContext t)
    {
        Word step = t.Load(Step, Access.Acquire);
        if (t.FetchAdd(Waiting, 1) == 1)
        {
            t.StoreSc(Waiting, 0);
            t.FetchAdd(Step, 1);
        }
        else
        {
            t.Await(Step, AwaitKind.NotEqual, step, Access.Acquire);
        }
    }
}
