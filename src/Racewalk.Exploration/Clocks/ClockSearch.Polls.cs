using Racewalk.Executions;

namespace Racewalk.Exploration.Clocks;

internal sealed partial class ClockSearch<TOrder>
{
    private readonly List<int> _pending = [];

    /// <summary>
    /// A poll takes one of the interrupts that are pending; with the task still running it may also take none (first), an idle CPU takes none
    /// only if none is pending.
    /// </summary>
    private void StepPoll(int thread, int node)
    {
        bool idle = _tree.Nodes[node].Comparand != 0;
        int options = CountPollOptions(thread, node, idle);
        if (options > 1)
        {
            PushFrame(FrameKind.Poll, thread, 0);
        }

        AddPoll(thread, node, PollOption(idle, 0));
    }

    private int CountPollOptions(int thread, int node, bool idle)
    {
        _pending.Clear();
        if (_log.Sends > 0)
        {
            FindPending(thread, node);
        }

        return idle ? Math.Max(1, _pending.Count) : 1 + _pending.Count;
    }

    private int PollOption(bool idle, int option)
    {
        int index = idle ? option : option - 1;
        return index >= 0 && index < _pending.Count ? _pending[index] : ClockEvent.Initial;
    }

    /// <summary>
    /// The interrupts for a CPU that no poll took and the poll at <paramref name="node"/> can take, by sending thread and place in it: an order that is the
    /// execution's own.
    /// </summary>
    private void FindPending(int thread, int node)
    {
        for (int i = 0; i < _log.Count; i++)
        {
            if (_log.Events[i].Kind == EventKind.Send && _log.Events[i].Location == thread
                && _tree.Takes(node, _log.Events[i].Node) && !IsTaken(thread, i))
            {
                _pending.Add(i);
            }
        }

        _pending.Sort((a, b) => (_log.Events[a].Thread, _log.Events[a].Index).CompareTo((_log.Events[b].Thread, _log.Events[b].Index)));
    }

    private bool IsTaken(int thread, int send)
    {
        for (int e = _log.Threads[thread].ProgramLast; e >= 0; e = _log.Events[e].ProgramPrevious)
        {
            if (_log.Events[e].Kind == EventKind.Poll && _log.Events[e].Source == send)
            {
                return true;
            }
        }

        return false;
    }

    private void AddPoll(int thread, int node, int send)
    {
        EventFlags flags = _tree.Nodes[node].Comparand != 0 ? EventFlags.Idle : EventFlags.None;
        int id = ClockAppend<TOrder>.Poll(_log, thread, node, send, flags);
        AfterPoll(id);
    }

    /// <summary>Lets a CPU go on after a poll: into the handler, on with the task, or idle.</summary>
    private void AfterPoll(int id)
    {
        ref ClockEvent e = ref _log.Events[id];
        ref ThreadCursor t = ref _log.Threads[e.Thread];
        if (e.Source >= 0)
        {
            ref ClockEvent send = ref _log.Events[e.Source];
            int handler = (int)_tree.Nodes[send.Node].Operand;
            t.Context = _contexts.Push(e.Context, e.Node, e.Value);
            Advance(e.Thread, _tree.HandlerRoot(e.Thread, handler, send.Thread), 0);
        }
        else if ((e.Flags & EventFlags.Idle) != 0)
        {
            t.Node = e.Node;
            _log.SetState(ref t, CursorState.Idle);
        }
        else
        {
            Advance(e.Thread, e.Node, 0);
        }
    }
}
