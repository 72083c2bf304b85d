using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// A model of the form: coherence, atomicity, and acyclic (local order ∪ external reads-from ∪ coherence ∪ from-reads). SC, TSO and Armv8 are
/// such (AXIOMS §1 and §4a; internal coherence and from-reads are in each one's local order, so including them changes nothing).
/// </summary>
/// <remarks>Not thread-safe: holds scratch space. One instance serves one search.</remarks>
public abstract class OrderModel : IGraphModel
{
    private readonly int[] _position = new int[EventSet.Capacity];
    private readonly EventSet[] _readers = new EventSet[EventSet.Capacity];
    private readonly EventSet[] _before = new EventSet[EventSet.Capacity];
    private EventSet[] _initialReaders = [];
    private int[] _reached = [];

    /// <inheritdoc/>
    public abstract bool HasLoadBuffering { get; }

    /// <inheritdoc/>
    public abstract EventSet LocalOrder(ExecutionGraph graph, int slot);

    /// <inheritdoc/>
    public abstract EventSet Prefix(ExecutionGraph graph, int slot);

    /// <inheritdoc/>
    public bool Accepts(ExecutionGraph graph) => true;

    /// <inheritdoc/>
    public bool IsConsistent(ExecutionGraph graph) => IsCoherent(graph) && IsAtomic(graph) && IsAcyclic(graph);

    /// <summary>acyclic (po-loc ∪ rf ∪ co ∪ fr): along program order, what a thread reads and writes of a location goes up in coherence.</summary>
    private bool IsCoherent(ExecutionGraph graph)
    {
        int locations = graph.LocationCount;
        if (_reached.Length < locations)
        {
            _reached = new int[locations];
        }

        for (int l = 0; l < locations; l++)
        {
            int place = 0;
            for (int w = graph.First(l); w >= 0; w = graph.Events[w].CoherenceNext)
            {
                _position[w] = ++place;
            }
        }

        for (int t = 0; t < graph.ThreadCount; t++)
        {
            Array.Clear(_reached);
            for (int i = 0; i < graph.ThreadLength(t); i++)
            {
                int slot = graph.SlotAt(t, i);
                ref GraphEvent e = ref graph.Events[slot];
                if (!graph.Has(slot) || !e.IsAccess || e.Location >= locations)
                {
                    continue;
                }

                ref int reached = ref _reached[e.Location];
                if (e.Kind == EventKind.Write)
                {
                    if (_position[slot] <= reached)
                    {
                        return false;
                    }

                    reached = _position[slot];
                }
                else if (e.Source < 0 || graph.Has(e.Source))
                {
                    int position = e.Source < 0 ? 0 : _position[e.Source];
                    if (position < reached)
                    {
                        return false;
                    }

                    // A write of this thread must come strictly after what was read; a read may repeat it.
                    reached = Math.Max(reached, position);
                }
            }
        }

        return ReadsNoFutureWrite(graph);
    }

    private static bool ReadsNoFutureWrite(ExecutionGraph graph)
    {
        foreach (int slot in graph.Present)
        {
            ref GraphEvent e = ref graph.Events[slot];
            if (e.Kind == EventKind.Read && e.Source >= 0 && graph.Has(e.Source)
                && graph.Events[e.Source].Thread == e.Thread && graph.Events[e.Source].Index > e.Index)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>rmw ∩ (fre;coe) = ∅: the write of a read-modify-write follows the write that its read took at once.</summary>
    private static bool IsAtomic(ExecutionGraph graph)
    {
        foreach (int slot in graph.Present)
        {
            ref GraphEvent e = ref graph.Events[slot];
            if (e.Kind == EventKind.Write && e.IsRmw && e.CoherencePrevious != graph.Events[e.Partner].Source)
            {
                return false;
            }
        }

        return true;
    }

    private bool IsAcyclic(ExecutionGraph graph)
    {
        GatherPredecessors(graph);
        // Peel off what has no predecessor left. Slots are roughly in order of first adding, so few passes are needed.
        EventSet rest = graph.Present;
        while (!rest.IsEmpty)
        {
            EventSet previous = rest;
            foreach (int slot in previous)
            {
                if ((_before[slot] & rest).IsEmpty)
                {
                    rest.Remove(slot);
                }
            }

            if (rest == previous)
            {
                return false;
            }
        }

        return true;
    }

    private void GatherPredecessors(ExecutionGraph graph)
    {
        if (_initialReaders.Length < graph.LocationCount)
        {
            _initialReaders = new EventSet[graph.LocationCount];
        }

        Array.Clear(_initialReaders);
        foreach (int slot in graph.Present)
        {
            _readers[slot] = default;
        }

        foreach (int slot in graph.Present)
        {
            ref GraphEvent e = ref graph.Events[slot];
            EventSet before = e.LocalOrder;
            if (e.Kind == EventKind.Read)
            {
                if (e.Source >= 0 && graph.Has(e.Source))
                {
                    _readers[e.Source].Add(slot);
                    if (graph.Events[e.Source].Thread != e.Thread)
                    {
                        before.Add(e.Source);
                    }
                }
                else if (e.Source < 0 && e.Location < _initialReaders.Length)
                {
                    _initialReaders[e.Location].Add(slot);
                }
            }
            else if (e.Kind == EventKind.Poll && e.Source >= 0)
            {
                before.Add(e.Source);
            }

            _before[slot] = before;
        }

        foreach (int slot in graph.Present)
        {
            ref GraphEvent e = ref graph.Events[slot];
            if (e.Kind != EventKind.Write)
            {
                continue;
            }

            EventSet before = _before[slot] | (e.CoherencePrevious >= 0 ? _readers[e.CoherencePrevious] : _initialReaders[e.Location]);
            if (e.CoherencePrevious >= 0)
            {
                before.Add(e.CoherencePrevious);
            }

            // The read of the same read-modify-write reads from the predecessor; that it is before its write is no news.
            before.Remove(slot);
            _before[slot] = before;
        }
    }
}
