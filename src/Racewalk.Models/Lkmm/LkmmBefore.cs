using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// What LKMM orders before each access within its thread, as sets, for graphs that <see cref="IsSimple"/> (AXIOMS §7.3, §7.4). Barriers and annotations order what they do by the operation's place in its thread
/// (<see cref="GraphEvent.Node"/>), so that is kept from one graph to the next. Not behind a hole: what fills it may tell the thread another comparand, and the places of what follows are brought up to date
/// one by one. And not where a read-modify-write stands as failed, which its place does not say.
/// </summary>
internal sealed class LkmmBefore
{
    private readonly Fenced[] _known = new Fenced[EventSet.Capacity];
    private ExecutionGraph _graph = null!;
    private (int Question, int Hole)[] _holes = [];
    private int _age = 1;
    private int _question;
    private bool _hasProvisional;

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
        _graph = graph;
        _question++;
        _hasProvisional = false;
        foreach (int slot in graph.RmwReads)
        {
            _hasProvisional |= graph.Events[slot].IsProvisional;
        }

        if (_holes.Length < graph.ThreadCount)
        {
            Array.Resize(ref _holes, graph.ThreadCount);
        }
    }

    /// <summary>Forgets what operations order.</summary>
    public void Forget() => _age++;

    /// <summary>ppo</summary>
    public EventSet Preserved(int slot)
    {
        ref Fenced known = ref Known(slot);
        ref GraphEvent e = ref _graph.Events[slot];
        EventSet order = known.Preserved;
        EventSet dependencies = e.AddressReads;
        if (e.Kind == EventKind.Write)
        {
            order |= SamePlace(known.SamePlace & _graph.Present);
            dependencies |= e.DataReads | e.ControlReads;
        }
        else if (DependencyPrefix.IsForwarded(_graph, ref e))
        {
            ref GraphEvent w = ref _graph.Events[e.Source];
            dependencies |= w.AddressReads | w.DataReads;
        }

        return (order | Carried(dependencies)) & _graph.Present;
    }

    /// <summary>strong-fence</summary>
    public EventSet Strong(int slot) => Known(slot).Strong & _graph.Present;

    /// <summary>strong-fence ∪ po-rel</summary>
    public EventSet Cumulative(int slot) => Known(slot).Cumulative & _graph.Present;

    /// <summary>strong-fence ∪ po-rel ∪ wmb ∪ po-unlock-lock-po</summary>
    public EventSet Propagating(int slot) => Known(slot).Propagating & _graph.Present;

    private ref Fenced Known(int slot)
    {
        ref GraphEvent e = ref _graph.Events[slot];
        if (!IsKnown(slot, ref e))
        {
            Gather(ref e);
        }

        return ref _known[slot];
    }

    private bool IsKnown(int slot, ref GraphEvent e) => _known[slot].Age == -_question || (Keeps(ref e) && _known[slot].IsOf(ref e, _age));

    /// <summary>Whether what is known of an event holds in other graphs.</summary>
    private bool Keeps(ref GraphEvent e)
    {
        ref (int Question, int Hole) hole = ref _holes[e.Thread];
        if (hole.Question != _question)
        {
            hole = (_question, FirstHole(e.Thread));
        }

        return !_hasProvisional && e.Index < hole.Hole;
    }

    private int FirstHole(int thread)
    {
        int last = _graph.LastOf(thread);
        foreach (int slot in _graph.PlacesOf(thread) - _graph.Present)
        {
            if (slot > last)
            {
                break;
            }

            ref GraphEvent e = ref _graph.Events[slot];

            // That the write of a read-modify-write whose read is there is missing changes nothing that the thread does.
            if (!(e is { Kind: EventKind.Write, IsRmw: true } && (e.IsVoid || _graph.Has(e.Partner))))
            {
                return e.Index;
            }
        }

        return int.MaxValue;
    }

    /// <summary>What is fenced before an event, and before others on the way there.</summary>
    private void Gather(ref GraphEvent end)
    {
        var past = default(LkmmFencePast);
        EventSet reads = default;
        for (int i = 0; i <= end.Index; i++)
        {
            int slot = _graph.SlotAt(end.Thread, i);
            ref GraphEvent e = ref _graph.Events[slot];
            if (!LkmmFencePast.Counts(ref e, _graph.Has(slot)))
            {
                continue;
            }

            if (e.IsAccess)
            {
                if (!IsKnown(slot, ref e))
                {
                    _known[slot].Set(ref e, ref past, reads, _graph);
                    _known[slot].Age = Keeps(ref e) ? _age : -_question;
                }

                if (e.Kind == EventKind.Read && !LkmmTags.IsNoReturn(ref e))
                {
                    reads.Add(slot);
                }
            }

            // What is not there orders as it will, and is taken out when it is asked for.
            past.Pass(ref e, slot, present: true);
        }
    }

    /// <summary>(data;rfi)* before a dependency.</summary>
    private EventSet Carried(EventSet reads)
    {
        EventSet all = reads;
        for (EventSet added = reads & _graph.Present; !added.IsEmpty;)
        {
            EventSet carried = default;
            foreach (int slot in added)
            {
                ref GraphEvent e = ref _graph.Events[slot];
                if (DependencyPrefix.IsForwarded(_graph, ref e))
                {
                    carried |= _graph.Events[e.Source].DataReads;
                }
            }

            added = (carried & _graph.Present) - all;
            all |= carried;
        }

        return all;
    }

    // Coherence and from-reads within the thread: what it did to the location before. A read whose source was taken away is before nothing.
    private EventSet SamePlace(EventSet earlier)
    {
        EventSet same = earlier;
        foreach (int slot in earlier)
        {
            ref GraphEvent e = ref _graph.Events[slot];
            if (e.Kind == EventKind.Read && e.Source >= 0 && !_graph.Has(e.Source))
            {
                same.Remove(slot);
            }
        }

        return same;
    }

    /// <summary>What is before an operation in its thread whatever the thread's reads read from.</summary>
    private struct Fenced
    {
        /// <summary>When it was found out: for the graph in question only if negative.</summary>
        public int Age;
        public EventSet Preserved;
        public EventSet Strong;
        public EventSet Cumulative;
        public EventSet Propagating;

        /// <summary>For writes: what accessed their location.</summary>
        public EventSet SamePlace;

        private int _node;
        private bool _failed;

        public readonly bool IsOf(ref GraphEvent e, int age) => _node == e.Node && _failed == LkmmTags.Failed(ref e) && Age == age;

        public void Set(ref GraphEvent e, ref LkmmFencePast past, EventSet reads, ExecutionGraph graph)
        {
            (_node, _failed) = (e.Node, LkmmTags.Failed(ref e));
            Strong = past.Strong(ref e);
            Cumulative = Strong | past.Released(ref e);
            Propagating = Cumulative | past.BeforeUnlockLock;
            Preserved = past.Acquires;
            SamePlace = default;
            if (e.Kind == EventKind.Write)
            {
                Propagating |= past.BeforeWmb;
                foreach (int slot in past.Accesses)
                {
                    if (graph.Events[slot].Location == e.Location)
                    {
                        SamePlace.Add(slot);
                    }
                }
            }
            else if (!LkmmTags.IsNoReturn(ref e))
            {
                Preserved |= past.BeforeRmb & reads;
            }

            Preserved |= Propagating;
        }
    }
}
