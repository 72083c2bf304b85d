using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Exploration.Graphs;

internal sealed partial class GraphSearch
{
    private readonly ExecutionGraph _scratch;

    /// <summary>The write whose revisits are looked for.</summary>
    private int _revisitor;

    /// <summary><see cref="MayPin"/> of its prefix. If nothing may be pinned no write is pending.</summary>
    private bool _pins;

    /// <summary>
    /// Whether an event is as it would be added now if only older events and the prefix were there: reads from the coherence-last of these
    /// writes, writes last and read by no older event of another thread, choices the first alternative, polls their first option.
    /// </summary>
    /// <param name="slot">The event.</param>
    /// <param name="prefix">The prefix, and what is kept besides.</param>
    /// <param name="targetStamp">The stamp of the revisit's target.</param>
    /// <param name="asksModel">Whether the model may be asked about the graph in which the event would be added; if not, an event that it would have to be asked about counts as maximal.</param>
    private bool IsMaximal(int slot, EventSet prefix, int targetStamp, bool asksModel = true)
    {
        ref GraphEvent e = ref Graph.Events[slot];
        if (_level.Stuck.Contains(slot))
        {
            return false;
        }

        if (_pins && e.IsAccess && HasPendingWriteAfter(ref e, prefix))
        {
            return !asksModel || IsLastConsistent(slot, prefix);
        }

        switch (e.Kind)
        {
            case EventKind.Read when IsConditional(e.Node) && HasEventBehind(ref e, prefix):
                return IsFirstFailing(slot, prefix, asksModel);
            case EventKind.Read:
                return !e.IsProvisional && (e.Source < 0 || IsPrevious(e.Source, ref e, prefix)) && IsLastOf(Graph.After(e.Source, e.Location), ref e, prefix);
            case EventKind.Write:
                // If the read of its read-modify-write is kept, the write has no choice of place.
                bool forced = e.IsRmw && (prefix.Contains(e.Partner) || Graph.Events[e.Partner].Stamp < targetStamp);
                return forced || IsLastOf(e.CoherenceNext, ref e, prefix);
            case EventKind.Choice:
                return e.Value == 0;
            case EventKind.Poll:
                return IsMaximalPoll(ref e, prefix);
            default:
                return true;
        }
    }

    /// <summary>Whether a read is not maximal, whatever is kept besides a prefix: it misses a write that is older or in the prefix. False where that is not at hand.</summary>
    private bool IsNeverMaximal(int slot, EventSet prefix)
    {
        ref GraphEvent e = ref Graph.Events[slot];
        return e.Kind == EventKind.Read && !IsConditional(e.Node) && !IsLastOf(Graph.After(e.Source, e.Location), ref e, prefix)
            && (Graph.RmwReads & _slots.Of(e.Thread)).Last is var rmw && (rmw < 0 || Graph.Events[rmw].Index <= e.Index);
    }

    private bool IsPrevious(int slot, ref GraphEvent e, EventSet prefix) =>
        Graph.Has(slot) && (Graph.Events[slot].Stamp < e.Stamp || prefix.Contains(slot));

