using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// Whether the last event of a thread makes a cycle of happens-before or propagates-before (AXIOMS §7.4) in a graph that had none. Every such cycle goes through the event, and leaves it by what follows
/// it in coherence; so it is looked for backwards from the event, over direct predecessors, without the relations themselves.
/// </summary>
/// <remarks>Says nothing of graphs with interrupts or spinlocks, whose order goes from thread to thread in further ways. Not thread-safe.</remarks>
internal sealed class LkmmLastEvent
{
    private readonly EventSet[] _preserved = new EventSet[EventSet.Capacity];
    private readonly EventSet[] _cumulative = new EventSet[EventSet.Capacity];
    private readonly EventSet[] _stores = new EventSet[EventSet.Capacity];
    private readonly EventSet[] _strong = new EventSet[EventSet.Capacity];
    private readonly EventSet[] _carried = new EventSet[EventSet.Capacity];
    private EventSet[] _threads = [];
    private ExecutionGraph _graph = null!;
    private EventSet _marked;
    private EventSet _sourced;
    private EventSet _returning;
    private EventSet _follow;
    private int _event;
    private int _loose;

    /// <summary>Whether the event makes no cycle; null if it cannot say.</summary>
    /// <param name="graph">The graph, with the event.</param>
    /// <param name="slot">The event.</param>
    /// <param name="loose">A read that is taken to read from nobody, and still misses what comes after its source; -1 for none.</param>
    public bool? IsOrdered(ExecutionGraph graph, int slot, int loose)
    {
        (_graph, _event, _loose) = (graph, slot, loose);
        (_marked, _sourced, _returning) = (default, default, default);
        if (_threads.Length < graph.ThreadCount)
        {
            _threads = new EventSet[graph.ThreadCount];
        }

        for (int t = 0; t < graph.ThreadCount; t++)
        {
            if (!GatherThread(t))
            {
                return null;
            }
        }

        _follow = Following(slot);
        return _follow.IsEmpty || !_marked.Contains(slot) || !ClosesCycle();
    }

    /// <summary>The marked writes of other threads that follow an event in coherence or from-reads.</summary>
    private EventSet Following(int slot)
    {
        ref GraphEvent e = ref _graph.Events[slot];
        EventSet follow = default;
        for (int w = OrderClosure.Next(_graph, ref e); w >= 0; w = _graph.Events[w].CoherenceNext)
        {
            follow.Add(w);
        }

        return (follow & _marked) - _threads[e.Thread];
    }

    private bool GatherThread(int thread)
    {
        EventSet events = default;
        var past = default(LkmmFencePast);
        int last = _graph.LastOf(thread);
        for (int i = 0; last >= 0 && i <= _graph.Events[last].Index; i++)
        {
            int slot = _graph.SlotAt(thread, i);
            ref GraphEvent e = ref _graph.Events[slot];
            bool present = _graph.Has(slot);
            if (!present && (e.IsVoid || !e.IsAccess))
            {
                continue;
            }

            if (e.Kind is EventKind.Send or EventKind.Poll || (e.Access & (Access.Lock | Access.Unlock)) != 0)
            {
                return false;
            }

            if (e.Kind == EventKind.Fence)
            {
                past.PassFence(e.Fence);
            }
            else if (e.IsAccess)
            {
                if (present)
                {
                    Relate(ref e, slot, ref past);
                    events.Add(slot);
                }

                past.PassAccess(ref e, slot, present, LkmmTags.Failed(ref e));
            }
        }

        _threads[thread] = events;
        return true;
    }

    private void Relate(ref GraphEvent e, int slot, ref LkmmFencePast past)
    {
        if (LkmmTags.IsMarked(ref e))
        {
            _marked.Add(slot);
        }

        EventSet strong = past.BeforeMb | past.FullWrites;
        if (LkmmTags.IsAtomic(ref e))
        {
            strong |= past.BeforeAtomic;
        }

        bool isRead = e.Kind == EventKind.Read;
        if (isRead && LkmmTags.IsFull(ref e) && !LkmmTags.Failed(ref e))
        {
            strong |= past.Accesses;
        }

        _strong[slot] = strong;
        EventSet cumulative = LkmmTags.IsRelease(ref e) ? past.Accesses : strong;
        _cumulative[slot] = cumulative;
        EventSet order = cumulative | past.Acquires;
        EventSet reasons = e.AddressReads;
        if (isRead)
        {
            _stores[slot] = default;
            RelateRead(ref e, slot, ref reasons);
            if (!LkmmTags.IsNoReturn(ref e))
            {
                order |= past.BeforeRmb & _returning;
                _returning.Add(slot);
            }
        }
        else
        {
            _stores[slot] = past.BeforeWmb;
            reasons |= e.DataReads | e.ControlReads | past.AddressesBeforeWmb;
            order |= past.BeforeWmb | Earlier(ref e, past.Accesses);
        }

        _preserved[slot] = order | Carried(reasons);
    }

    private void RelateRead(ref GraphEvent e, int slot, ref EventSet reasons)
    {
        _carried[slot] = default;
        if (DependencyPrefix.IsForwarded(_graph, ref e))
        {
            ref GraphEvent w = ref _graph.Events[e.Source];
            _carried[slot] = Carried(w.DataReads);
            if (LkmmTags.IsMarked(ref w))
            {
                reasons |= w.AddressReads | w.DataReads;
            }
        }
        else if (e.Source >= 0 && _graph.Has(e.Source) && slot != _loose)
        {
            _sourced.Add(slot);
        }
    }

