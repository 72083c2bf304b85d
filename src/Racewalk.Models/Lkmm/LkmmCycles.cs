using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// Whether the last event of a thread closes a cycle of happens-before or propagates-before in a graph that had none without it (AXIOMS §7.4), by one walk backwards from it.
/// Both are one question: hb and pb have no cycle if and only if hb ∪ (prop;strong-fence) has none, as pb is prop;strong-fence;hb*. The walk does not leave the cycles of the order that contains both.
/// </summary>
internal sealed class LkmmCycles
{
    private readonly LkmmBefore _before = new();
    private readonly EventSet[] _overwritten = new EventSet[EventSet.Capacity];
    private readonly int[] _queue = new int[EventSet.Capacity];
    private ExecutionGraph _graph = null!;
    private int _loose;
    private EventSet _within;
    private EventSet _overwrittenKnown;
    private EventSet _reached;
    private EventSet _propagated;
    private int _queued;

    /// <summary>Forgets what operations order.</summary>
    public void Forget() => _before.Forget();

    /// <summary>Whether it does. What becomes new with the event has the event at an end, or the read of the same read-modify-write, which now counts as what its annotations say.</summary>
    /// <param name="graph">The graph, <see cref="LkmmBefore.IsSimple"/>.</param>
    /// <param name="order">The order that contains both in which no cycle is a cycle of either.</param>
    /// <param name="added">The event, the last of its thread. The order need not have it.</param>
    /// <param name="before">What is before it in the order.</param>
    /// <param name="loose">A read whose reads-from is not looked at; -1 for none.</param>
    public bool IsClosedBy(ExecutionGraph graph, OrderClosure order, int added, EventSet before, int loose = -1)
    {
        ref GraphEvent e = ref graph.Events[added];
        _graph = graph;
        _loose = loose;
        _before.Begin(graph);
        EventSet cycles = order.CyclesThrough(graph, added, before);
        return IsBeforeItself(cycles, added)
            || (e is { Kind: EventKind.Write, IsRmw: true } && graph.Has(e.Partner) && IsBeforeItself(cycles.Contains(e.Partner) ? cycles : order.CyclesOf(e.Partner), e.Partner));
    }

    private bool IsBeforeItself(EventSet cycles, int slot)
    {
        if (cycles.IsEmpty)
        {
            return false;
        }

        _within = cycles;
        _overwrittenKnown = default;
        _reached = default;
        _propagated = default;
        _queued = 0;
        Expand(slot);
        while (_queued > 0 && !_reached.Contains(slot))
        {
            Expand(_queue[--_queued]);
        }

        return _reached.Contains(slot);
    }

    private void Reach(EventSet events)
    {
        EventSet added = (events & _within) - _reached;
        if (added.IsEmpty)
        {
            return;
        }

        _reached |= added;
        foreach (int slot in added)
        {
            _queue[_queued++] = slot;
        }
    }

    // All that is before an event by one step of hb or of prop;strong-fence.
    private void Expand(int slot)
    {
        Reach(_before.Preserved(slot));
        int source = SourceElsewhere(slot);
        if (source >= 0)
        {
            EventSet one = default;
            one.Add(source);
            Reach(one);
            ReachBack(slot, one);
        }
        else if (BeforeRmw(slot) >= 0)
        {
            EventSet one = default;
            one.Add(slot);
            ReachBack(slot, one);
        }

        EventSet strong = _before.Strong(slot) & _within;
        if ((strong - _propagated).IsEmpty)
        {
            return;
        }

        EventSet ends = strong;
        foreach (int s in strong)
        {
            int from = SourceElsewhere(s);
            if (from >= 0)
            {
                ends.Add(from);
            }
        }

        EventSet more = Propagated(ends, _propagated) - _propagated;
        _propagated |= more;
        Reach(more);
        foreach (int p in more)
        {
            Reach(Overwritten(p));
        }
    }

    // (prop \ id) ∩ int: what is not of preserved program order and reads-from begins with an overwrite and comes back to the thread by a read, or by the read of a read-modify-write to its
    // write; what goes on in the thread from there is of preserved program order again.
    private void ReachBack(int slot, EventSet ends)
    {
        EventSet own = (_graph.EventsOf(_graph.Events[slot].Thread) & _within) - _reached;
        own.Remove(slot);
        if (own.IsEmpty)
        {
            return;
        }

        EventSet back = default;
        foreach (int p in Propagated(ends, default))
        {
            back |= Overwritten(p);
        }

        Reach(back & own);
    }

    /// <summary>What cumul* leads from to one of some events, and they themselves; what is known already is not followed again.</summary>
    private EventSet Propagated(EventSet ends, EventSet known)
    {
        EventSet all = ends | known;
        for (EventSet added = ends - known; !added.IsEmpty;)
        {
            EventSet before = default;
            foreach (int slot in added)
            {
                for (int m = slot; m >= 0; m = BeforeRmw(m))
                {
                    before |= _before.Propagating(m) & _within;
                    foreach (int c in _before.Cumulative(m) & _within)
                    {
                        int source = SourceElsewhere(c);
                        if (source >= 0)
                        {
                            before.Add(source);
                        }
                    }
                }
            }

            added = before - all;
            all |= before;
        }

        return all;
    }

    // (rfe;rmw) backwards: the write that the read of a read-modify-write takes from another thread.
    private int BeforeRmw(int slot)
    {
        ref GraphEvent e = ref _graph.Events[slot];
        return e is { Kind: EventKind.Write, IsRmw: true } ? SourceElsewhere(e.Partner) : -1;
    }

    private int SourceElsewhere(int slot)
    {
        ref GraphEvent e = ref _graph.Events[slot];
        return e.Kind == EventKind.Read && slot != _loose && e.Source >= 0 && _within.Contains(slot) && _within.Contains(e.Source) && _graph.Events[e.Source].Thread != e.Thread ? e.Source : -1;
    }

    /// <summary>coe ∪ fre into an event.</summary>
    private EventSet Overwritten(int slot)
    {
        ref GraphEvent e = ref _graph.Events[slot];
        if (e.Kind != EventKind.Write)
        {
            return default;
        }

        if (!_overwrittenKnown.Contains(slot))
        {
            _overwrittenKnown.Add(slot);
            EventSet writes = default;
            for (int w = e.CoherencePrevious; w >= 0; w = _graph.Events[w].CoherencePrevious)
            {
                writes.Add(w);
            }

            EventSet all = writes;
            foreach (int read in _graph.ReadsOf(e.Location) & _within)
            {
                int source = _graph.Events[read].Source;
                if (source < 0 || writes.Contains(source))
                {
                    all.Add(read);
                }
            }

            _overwritten[slot] = all - _graph.EventsOf(e.Thread);
        }

        return _overwritten[slot];
    }
}
