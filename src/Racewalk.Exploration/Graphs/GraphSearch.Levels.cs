using Racewalk.Executions;
using Racewalk.Exploration.Clocks;
using Racewalk.Exploration.Paths;

namespace Racewalk.Exploration.Graphs;

internal sealed partial class GraphSearch
{
    /// <summary>Opens a level whose graph is the kept part and the target, the revisitor not yet placed, and pushes the frame of its places.</summary>
    private void BeginRevisit(int thread, int revisitor, int target, EventSet kept)
    {
        GraphLevel old = _level;
        if (++_depth == _levels.Count)
        {
            _levels.Add(new GraphLevel(_slots, _tree.Addresses));
        }

        _level = _levels[_depth];
        _level.CopyFrom(old);
        kept.Add(target);
        _level.Keep(old, kept, revisitor, target);
        EventSet deleted = old.Graph.Present - kept;
        for (int t = 0; t < _order.Length; t++)
        {
            if (old.LeftOut > 0 || !(_slots.Of(t) & deleted).IsEmpty)
            {
                ResetCursor(t, old);
            }
        }

        ref GraphEvent r = ref Graph.Events[target];
        ref GraphCursor c = ref _level.Cursors[r.Thread];
        c.Index = r.Index + 1;
        c.Context = r.Context;
        c.Control = r.ControlReads;
        c.State = CursorState.Running;
        Array.Copy(_level.Cursors, _level.Base, _level.Base.Length);
        _level.Holed = Holed(revisitor);
        PushFrame(FrameKind.Revisit, thread, revisitor);
        ref Frame f = ref _frames[_frameCount - 1];
        f.Revisited = target;
        f.Scan = Frame.NoPlace;
    }

    /// <summary>The threads with something behind their cursor, or nothing at a place before it: a target's thread may have left out a write before.</summary>
    private uint Holed(int revisitor)
    {
        uint holed = 0;
        ref GraphEvent a = ref Graph.Events[revisitor];
        for (int t = 0; t < _order.Length; t++)
        {
            int last = Graph.LastOf(t);
            int index = _level.Cursors[t].Index;
            if ((last >= 0 && Graph.Events[last].Index >= index) || (t == a.Thread && a.Index != index) || IsMissingBefore(t, index))
            {
                holed |= 1U << t;
            }
        }

        return holed;
    }

