using Racewalk.Executions;
using Racewalk.Programs;
using static Racewalk.Classics.Shared;

namespace Racewalk.Classics;

/// <summary>
/// Peterson's mutex (Peterson, Myths about the mutual exclusion problem, IPL 12(3), 1981) with release stores and acquire loads, which do not
/// keep a store before a later load: under x86-TSO both threads can be in.
/// </summary>
[CheckedCode]
public static class PetersonMutex
{
    private const ulong Flags = X;
    private const ulong Turn = Y;
    private const ulong Data = Z;

    /// <summary>Two threads, each once through the mutex.</summary>
    public static CheckedProgram Make() => Program("peterson", Repeat(2, me => t =>
    {
        int other = 1 - me;
        t.Store(Cell(Flags, me), 1, Access.Release);
        t.Store(Turn, other, Access.Release);
        if (t.Load(Cell(Flags, other), Access.Acquire) == 1)
        {
            t.Await(Turn, AwaitKind.NotEqual, other, Access.Acquire);
        }

        t.Store(Data, me, Access.Release);
        t.Load(Data, Access.Acquire);
        t.Store(Cell(Flags, me), 0, Access.Release);
    }));
}
