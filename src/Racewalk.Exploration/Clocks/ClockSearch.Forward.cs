using System.Runtime.Intrinsics;
using Racewalk.Executions;
using Racewalk.Exploration.Paths;
using Racewalk.Programs;

namespace Racewalk.Exploration.Clocks;

internal sealed partial class ClockSearch<TOrder>
{
    /// <summary>Adds the next event of a thread with its first choice, and a frame if there are others.</summary>
    private void Step(int thread)
    {
        if (!HasRoom(thread))
        {
            return;
        }

        if (TOrder.HasTwins)
        {
            FindTwin(thread);
        }

        ref ThreadCursor t = ref _log.Threads[thread];
        int node = t.Node;
        switch (_tree.Nodes[node].Kind)
        {
            case OperationKind.Read:
            case OperationKind.Rmw when t.State != CursorState.MustWrite:
                StepRead(thread, node);
                break;
            case OperationKind.Rmw:
                StepRmwWrite(thread, node);
                break;
            case OperationKind.Write:
                StepWrite(thread, node);
                break;
            case OperationKind.Fence:
                _hasGracePeriods |= _tree.Nodes[node].Fence == FenceKind.SyncRcu;
                ClockAppend<TOrder>.Fence(_log, thread, node, _tree.Nodes[node].Fence);
                Advance(thread, node, 0);
                break;
            case OperationKind.Choice:
                if (CountChoices(thread, node) > 1)
                {
                    PushFrame(FrameKind.Choice, thread, 0);
                }

                AddChoice(thread, node, 0);
                break;
            case OperationKind.Send:
                PushFrame(FrameKind.Send, thread, Frame.NoPlace);
                ClockAppend<TOrder>.Send(_log, thread, node, _tree.Nodes[node].Location);
                Advance(thread, node, 0);
                break;
            case OperationKind.Poll:
                StepPoll(thread, node);
                break;
            default:
                throw new InvalidOperationException($"{_tree.Nodes[node].Kind} is no event");
        }
    }

    /// <summary>Whether a thread may have an event more; if not, it is cut.</summary>
    private bool HasRoom(int thread)
    {
        if (_log.Threads[thread].Events < _eventBound)
        {
            return true;
        }

        CutAtBound(thread);
        return false;
    }

    private void CutAtBound(int thread)
    {
        _tally.AddBound($"event bound of {_eventBound} in thread {thread}");
        _log.SetState(ref _log.Threads[thread], CursorState.Cut);
    }

    /// <summary>Whether something comes after the event just added. The last one's clocks, and whom it is before, are asked for by nobody.</summary>
    private bool NeedsClocks => _log.Runnable != 0 || _checksInvariants;

    private void StepRead(int thread, int node)
    {
        int location = _tree.Nodes[node].Location;
        _log.Reserve(location);
        int source = _log.Locations[location].CoherenceLast;
        if (source >= 0 && NextSource(thread, node, source) != Frame.NoPlace)
        {
            PushFrame(FrameKind.Read, thread, source);
        }

        AddRead(thread, node, source);
    }

    private void AddRead(int thread, int node, int source)
    {
        ref PathNode n = ref _tree.Nodes[node];
        ulong value = SourceValue(ref n, source);
        EventFlags flags = n.Kind == OperationKind.Rmw ? EventFlags.Rmw : EventFlags.None;
        if (!n.Satisfies(value))
        {
            flags |= EventFlags.Unsatisfied;
        }

        int id = ClockAppend<TOrder>.LinkRead(_log, thread, node, n.Location, source, value, flags);
        AfterRead(thread, node, value);
        if (NeedsClocks)
        {
            ClockAppend<TOrder>.OrderRead(_log, id);
        }
    }

    /// <summary>Gives a read of the log, its thread's last event, another source, and lets the thread go on; its clocks are not touched.</summary>
    private void Reread(ref ClockEvent read, int source)
    {
        ref PathNode n = ref _tree.Nodes[read.Node];
        read.Source = source;
        read.Value = SourceValue(ref n, source);
        read.Flags = n.Satisfies(read.Value) ? read.Flags & ~EventFlags.Unsatisfied : read.Flags | EventFlags.Unsatisfied;
        // With the source before, the thread may have left the context.
        _log.Threads[read.Thread].Context = read.Context;
        AfterRead(read.Thread, read.Node, read.Value);
    }