    private bool IsMissingBefore(int thread, int index)
    {
        int cursor = _slots.TryGet(thread, index);
        foreach (int slot in _slots.Of(thread) - Graph.Present)
        {
            if (cursor >= 0 && slot >= cursor)
            {
                break;
            }

            if (!Graph.Events[slot].IsVoid)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Moves a thread's cursor back to its first empty place, if a revisit emptied one.</summary>
    private void ResetCursor(int thread, GraphLevel old)
    {
        ref GraphCursor c = ref _level.Cursors[thread];
        for (int i = 0; i < c.Index; i++)
        {
            int slot = _slots.TryGet(thread, i);
            if (!Graph.Has(slot) && !Graph.Events[slot].IsVoid)
            {
                ref GraphEvent removed = ref old.Graph.Events[slot];
                c.Index = i;
                c.Node = removed.Node;
                c.Context = removed.Context;
                c.Control = removed.ControlReads;
                c.State = removed.Kind == EventKind.Write && removed.IsRmw ? CursorState.MustWrite : CursorState.Running;
                return;
            }
        }
    }

    /// <summary>Places the revisitor at its next coherence place and gives the target its new source, if that is consistent.</summary>
    private bool TryNextRevisitPlace(ref Frame f)
    {
        int revisitor = f.Cursor;
        int target = f.Revisited;
        ref GraphEvent a = ref Graph.Events[revisitor];
        if (a.Kind == EventKind.Send)
        {
            return f.Tried++ == 0 && PlaceSend(revisitor, target);
        }

        if (f.Tried > 0 && Graph.Has(revisitor))
        {
            Graph.Remove(revisitor);
        }

        while (f.Tried == 0 || f.Scan >= 0)
        {
            if (a.IsRmw)
            {
                if (f.Tried > 0)
                {
                    return false;
                }

                f.Scan = Graph.Events[a.Partner].Source;
                if (f.Scan >= 0 && !Graph.Has(f.Scan))
                {
                    return false;
                }
            }
            else
            {
                f.Scan = f.Tried == 0 ? Graph.Last(a.Location) : Graph.Events[f.Scan].CoherencePrevious;
            }

            f.Tried++;
            if (TryPlace(revisitor, target, f.Scan))
            {
                return true;
            }
        }

        return false;
    }

    private bool TryPlace(int revisitor, int target, int place)
    {
        ref GraphEvent a = ref Graph.Events[revisitor];
        ref GraphEvent r = ref Graph.Events[target];
        ref PathNode n = ref _tree.Nodes[r.Node];
        if (!n.Satisfies(a.Value) && place != Graph.Last(a.Location))
        {
            return false;
        }

        Array.Copy(_level.Base, _level.Cursors, _level.Base.Length);
        _level.NextStamp = a.Stamp + 1;
        Graph.Link(revisitor, place);
        Graph.Add(revisitor);
        r.Source = revisitor;
        r.IsProvisional = false;
        SetRead(target, a.Value);
        if (r.IsWalk)
        {
            // Whether a walk faults decides what is before it.
            r.LocalOrder = _model.LocalOrder(Graph, target);
        }

        r.Prefix = PrefixOf(target);
        SetPast(ref r);
        if (!IsConsistentAfterRevisit(revisitor, target))
        {
            Graph.Remove(revisitor);
            return false;
        }

        SetStuck(revisitor);
        AfterRead(r.Thread, target);
        PassRevisitor(revisitor);
        return true;
    }

    private void SetStuck(int revisitor)
    {
        EventSet stuck = default;
        EventSet before = _levels[_depth - 1].Stuck & Graph.Present;
        before.Add(revisitor);
        foreach (int slot in before)
        {
            if (IsTakenByOlder(slot))
            {
                stuck.Add(slot);
            }
        }

        _level.Stuck = stuck;
    }

    private bool IsConsistentAfterRevisit(int revisitor, int target)
    {
        bool consistent = _model.IsConsistentAfterRevisit(Graph, _level.Closure, _levels[_depth - 1].Closure, revisitor, target);
        return !_checksInvariants || consistent == _model.IsConsistent(Graph) ? consistent
            : throw new InvariantException("whether a revisit leaves a consistent graph does not depend on how that is found out");
    }

    private bool PlaceSend(int revisitor, int target)
    {
        ref GraphEvent a = ref Graph.Events[revisitor];
        ref GraphEvent r = ref Graph.Events[target];
        _level.NextStamp = a.Stamp + 1;
        Graph.Add(revisitor);
        r.Source = revisitor;
        r.Value = 1 + (ulong)a.Thread;
        r.Prefix = _model.Prefix(Graph, target);
        SetPast(ref r);
        if (!_model.IsConsistent(Graph, _level.Closure))
        {
            Graph.Remove(revisitor);
            return false;
        }

        SetStuck(revisitor);
        Continue(r.Thread, target);
        PassRevisitor(revisitor);
        return true;
    }

    /// <summary>Moves the revisitor's thread past it, unless there are holes before it: then it is met when they are filled.</summary>
    private void PassRevisitor(int revisitor)
    {
        ref GraphEvent a = ref Graph.Events[revisitor];
        ref GraphCursor c = ref _level.Cursors[a.Thread];
        if (c.Index == a.Index)
        {
            c.Index++;
            c.Context = a.Context;
            Continue(a.Thread, a.IsRmw ? a.Partner : revisitor);
        }
    }
}