    /// <summary>A set of reads, and those whose values they carry through plain or marked locals in memory.</summary>
    private EventSet Carried(EventSet reads)
    {
        EventSet all = reads & _graph.Present;
        foreach (int slot in all)
        {
            all |= _carried[slot];
        }

        return all;
    }

    /// <summary>What of a thread's accesses is before a write in coherence or from-reads.</summary>
    private EventSet Earlier(ref GraphEvent write, EventSet accesses)
    {
        EventSet earlier = default;
        for (int w = write.CoherencePrevious; w >= 0; w = _graph.Events[w].CoherencePrevious)
        {
            earlier.Add(w);
        }

        foreach (int slot in _graph.ReadsOf(write.Location) & accesses)
        {
            int source = _graph.Events[slot].Source;
            if (source < 0 || earlier.Contains(source))
            {
                earlier.Add(slot);
            }
        }

        return earlier & accesses;
    }

    /// <summary>Goes back from the event over happens-before and propagates-before, until one of their steps could begin with it.</summary>
    private bool ClosesCycle()
    {
        int own = _graph.Events[_event].Thread;
        EventSet start = default;
        start.Add(_event);
        EventSet reached = start;
        EventSet asked = default;
        while (reached != asked)
        {
            reached = BeforeInHappensBefore(reached, asked);
            EventSet news = reached - asked;
            asked = reached;
            for (int t = 0; t < _graph.ThreadCount; t++)
            {
                EventSet ends = news & _threads[t];
                if (t == own && ends.Contains(_event))
                {
                    // What it propagates before itself is no step.
                    reached |= PropagatedTo(start, out _) & _threads[t];
                    ends.Remove(_event);
                }

                reached |= PropagatedTo(ends, out bool begins) & _threads[t];
                if (begins && t == own)
                {
                    return true;
                }
            }

            EventSet fenced = default;
            foreach (int slot in news)
            {
                fenced |= _strong[slot];
            }

            reached |= PropagatedTo(fenced & _marked, out bool closes);
            if (closes)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds what is before some events in happens-before, but for prop.</summary>
    private EventSet BeforeInHappensBefore(EventSet events, EventSet done)
    {
        EventSet open = events - done;
        while (!open.IsEmpty)
        {
            EventSet before = default;
            foreach (int slot in open)
            {
                before |= _preserved[slot];
            }

            before |= SourcesOf(open);
            open = (before & _marked) - events;
            events |= open;
        }

        return events;
    }

    private EventSet SourcesOf(EventSet events)
    {
        EventSet sources = default;
        foreach (int slot in events & _sourced)
        {
            sources.Add(_graph.Events[slot].Source);
        }

        return sources;
    }

    /// <summary>The events that prop leads from to some marked ones, and whether the event is one of them, by what follows it.</summary>
    private EventSet PropagatedTo(EventSet ends, out bool begins)
    {
        begins = false;
        if (ends.IsEmpty)
        {
            return default;
        }

        EventSet fenced = BeforeFences((ends | SourcesOf(ends)) & _marked);
        begins = !(fenced & _follow).IsEmpty;
        EventSet all = fenced;
        foreach (int slot in fenced)
        {
            ref GraphEvent e = ref _graph.Events[slot];
            if (e.Kind == EventKind.Write)
            {
                all |= Overwritten(ref e);
            }
        }

        return all & _marked;
    }

    /// <summary>cumul-fence* backwards.</summary>
    private EventSet BeforeFences(EventSet ends)
    {
        EventSet all = ends;
        EventSet done = default;
        EventSet open = ends;
        while (!open.IsEmpty)
        {
            EventSet fenced = default;
            EventSet before = default;
            EventSet sequences = default;
            foreach (int slot in open)
            {
                fenced |= _cumulative[slot];
                before |= _stores[slot];
                ref GraphEvent e = ref _graph.Events[slot];
                if (e is { Kind: EventKind.Write, IsRmw: true } && _sourced.Contains(e.Partner))
                {
                    // (rfe;rmw)* at the end of a fence: what is before the source in fences is before this one.
                    sequences.Add(_graph.Events[e.Partner].Source);
                }
            }

            done |= open;
            fenced &= _marked;
            before = (before | fenced | SourcesOf(fenced)) & _marked;
            open = ((before - all) | (sequences & _marked)) - done;
            all |= before;
        }

        return all;
    }

    /// <summary>What of other threads is before a write in coherence or from-reads.</summary>
    private EventSet Overwritten(ref GraphEvent write)
    {
        EventSet before = default;
        for (int w = write.CoherencePrevious; w >= 0; w = _graph.Events[w].CoherencePrevious)
        {
            before.Add(w);
        }

        EventSet readers = default;
        foreach (int slot in _graph.ReadsOf(write.Location))
        {
            int source = _graph.Events[slot].Source;
            if (source < 0 || before.Contains(source))
            {
                readers.Add(slot);
            }
        }

        return (before | readers) - _threads[write.Thread];
    }
}