    private bool IsLastOf(int write, ref GraphEvent e, EventSet prefix)
    {
        for (; write >= 0; write = Graph.Events[write].CoherenceNext)
        {
            if (IsPrevious(write, ref e, prefix))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Whether an older event has this one as its source and not by forwarding: a thread's own read may be older than the write forwarded to it, but nothing
    /// is forwarded to a walk or from the hardware's update.
    /// </summary>
    private bool IsTakenByOlder(int source)
    {
        ref GraphEvent w = ref Graph.Events[source];
        foreach (int slot in w.Kind == EventKind.Write ? Graph.ReadsOf(w.Location) : Graph.Present)
        {
            ref GraphEvent e = ref Graph.Events[slot];
            if (e.Source == source && e.Stamp < w.Stamp && (w.Kind == EventKind.Write ? e.Thread != w.Thread || e.IsWalk || w.IsWalk : e.Kind == EventKind.Poll))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether, when <paramref name="e"/> was added to a hole, the thread had past it the read of a read-modify-write whose write was not there
    /// yet and has something after it in coherence: then what is ordered before that write cannot be added coherence-last.
    /// </summary>
    private bool HasPendingWriteAfter(ref GraphEvent e, EventSet prefix)
    {
        foreach (int slot in Graph.RmwReads & _slots.Of(e.Thread))
        {
            if (Graph.Events[slot].Index > e.Index && IsPendingWrite(slot, ref e, prefix))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsPendingWrite(int slot, ref GraphEvent e, EventSet prefix)
    {
        ref GraphEvent read = ref Graph.Events[slot];
        return Graph.Has(slot) && read.Kind == EventKind.Read && read.Partner >= 0 && read.Partner != _revisitor && read.Source != _slots.TryGet(e.Thread, e.Index)
            && IsPrevious(slot, ref e, prefix)
            && !(Graph.Has(read.Partner) && IsPrevious(read.Partner, ref e, prefix))
            && IsFollowed(ref read, Previous(ref e, prefix))
            && !IsTaken(ref read, Previous(ref e, prefix));
    }

    /// <summary>Whether another read-modify-write took what a read took: then the write of this one has no place, and it orders nothing.</summary>
    private bool IsTaken(ref GraphEvent read, EventSet kept)
    {
        for (int w = Graph.After(read.Source, read.Location); w >= 0; w = Graph.Events[w].CoherenceNext)
        {
            if (w != read.Partner && kept.Contains(w))
            {
                return Graph.Events[w].IsRmw && Graph.Events[Graph.Events[w].Partner].Source == read.Source;
            }
        }

        return false;
    }

    private EventSet Previous(ref GraphEvent e, EventSet prefix) => (prefix & Graph.Present) | OlderThan(e.Stamp);

    /// <summary>
    /// Whether an event has the last source, or place, that is consistent with the graph of what was before it and the prefix, if the pending
    /// writes of its thread are put where atomicity will put them, behind everything that is there of the thread. There is always one: the last
    /// that the successors of those writes do not precede.
    /// </summary>
    private bool IsLastConsistent(int slot, EventSet prefix)
    {
        EventSet keep = Previous(ref Graph.Events[slot], prefix);
        keep.Add(slot);
        _scratch.CopyFrom(Graph);
        _scratch.Restrict(keep);
        ref GraphEvent e = ref _scratch.Events[slot];
        PutPendingWrites(ref e, prefix);
        int actual = e.Kind == EventKind.Read ? e.Source : e.CoherencePrevious;
        int partner = e.IsRmw ? _slots.TryGet(e.Thread, e.Index + 1) : -1;
        if (e.IsRmw && e.Kind == EventKind.Write)
        {
            return true;
        }

        if (e.Kind == EventKind.Write)
        {
            _scratch.Unlink(slot);
        }

        for (int w = _scratch.Last(e.Location); ; w = _scratch.Events[w].CoherencePrevious)
        {
            if (e.Kind == EventKind.Read)
            {
                e.Source = w;
                e.Partner = e.IsRmw && _tree.Writes(e.Node, SourceValue(e.Node, w)) ? partner : -1;
            }
            else
            {
                _scratch.Link(slot, w);
            }

            if (w < 0 || _model.IsConsistent(_scratch))
            {
                return w == actual;
            }

            if (e.Kind == EventKind.Write)
            {
                _scratch.Unlink(slot);
            }
        }
    }

    /// <summary>Whether something that comes later in its thread was there when an event was added, is in a prefix, or is the revisitor.</summary>
    private bool HasEventBehind(ref GraphEvent e, EventSet prefix)
    {
        if (_slots.Of(e.Thread).Contains(_revisitor) && e.Index < _level.Cursors[e.Thread].Index)
        {
            return true;
        }

        ref GraphEvent last = ref Graph.Events[Graph.LastOf(e.Thread)];
        if (last.Index <= e.Index + (e.Partner >= 0 ? 1 : 0))
        {
            return false;
        }

        for (int i = e.Index + 1; i <= last.Index; i++)
        {
            if (IsPrevious(_slots.TryGet(e.Thread, i), ref e, prefix))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsConditional(int node) => _hasLoadBuffering
        && _tree.Nodes[node].Rmw is RmwKind.CompareExchange or RmwKind.AddUnless && _tree.Nodes[node].Await == AwaitKind.None;

    /// <summary>
    /// Whether a conditional read-modify-write is as it stands when it is deleted: it has the last source that makes it fail, or, if there is none,
    /// is provisional, whatever its source (has the last source, if its outcome is branched on at once). A failure adds no write, so it orders nothing that a success would
    /// not: what is kept does not depend on it.
    /// </summary>
    private bool IsFirstFailing(int slot, EventSet prefix, bool asksModel)
    {
        ref GraphEvent read = ref Graph.Events[slot];
        int newest = Newest(ref read, prefix);
        bool writes = _tree.Writes(read.Node, SourceValue(read.Node, newest));
        if (writes && !asksModel)
        {
            return true;
        }

        if (writes && MayFailBelow(ref read, newest, prefix))
        {
            return IsFirstFailingBelow(slot, prefix);
        }

        // What is added coherence-last is consistent.
        bool isFirst = writes ? read.IsProvisional || (read.Source == newest && !IsUnbranched(read.Node, newest)) : newest == read.Source && !read.IsProvisional;
        InvariantException.Require(!_checksInvariants || isFirst == IsFirstFailingBelow(slot, prefix), "a read that fails on the newest write, or on none, is as it would be added", slot);
        return isFirst;
    }

    /// <summary>Whether there is a write before one in coherence that makes a conditional read-modify-write fail, and no older than what its thread has seen.</summary>
    private bool MayFailBelow(ref GraphEvent read, int newest, EventSet prefix)
    {
        if (newest < 0)
        {
            return false;
        }

        Graph.TryLastSeen(read.Thread, read.Index, read.Location, Previous(ref read, prefix), out int seen);
        for (int w = newest; w != seen && w >= 0;)
        {
            w = Graph.Events[w].CoherencePrevious;
            if ((w < 0 || IsPrevious(w, ref read, prefix)) && !_tree.Writes(read.Node, SourceValue(read.Node, w)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The write of a read's location that is last in coherence of those before it and in a prefix.</summary>
    private int Newest(ref GraphEvent read, EventSet prefix)
    {
        int newest = Graph.Last(read.Location);
        while (newest >= 0 && !IsPrevious(newest, ref read, prefix))
        {
            newest = Graph.Events[newest].CoherencePrevious;
        }

        return newest;
    }

    private bool IsFirstFailingBelow(int slot, EventSet prefix)
    {
        EventSet keep = Previous(ref Graph.Events[slot], prefix);
        keep.Add(slot);
        _scratch.CopyFrom(Graph);
        _scratch.Restrict(keep);
        ref GraphEvent e = ref _scratch.Events[slot];
        int actual = e.Source;
        // A model may order more around an operation that succeeds.
        e.Partner = -1;
        int last = _scratch.Last(e.Location);
        for (int w = last; ; w = _scratch.Events[w].CoherencePrevious)
        {
            e.Source = w;
            ulong value = w >= 0 ? _scratch.Events[w].Value : _tree.Initial(e.Location);
            if (!_tree.Writes(e.Node, value) && _model.IsConsistent(_scratch))
            {
                return w == actual && !e.IsProvisional;
            }

            if (w < 0)
            {
                return e.IsProvisional || (actual == last && !IsUnbranched(e.Node, actual));
            }
        }
    }

    private void PutPendingWrites(ref GraphEvent e, EventSet prefix)
    {
        EventSet past = default;
        for (int i = 0; i < _slots.Length(e.Thread); i++)
        {
            int slot = _slots.TryGet(e.Thread, i);
            if (_scratch.Has(slot))
            {
                past.Add(slot);
            }

            if (i > e.Index && IsPendingWrite(slot, ref Graph.Events[_slots.TryGet(e.Thread, e.Index)], prefix))
            {
                int write = _scratch.Events[slot].Partner;
                _scratch.Events[write].LocalOrder = past;
                _scratch.Link(write, _scratch.Events[slot].Source);
                _scratch.Add(write);
            }
        }
    }
}
