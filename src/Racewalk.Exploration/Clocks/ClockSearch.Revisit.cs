using System.Runtime.Intrinsics;
using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Exploration.Clocks;

internal sealed partial class ClockSearch<TOrder>
{
    /// <summary>Per level the revisited event as it is without its new source: the clocks that placing the revisitor starts from.</summary>
    private RevisitBase[] _levelBases = new RevisitBase[8];

    /// <summary>
    /// Looks downward, from the frame's scan position, for the next event that the frame's write (or send) may revisit: a read of its location
    /// (a poll of its target) outside its prefix, such that it and every younger event outside the prefix was added maximally. One pass serves
    /// all: below the first event that is not maximal nothing can be revisited.
    /// </summary>
    private bool TryRevisit(ref Frame f, int thread, int node)
    {
        if (f.Kind == FrameKind.Send && f.Revisited == -1)
        {
            f.Scan = _log.Count - 1;
        }

        f.Revisited = -2;
        ref ThreadCursor t = ref _log.Threads[thread];
        Vector256<byte> prefix = ClockAppend<TOrder>.PrefixOfNext(_log, ref t, thread);
        int target;
        while ((target = NextRevisitable(f.Kind, node, f.Scan, ref prefix)) >= 0)
        {
            for (int e = f.Scan; e >= target; e--)
            {
                if (!_log.InPrefix(e, ref prefix) && !IsMaximal(e, ref prefix))
                {
                    return false;
                }
            }

            f.Scan = target - 1;
            if (f.Kind == FrameKind.Write && _log.Threads[thread].State == CursorState.MustWrite && IsTakenBySurvivor(thread, target, ref prefix))
            {
                continue;
            }

            f.Tried++;
            int frame = _frameCount - 1;
            if (BeginRevisit(thread, node, target, prefix))
            {
                return true;
            }

            // A push may have moved the frames.
            f = ref _frames[frame];
        }

        return false;
    }

    /// <summary>The youngest event at or below <paramref name="from"/> that could be revisited by the operation at <paramref name="node"/>; -1 if none.</summary>
    private int NextRevisitable(FrameKind kind, int node, int from, ref Vector256<byte> prefix)
    {
        int location = _tree.Nodes[node].Location;
        if (kind == FrameKind.Write)
        {
            for (int r = _log.Locations[location].ReadLast; r >= 0; r = _log.Events[r].ReadPrevious)
            {
                if (r <= from && !_log.InPrefix(r, ref prefix))
                {
                    return r;
                }
            }

            return -1;
        }

        for (int p = _log.Threads[location].ProgramLast; p >= 0; p = _log.Events[p].ProgramPrevious)
        {
            if (p <= from && _log.Events[p].Kind == EventKind.Poll && _tree.Takes(_log.Events[p].Node, node) && !_log.InPrefix(p, ref prefix))
            {
                return p;
            }
        }

        return -1;
    }

    /// <summary>
    /// Whether an event outside the prefix is as it would be added now if only older events and the prefix were there: reads from the
    /// coherence-last of these writes, writes last and read by nobody older, choices the first alternative, polls their first option.
    /// </summary>
    private bool IsMaximal(int id, ref Vector256<byte> prefix)
    {
        ref ClockEvent e = ref _log.Events[id];
        switch (e.Kind)
        {
            case EventKind.Read:
                if (e.Source > id && !_log.InPrefix(e.Source, ref prefix))
                {
                    return false;
                }

                return IsLastOf(e.Source >= 0 ? _log.Events[e.Source].CoherenceNext : _log.Locations[e.Location].CoherenceFirst, id, ref prefix);
            case EventKind.Write:
                return (e.Flags & EventFlags.TakenByOlder) == 0 && IsLastOf(e.CoherenceNext, id, ref prefix);
            case EventKind.Choice:
                return e.Value == 0;
            case EventKind.Send:
                return (e.Flags & EventFlags.TakenByOlder) == 0;
            case EventKind.Poll:
                return IsMaximalPoll(id, ref prefix);
            default:
                return true;
        }
    }

