using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// A model of the form: coherence, atomicity, and acyclic (local order ∪ external reads-from ∪ coherence ∪ from-reads). SC, TSO and Armv8 are
/// such (AXIOMS §1 and §4a; internal coherence and from-reads are in each one's local order, so including them changes nothing).
/// </summary>
/// <remarks>Not thread-safe: holds scratch space. One instance serves one search.</remarks>
public abstract class OrderModel : GraphModel, IGracePeriodModel
{
    private readonly EventSet[] _readers = new EventSet[EventSet.Capacity];
    private readonly EventSet[] _before = new EventSet[EventSet.Capacity];
    private EventSet[] _initialReaders = [];
    private EventMatrix? _assumed;

    /// <inheritdoc/>
    public sealed override bool IsConsistent(ExecutionGraph graph) => IsCoherent(graph) && IsAtomic(graph) && IsAcyclic(graph);

    /// <inheritdoc/>
    /// <remarks>A cycle that is new goes through the new event, so there is none if nothing is behind it.</remarks>
    public sealed override bool IsStillConsistent(ExecutionGraph graph, int added)
    {
        if (IsBeforeOthersOfItsThread(graph, added))
        {
            return IsConsistent(graph);
        }

        ref GraphEvent e = ref graph.Events[added];
        return (!e.IsAccess || (IsCoherentAt(graph, added) && IsAtomicAt(graph, added))) && (!HasSuccessor(graph, in e) || IsAcyclic(graph));
    }

    private static bool IsBeforeOthersOfItsThread(ExecutionGraph graph, int slot)
    {
        ref GraphEvent e = ref graph.Events[slot];
        for (int i = e.Index + 1; i < graph.ThreadLength(e.Thread); i++)
        {
            if (graph.Has(graph.SlotAt(e.Thread, i)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasSuccessor(ExecutionGraph graph, in GraphEvent e) => e.Kind switch
    {
        EventKind.Write => e.CoherenceNext >= 0,
        EventKind.Read when e.Source < 0 => e.Location < graph.LocationCount && graph.First(e.Location) >= 0,
        EventKind.Read => !graph.Has(e.Source) || graph.Events[e.Source].CoherenceNext >= 0,
        _ => false,
    };

    /// <inheritdoc/>
    public sealed override bool Accepts(ExecutionGraph graph) => GracePeriods.Accepts(graph, this);

    bool IGracePeriodModel.IsConsistent(ExecutionGraph graph, EventMatrix assumed)
    {
        _assumed = assumed;
        bool consistent = IsAcyclic(graph);
        _assumed = null;
        return consistent;
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

        AddAssumed();
    }

    private void AddAssumed()
    {
        int from = 0;
        int to = 0;
        while (_assumed is not null && _assumed.TryNext(ref from, ref to))
        {
            _before[to++].Add(from);
        }
    }
}
