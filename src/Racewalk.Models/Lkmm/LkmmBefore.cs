using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// What LKMM orders before each access within its thread, as sets, for graphs that <see cref="IsSimple"/> (AXIOMS §7.3, §7.4). A thread is looked at when it is asked for, from the first place on that has
/// changed since; its last event always, as that may get another source where it stands.
/// </summary>
internal sealed class LkmmBefore
{
    private readonly EventSet[] _preserved = new EventSet[EventSet.Capacity];
    private readonly EventSet[] _strong = new EventSet[EventSet.Capacity];
    private readonly EventSet[] _cumulative = new EventSet[EventSet.Capacity];
    private readonly EventSet[] _propagating = new EventSet[EventSet.Capacity];
    private EventSet[] _threads = new EventSet[8];
    private bool[] _isKnown = new bool[8];
    private int[] _kept = new int[8];
    private ExecutionGraph _graph = null!;

    // Reads of the thread that is gathered which take their own thread's write.
    private EventSet _forwarded;

    /// <summary>Whether all fences are within threads, and all accesses marked: no plain access, no interrupt taken, no spinlock.</summary>
    public static bool IsSimple(ExecutionGraph graph)
    {
        foreach (int slot in graph.Special)
        {
            ref GraphEvent e = ref graph.Events[slot];
            if (e.IsAccess || e.Source >= 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Begins with a graph.</summary>
    public void Begin(ExecutionGraph graph)
    {
        if (_threads.Length < graph.ThreadCount)
        {
            Array.Resize(ref _threads, graph.ThreadCount);
            Array.Resize(ref _isKnown, graph.ThreadCount);
            Array.Resize(ref _kept, graph.ThreadCount);
        }

        Array.Clear(_isKnown);
        if (_graph != graph)
        {
            Array.Clear(_kept);
        }

        _graph = graph;
    }

    /// <summary>The accesses of an event's thread.</summary>
    public EventSet ThreadOf(int slot) => _threads[Know(slot)];

    /// <summary>ppo</summary>
    public EventSet Preserved(int slot) => _preserved[Known(slot)];

    /// <summary>strong-fence</summary>
    public EventSet Strong(int slot) => _strong[Known(slot)];

    /// <summary>strong-fence ∪ po-rel</summary>
    public EventSet Cumulative(int slot) => _cumulative[Known(slot)];

    /// <summary>strong-fence ∪ po-rel ∪ wmb ∪ po-unlock-lock-po</summary>
    public EventSet Propagating(int slot) => _propagating[Known(slot)];

    private int Known(int slot)
    {
        Know(slot);
        return slot;
    }

    private int Know(int slot)
    {
        int thread = _graph.Events[slot].Thread;
        if (!_isKnown[thread])
        {
            _isKnown[thread] = true;
            Gather(thread);
        }

        return thread;
    }

    private void Gather(int thread)
    {
        int end = _graph.LastOf(thread);
        int last = end < 0 ? 0 : _graph.Events[end].Index;
        int first = Math.Min(Math.Min(_kept[thread], _graph.TakeUnchanged(thread)), last);
        _kept[thread] = last;
        var past = default(LkmmFencePast);
        EventSet reads = default;
        _forwarded = default;
        for (int i = 0; end >= 0 && i <= last; i++)
        {
            int slot = _graph.SlotAt(thread, i);
            ref GraphEvent e = ref _graph.Events[slot];
            bool present = _graph.Has(slot);
            if (!LkmmFencePast.Counts(ref e, present))
            {
                continue;
            }

            if (present && e.IsAccess)
            {
                if (DependencyPrefix.IsForwarded(_graph, ref e))
                {
                    _forwarded.Add(slot);
                }

                if (i >= first)
                {
                    Set(ref e, slot, ref past, reads);
                }

                if (e.Kind == EventKind.Read && !LkmmTags.IsNoReturn(ref e))
                {
                    reads.Add(slot);
                }
            }

            past.Pass(ref e, slot, present);
        }

        _threads[thread] = past.Accesses;
    }

    private void Set(ref GraphEvent e, int slot, ref LkmmFencePast past, EventSet reads)
    {
        EventSet strong = past.Strong(ref e);
        EventSet cumulative = strong | past.Released(ref e);
        EventSet propagating = cumulative | past.BeforeUnlockLock;
        EventSet preserved = past.Acquires;
        if (e.Kind == EventKind.Write)
        {
            propagating |= past.BeforeWmb;
            preserved |= Carried(e.AddressReads | e.DataReads | e.ControlReads) | SamePlace(ref e, past.Accesses);
        }
        else
        {
            EventSet dependencies = e.AddressReads;
            if (DependencyPrefix.IsForwarded(_graph, ref e))
            {
                ref GraphEvent w = ref _graph.Events[e.Source];
                dependencies |= w.AddressReads | w.DataReads;
            }

            preserved |= Carried(dependencies);
            if (!LkmmTags.IsNoReturn(ref e))
            {
                preserved |= past.BeforeRmb & reads;
            }
        }

        EventSet present = _graph.Present;
        _strong[slot] = strong & present;
        _cumulative[slot] = cumulative & present;
        _propagating[slot] = propagating & present;
        _preserved[slot] = (preserved | propagating) & present;
    }

    /// <summary>(data;rfi)* before a dependency.</summary>
    private EventSet Carried(EventSet reads)
    {
        EventSet all = reads;
        for (EventSet added = reads & _forwarded; !added.IsEmpty;)
        {
            EventSet carried = default;
            foreach (int slot in added)
            {
                carried |= _graph.Events[_graph.Events[slot].Source].DataReads;
            }

            added = (carried & _forwarded) - all;
            all |= carried;
        }

        return all;
    }

    // Coherence and from-reads within the thread: what it did to the location before. A read whose source was taken away is before nothing.
    private EventSet SamePlace(ref GraphEvent write, EventSet earlier)
    {
        EventSet same = default;
        foreach (int slot in earlier)
        {
            ref GraphEvent e = ref _graph.Events[slot];
            if (e.Location == write.Location && (e.Kind == EventKind.Write || e.Source < 0 || _graph.Has(e.Source)))
            {
                same.Add(slot);
            }
        }

        return same;
    }
}
