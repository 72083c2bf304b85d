using Racewalk.Executions;
using Racewalk.Programs;
using static Racewalk.Classics.Shared;

namespace Racewalk.Classics;

/// <summary>
/// Work-stealing deque (Chase, Lev, Dynamic circular work-stealing deque, SPAA 2005) as Lê, Pop, Cohen, Zappa Nardelli wrote it for weak
/// memory (Correct and efficient work-stealing for weak memory models, PPoPP 2013), with a buffer that is never full.
/// </summary>
[CheckedCode]
public static class ChaseLevDeque
{
    private const ulong Top = X;
    private const ulong Bottom = Y;
    private const ulong Buffer = 0x8000;
    private const int Capacity = 10;

    /// <summary>The owner pushes five times, pops three times and pushes twice; each stealer tries once.</summary>
    public static CheckedProgram Make(int stealers) => Program(
        $"chase-lev(st{stealers})",
        [
            t =>
            {
                Push(t, 1, 5);
                for (int i = 0; i < 3; i++)
                {
                    Pop(t);
                }

                Push(t, 6, 2);
            },
            .. Repeat(stealers, _ => Steal)]);

    private static void Push(ThreadContext t, int first, int count)
    {
        for (int value = first; value < first + count; value++)
        {
            Word bottom = t.Load(Bottom);
            t.Load(Top, Access.Acquire);
            t.Store(Cell(Buffer, bottom % Capacity), value);
            t.Store(Bottom, bottom + 1, Access.Release);
        }
    }

    private static void Pop(ThreadContext t)
    {
        Word bottom = t.Load(Bottom);
        t.Store(Bottom, bottom - 1);
        t.Fence(FenceKind.Full);
        Word top = t.Load(Top);
        if (!IsPositive(bottom - top))
        {
            t.Store(Bottom, bottom);
            return;
        }

        t.Load(Cell(Buffer, (bottom - 1) % Capacity));
        if (bottom - top == 1)
        {
            // The last element: a stealer may be after it, too.
            t.Cas(Top, top, top + 1);
            t.Store(Bottom, bottom);
        }
    }

    private static void Steal(ThreadContext t)
    {
        Word top = t.Load(Top);
        t.Fence(FenceKind.Full);
        Word bottom = t.Load(Bottom, Access.Acquire);
        if (IsPositive(bottom - top))
        {
            t.Load(Cell(Buffer, top % Capacity));
            t.Cas(Top, top, top + 1, ReleaseRmw);
        }
    }
}