    private ulong SourceValue(ref PathNode n, int source) => source >= 0 ? _log.Events[source].Value : _tree.Initial(n.Location);

    /// <summary>Lets a thread go on after a read: it is blocked, must write, or runs.</summary>
    private void AfterRead(int thread, int node, ulong value)
    {
        ref PathNode n = ref _tree.Nodes[node];
        ref ThreadCursor t = ref _log.Threads[thread];
        if (!n.Satisfies(value))
        {
            t.Node = node;
            _log.SetState(ref t, CursorState.Blocked);
        }
        else if (n.Kind == OperationKind.Rmw && n.Writes(value))
        {
            t.Node = node;
            _log.SetState(ref t, CursorState.MustWrite);
        }
        else
        {
            Advance(thread, node, value);
        }
    }

    private void StepWrite(int thread, int node)
    {
        int location = _tree.Nodes[node].Location;
        _log.Reserve(location);
        ref LocationState l = ref _log.Locations[location];
        int place = l.CoherenceLast;
        // The frame serves the revisits, too; where nothing was read there is nothing to revisit.
        if (l.ReadLast >= 0 || NextPlace(thread, place) != Frame.NoPlace)
        {
            PushFrame(FrameKind.Write, thread, place);
        }

        AddWrite(thread, node, place);
    }

    private void AddWrite(int thread, int node, int place) => OrderUnlessLast(LinkWrite(thread, node, place));

    private void OrderUnlessLast(int write)
    {
        if (NeedsClocks)
        {
            ClockAppend<TOrder>.OrderWrite(_log, write);
        }
    }

    private int LinkWrite(int thread, int node, int place)
    {
        ref PathNode n = ref _tree.Nodes[node];
        int id = ClockAppend<TOrder>.LinkWrite(_log, thread, node, n.Location, place, n.Operand, EventFlags.None);
        Advance(thread, node, 0);
        return id;
    }

    private void StepRmwWrite(int thread, int node)
    {
        PushFrame(FrameKind.Write, thread, Frame.NoPlace);
        if (CanWriteRmw(thread))
        {
            AddRmwWrite(thread, node);
        }
        else
        {
            _dead = true;
        }
    }

    private void AddRmwWrite(int thread, int node) => OrderUnlessLast(LinkRmwWrite(thread, node));

    private int LinkRmwWrite(int thread, int node)
    {
        ref PathNode n = ref _tree.Nodes[node];
        ref ClockEvent read = ref _log.Events[_log.Threads[thread].ProgramLast];
        ulong value = read.Value;
        int id = ClockAppend<TOrder>.LinkWrite(_log, thread, node, n.Location, read.Source, n.Result(value), EventFlags.Rmw);
        Advance(thread, node, value);
        return id;
    }

    /// <summary>Whether the write of a read-modify-write may follow the write that its read took: nobody else's has, and it is not too late.</summary>
    private bool CanWriteRmw(int thread)
    {
        ref ThreadCursor t = ref _log.Threads[thread];
        ref ClockEvent read = ref _log.Events[t.ProgramLast];
        int next = read.Source >= 0 ? _log.Events[read.Source].CoherenceNext : _log.Locations[read.Location].CoherenceFirst;
        if (next < 0)
        {
            return true;
        }

        Vector256<byte> before = ClockAppend<TOrder>.BeforeWrite(_log, ref t);
        return !IsRmwWriteAfter(next, read.Source) && !_log.IsBefore(next, ref before);
    }

    /// <summary>Whether <paramref name="write"/> is the write of a read-modify-write that read <paramref name="source"/>; its read stands before it.</summary>
    private bool IsRmwWriteAfter(int write, int source)
    {
        ref ClockEvent w = ref _log.Events[write];
        return (w.Flags & EventFlags.Rmw) != 0 && _log.Events[w.ProgramPrevious].Source == source;
    }

    private void AddChoice(int thread, int node, int alternative)
    {
        ClockAppend<TOrder>.Choice(_log, thread, node, (ulong)alternative);
        Advance(thread, node, (ulong)alternative);
    }

    private void PushFrame(FrameKind kind, int thread, int cursor)
    {
        if (_frameCount == _frames.Length)
        {
            Array.Resize(ref _frames, _frameCount * 2);
        }

        _frames[_frameCount++] = new Frame { Kind = kind, Thread = (byte)thread, Count = _log.Count, Cursor = cursor, Scan = -1, Revisited = -1, Tried = 1 };
    }
}
