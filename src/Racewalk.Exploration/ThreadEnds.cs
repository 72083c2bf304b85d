using Racewalk.Executions;
using Racewalk.Exploration.Clocks;
using Racewalk.Exploration.Paths;
using Racewalk.Programs;

namespace Racewalk.Exploration;

/// <summary>How the threads of an execution have ended, by the rules that all searches share.</summary>
/// <param name="tree">What is known of the threads.</param>
/// <param name="history">Their events.</param>
/// <param name="loops">Whether a thread that is blocked reads the newest writes.</param>
/// <param name="staysInGracePeriods">Whether the search lets grace periods not end (<see cref="EndlessGracePeriods"/>).</param>
internal sealed class ThreadEnds(PathTree tree, IThreadHistory history, LoopHeads loops, bool staysInGracePeriods)
{
    /// <summary>In a deadlock with grace periods that never end, the threads that are inside a read-side section; otherwise empty.</summary>
    public IReadOnlyList<int> WaitingReaders => staysInGracePeriods ? [.. Enumerable.Range(0, history.ThreadCount).Where(IsInSection)] : [];

    /// <summary>How a thread has ended.</summary>
    public ThreadStatus Of(int thread) => history.StateOf(thread) switch
    {
        CursorState.Finished or CursorState.Idle when IsInGracePeriod(thread) => ThreadStatus.Blocked,
        CursorState.Finished => IsMistaken(thread) ? ThreadStatus.Failed : ThreadStatus.Finished,
        CursorState.Failed => ThreadStatus.Failed,
        CursorState.Cut => ThreadStatus.Cut,
        CursorState.Idle when history.HasPending(thread) => ThreadStatus.Blocked,
        CursorState.Idle => IsMistaken(thread) ? ThreadStatus.Failed : ThreadStatus.Finished,
        _ => ThreadStatus.Blocked,
    };

    /// <summary>The worst end of a thread.</summary>
    public ThreadStatus Worst() => WorstBut(-1);

    /// <summary>The worst end of a thread other than one.</summary>
    public ThreadStatus WorstBut(int thread)
    {
        var worst = ThreadStatus.Finished;
        for (int t = 0; t < history.ThreadCount; t++)
        {
            ThreadStatus status = t == thread ? ThreadStatus.Finished : Of(t);
            worst = status > worst ? status : worst;
        }

        return worst;
    }

    /// <summary>Whether some thread has failed, whatever became of the others.</summary>
    public bool HasFailed()
    {
        for (int t = 0; t < history.ThreadCount; t++)
        {
            if (history.StateOf(t) == CursorState.Failed || IsMistaken(t))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// What a thread has failed of: the first use of memory that was not its own, whether the thread has ended with it or not, or else what it stopped with; null if it has not failed.
    /// </summary>
    public FailureNote? Failure(int thread)
    {
        FailureNote? mistake = null;
        for (int e = history.Last(thread); e >= 0 && tree.ChecksFreedMemory; e = history.Previous(e))
        {
            if (IsMistake(e))
            {
                ref PathNode n = ref tree.Nodes[history.NodeOf(e)];
                mistake = FreedMemory.Mistake(n.Use, thread, tree.LocationName(n.Location));
            }
        }

        return mistake ?? (history.StateOf(thread) == CursorState.Failed
            ? tree.Notes(history.WaitsAt(thread)).OfType<FailureNote>().LastOrDefault()
            : null);
    }

    /// <summary>Nothing can move: no thread is cut, no idle CPU has an interrupt pending, and every read that blocks a thread reads the newest write.</summary>
    public bool IsDeadlock()
    {
        bool blocked = false;
        bool inGracePeriod = false;
        bool inSection = false;
        for (int t = 0; t < history.ThreadCount; t++)
        {
            ThreadStatus status = Of(t);
            if (status == ThreadStatus.Cut)
            {
                return false;
            }

            if (status != ThreadStatus.Blocked)
            {
                continue;
            }

            blocked = true;
            inSection |= staysInGracePeriods && IsInSection(t);
            if (IsInGracePeriod(t) && !history.HasPending(t))
            {
                inGracePeriod = true;
            }
            else if (history.StateOf(t) == CursorState.Idle || !loops.BlocksOnNewest(t, history.WaitsAt(t)))
            {
                return false;
            }
        }

        return blocked && (!staysInGracePeriods || (inGracePeriod && inSection));
    }

    private bool IsMistaken(int thread)
    {
        if (!tree.ChecksFreedMemory)
        {
            return false;
        }

        for (int e = history.Last(thread); e >= 0; e = history.Previous(e))
        {
            if (IsMistake(e))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsMistake(int e) =>
        history.KindOf(e) == EventKind.Read && tree.Nodes[history.NodeOf(e)].Use.IsMistaken(history.ValueOf(e)) && !history.IsUnsatisfied(e);

    private bool IsInGracePeriod(int thread) => staysInGracePeriods && EndlessGracePeriods.IsIn(tree, history, thread);

    private bool IsInSection(int thread) => EndlessGracePeriods.IsInSection(tree, history, thread);
}