    /// <summary>Whether none of the writes from <paramref name="write"/> on in coherence order is older than <paramref name="id"/> or in the prefix.</summary>
    private bool IsLastOf(int write, int id, ref Vector256<byte> prefix)
    {
        for (; write >= 0; write = _log.Events[write].CoherenceNext)
        {
            if (write < id || _log.InPrefix(write, ref prefix))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsMaximalPoll(int id, ref Vector256<byte> prefix)
    {
        ref ClockEvent e = ref _log.Events[id];
        if ((e.Flags & EventFlags.Idle) == 0)
        {
            return e.Source < 0;
        }

        int first = -1;
        for (int s = 0; s < _log.Count; s++)
        {
            ref ClockEvent send = ref _log.Events[s];
            if (send.Kind == EventKind.Send && send.Location == e.Thread && (s < id || _log.InPrefix(s, ref prefix)) && !IsTakenBefore(s, id)
                && (first < 0 || (send.Thread, send.Index).CompareTo((_log.Events[first].Thread, _log.Events[first].Index)) < 0))
            {
                first = s;
            }
        }

        return e.Source == first;
    }

    private bool IsTakenBefore(int send, int poll)
    {
        for (int p = _log.Events[poll].ProgramPrevious; p >= 0; p = _log.Events[p].ProgramPrevious)
        {
            if (_log.Events[p].Kind == EventKind.Poll && _log.Events[p].Source == send)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether the write that a read-modify-write took was taken by another one that the revisit of <paramref name="target"/> would keep: then
    /// this one cannot write there either.
    /// </summary>
    private bool IsTakenBySurvivor(int thread, int target, ref Vector256<byte> prefix)
    {
        ref ClockEvent read = ref _log.Events[_log.Threads[thread].ProgramLast];
        int next = read.Source >= 0 ? _log.Events[read.Source].CoherenceNext : _log.Locations[read.Location].CoherenceFirst;
        return next >= 0 && IsRmwWriteAfter(next, read.Source) && (next < target || _log.InPrefix(next, ref prefix));
    }

    /// <summary>Opens a level with the graph that the revisit keeps and places the revisitor. False, with nothing changed, if it has no place.</summary>
    private bool BeginRevisit(int thread, int node, int target, Vector256<byte> prefix)
    {
        ClockLog old = _log;
        if (++_depth == _levels.Count)
        {
            _levels.Add(new ClockLog(_order.Length));
        }

        if (_depth >= _levelBases.Length)
        {
            Array.Resize(ref _levelBases, _depth * 2);
        }

        _log = _levels[_depth];
        _log.CopyCut(old, target, _tree.Nodes);
        ReaddPrefix(old, target, ref prefix);
        ref ClockEvent revisited = ref _log.Events[target];
        _levelBases[_depth] = new RevisitBase(revisited.Before, revisited.Prefix);
        ref ThreadCursor t = ref _log.Threads[thread];
        t.Node = node;
        // What lies between the last event kept and the revisitor, such as the end of a handler, may have been forgotten.
        t.Context = old.Threads[thread].Context;
        bool isRmw = _tree.Nodes[node].Kind == OperationKind.Rmw;
        _log.SetBefore(ref t, in _tree.Nodes[node], isRmw);
        if (TOrder.HasTwins)
        {
            FindTwin(thread);
        }

        PushFrame(FrameKind.Revisit, thread, Frame.NoPlace);
        ref Frame f = ref _frames[_frameCount - 1];
        f.Revisited = target;
        if (_tree.Nodes[node].Kind == OperationKind.Send)
        {
            int send = ClockAppend<TOrder>.Send(_log, thread, node, _tree.Nodes[node].Location);
            Advance(thread, node, 0);
            ClockAppend<TOrder>.SetTaken(_log, target, send);
            AfterPoll(target);
            return true;
        }

        if (isRmw)
        {
            if (CanWriteRmw(thread) && MayRevisitHere(thread, node, target))
            {
                PlaceRevisitor(ref f, thread, node, Frame.NoPlace);
                return true;
            }

            Drop();
            return false;
        }

        int place = _log.Locations[_tree.Nodes[node].Location].CoherenceLast;
        f.Cursor = place;
        PlaceRevisitor(ref f, thread, node, place);
        return true;
    }

    /// <summary>
    /// Whether the one place that a read-modify-write's write can have suits the read it revisits: the read must not be after a write that it then
    /// misses, and takes a value that does not satisfy its await from the coherence-last write only.
    /// </summary>
    private bool MayRevisitHere(int thread, int node, int target)
    {
        ref ClockEvent own = ref _log.Events[_log.Threads[thread].ProgramLast];
        ref ClockEvent read = ref _log.Events[target];
        int next = own.Source >= 0 ? _log.Events[own.Source].CoherenceNext : _log.Locations[own.Location].CoherenceFirst;
        if (next >= 0 && !_tree.Nodes[read.Node].Satisfies(_tree.Nodes[node].Result(own.Value)))
        {
            return false;
        }

        for (; next >= 0; next = _log.Events[next].CoherenceNext)
        {
            if (MissesNewer(target, next))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the revisited read is already after a write: one before it, or one of its own CPU.</summary>
    private bool MissesNewer(int target, int write)
    {
        Vector256<byte> before = _levelBases[_depth].Before;
        return _log.IsBefore(write, ref before) || _log.Events[write].Thread == _log.Events[target].Thread;
    }

    /// <summary>Adds the revisiting write at a place and makes the revisited read read from it.</summary>
    private void PlaceRevisitor(ref Frame f, int thread, int node, int place)
    {
        int target = f.Revisited;
        int write = _log.Threads[thread].State == CursorState.MustWrite ? LinkRmwWrite(thread, node) : LinkWrite(thread, node, place);
        ref ClockEvent read = ref _log.Events[target];
        read.Before = _levelBases[_depth].Before;
        read.Prefix = _levelBases[_depth].Prefix;
        Reread(ref read, write);
        if (NeedsClocks)
        {
            ClockAppend<TOrder>.OrderWrite(_log, write);
            ClockAppend<TOrder>.SetSource(_log, target, write);
        }
    }
}

/// <summary>The clocks of a revisited event before it has its new source.</summary>
internal readonly record struct RevisitBase(Vector256<byte> Before, Vector256<byte> Prefix);
