using System.Runtime.Intrinsics;
using Racewalk.Executions;

namespace Racewalk.Exploration.Clocks;

internal sealed partial class ClockSearch<TOrder>
{
    private int[] _newId = new int[64];

    /// <summary>
    /// After a cut to <paramref name="target"/>: adds the target again, dangling, then the younger events of the revisitor's prefix in the order
    /// in which they were added. A read whose source comes later dangles until it is there; a write goes after its nearest coherence predecessor
    /// that is there. Ends with every thread's cursor where its last event leaves it, but for the target's.
    /// </summary>
    private void ReaddPrefix(ClockLog old, int target, ref Vector256<byte> prefix)
    {
        if (_newId.Length < old.Count)
        {
            _newId = new int[old.Events.Length];
        }

        uint touched = 0;
        SetTwin(old, target, target);
        ReaddRead(old, target, ClockEvent.Dangling);
        _newId[target] = target;
        for (int i = target + 1; i < old.Count; i++)
        {
            _newId[i] = -1;
        }

        for (int i = target + 1; i < old.Count; i++)
        {
            if (!old.InPrefix(i, ref prefix))
            {
                continue;
            }

            ref ClockEvent e = ref old.Events[i];
            touched |= 1u << e.Thread;
            _log.Threads[e.Thread].Context = e.Context;
            _newId[i] = _log.Count;
            SetTwin(old, i, target);
            switch (e.Kind)
            {
                case EventKind.Read:
                    ReaddRead(old, i, MapSource(e.Source, target));
                    break;
                case EventKind.Write:
                    ClockAppend<TOrder>.Write(_log, e.Thread, e.Node, e.Location, MapPlace(old, e.CoherencePrevious, target), e.Value, e.Flags & EventFlags.Rmw);
                    ConnectDangling(old, i, target);
                    break;
                case EventKind.Fence:
                    ClockAppend<TOrder>.Fence(_log, e.Thread, e.Node, _tree.Nodes[e.Node].Fence);
                    break;
                case EventKind.Choice:
                    ClockAppend<TOrder>.Choice(_log, e.Thread, e.Node, e.Value);
                    break;
                case EventKind.Send:
                    ClockAppend<TOrder>.Send(_log, e.Thread, e.Node, e.Location);
                    ConnectDangling(old, i, target);
                    break;
                case EventKind.Poll:
                    ClockAppend<TOrder>.Poll(_log, e.Thread, e.Node, MapSource(e.Source, target), e.Flags);
                    break;
            }
        }

        touched &= ~(1u << old.Events[target].Thread);
        for (; touched != 0; touched &= touched - 1)
        {
            Settle(System.Numerics.BitOperations.TrailingZeroCount(touched));
        }
    }

    private void ReaddRead(ClockLog old, int id, int source)
    {
        ref ClockEvent e = ref old.Events[id];
        if (e.Kind == EventKind.Poll)
        {
            ClockAppend<TOrder>.Poll(_log, e.Thread, e.Node, source, e.Flags);
            return;
        }

        ClockAppend<TOrder>.Read(_log, e.Thread, e.Node, e.Location, source, e.Value, e.Flags);
    }

    /// <summary>The twin of an event that is added again is there already: it is older, and in the prefix.</summary>
    private void SetTwin(ClockLog old, int id, int target)
    {
        if (TOrder.HasTwins)
        {
            int twin = old.Events[id].Twin;
            _log.Threads[old.Events[id].Thread].Twin = twin >= target ? _newId[twin] : twin;
        }
    }

    private int MapSource(int source, int target)
    {
        if (source < target)
        {
            return source;
        }

        return _newId[source] >= 0 ? _newId[source] : ClockEvent.Dangling;
    }

    private int MapPlace(ClockLog old, int place, int target)
    {
        while (place >= target && _newId[place] < 0)
        {
            place = old.Events[place].CoherencePrevious;
        }

        return place >= target ? _newId[place] : place;
    }

    /// <summary>Connects the reads and polls that were waiting for the event just added.</summary>
    private void ConnectDangling(ClockLog old, int id, int target)
    {
        if ((old.Events[id].Flags & EventFlags.TakenByOlder) == 0)
        {
            return;
        }

        for (int i = target + 1; i < id; i++)
        {
            ref ClockEvent e = ref old.Events[i];
            if (_newId[i] < 0 || e.Source != id)
            {
                continue;
            }

            if (e.Kind == EventKind.Read)
            {
                ClockAppend<TOrder>.SetSource(_log, _newId[i], _newId[id]);
            }
            else if (e.Kind == EventKind.Poll)
            {
                ClockAppend<TOrder>.SetTaken(_log, _newId[i], _newId[id]);
            }
        }
    }

    /// <summary>Puts a thread where its last event leaves it.</summary>
    private void Settle(int thread)
    {
        ref ThreadCursor t = ref _log.Threads[thread];
        int last = t.ProgramLast;
        ref ClockEvent e = ref _log.Events[last];
        switch (e.Kind)
        {
            case EventKind.Read:
                AfterRead(thread, e.Node, e.Value);
                break;
            case EventKind.Write:
                ulong value = (e.Flags & EventFlags.Rmw) != 0 ? _log.Events[e.ProgramPrevious].Value : 0;
                Advance(thread, e.Node, value);
                break;
            case EventKind.Poll:
                AfterPoll(last);
                break;
            default:
                Advance(thread, e.Node, e.Value);
                break;
        }
    }
}
