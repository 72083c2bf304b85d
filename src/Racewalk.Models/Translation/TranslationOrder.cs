using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// Ordered-before with translation, but for what invalidations order (docs/models/translation.md, 2.2): local order, what is observed, and of the from-reads
/// those of explicit reads and of walks that met what no TLB keeps. A valid descriptor may come from a TLB, so to miss a later write of it orders nothing. On
/// x86 (3, x3) it does: there a translation from a TLB is a load that was made early.
/// </summary>
/// <param name="walksAreLoads">Whether every walk's read is before what it misses.</param>
internal sealed class TranslationOrder(bool walksAreLoads = false)
{
    private readonly EventSet[] _readers = new EventSet[EventSet.Capacity];
    private EventSet[] _initialReaders = [];

    /// <summary>For each event that is there, those directly before it.</summary>
    public EventSet[] Before { get; } = new EventSet[EventSet.Capacity];

    /// <summary>Fills in <see cref="Before"/>.</summary>
    public void Gather(ExecutionGraph graph, EventMatrix? assumed)
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
            Before[slot] = e.LocalOrder;
            if (e.Kind == EventKind.Read)
            {
                AddRead(graph, slot, ref e);
            }
            else if (e.Kind == EventKind.Poll && e.Source >= 0)
            {
                Before[slot].Add(e.Source);
            }
        }

        foreach (int slot in graph.Present)
        {
            if (graph.Events[slot].Kind == EventKind.Write)
            {
                AddWrite(slot, ref graph.Events[slot]);
            }
        }

        int from = 0;
        int to = 0;
        while (assumed is not null && assumed.TryNext(ref from, ref to))
        {
            Before[to++].Add(from);
        }
    }

    /// <summary>Whether nothing is before itself; then <paramref name="past"/>, if given, gets all that is before each event.</summary>
    public bool IsAcyclic(ExecutionGraph graph, EventSet[]? past)
    {
        // Peel off what has no predecessor left. Slots are roughly in order of first adding, so few passes are needed.
        EventSet rest = graph.Present;
        while (!rest.IsEmpty)
        {
            EventSet previous = rest;
            foreach (int slot in previous)
            {
                if (!(Before[slot] & rest).IsEmpty)
                {
                    continue;
                }

                rest.Remove(slot);
                if (past is not null)
                {
                    Close(graph, slot, past);
                }
            }

            if (rest == previous)
            {
                return false;
            }
        }

        return true;
    }

    private void AddRead(ExecutionGraph graph, int slot, ref GraphEvent e)
    {
        bool ordersMissed = walksAreLoads || !e.IsWalk || e.Outcome == WalkOutcome.Uncacheable;
        if (e.Source >= 0 && graph.Has(e.Source))
        {
            _readers[e.Source] |= BeforeMissed(graph, slot, ref e, ordersMissed);

            // rfe, and every reads-from of an implicit access (AXIOMS §5.7, TTD-obs).
            if (!DependencyPrefix.IsForwarded(graph, ref e))
            {
                Before[slot].Add(e.Source);
            }
        }
        else if (e.Source < 0 && e.Location < _initialReaders.Length)
        {
            _initialReaders[e.Location] |= BeforeMissed(graph, slot, ref e, ordersMissed);
        }
    }

    /// <summary>
    /// What is before the writes that a read misses: the read, or, if it may come from a TLB, the completed invalidations that its own thread orders before it
    /// (<c>after</c>, where nothing is left to choose). Without the latter a thread that faults on a stale entry and invalidates it could go round for ever in
    /// graphs that only the check of complete ones refuses.
    /// </summary>
    private static EventSet BeforeMissed(ExecutionGraph graph, int slot, ref GraphEvent e, bool ordersMissed)
    {
        EventSet before = default;
        if (ordersMissed)
        {
            before.Add(slot);
            return before;
        }

        foreach (int i in e.LocalOrder & graph.Present)
        {
            // The thread's order leads from an invalidation to a walk only by way of the full DSB that completes it.
            if (graph.Events[i].Kind == EventKind.Invalidate && InvalidationScope.Unpack(graph.Events[i].Value).Covers(e.Tag))
            {
                before.Add(i);
            }
        }

        return before;
    }

    private void AddWrite(int slot, ref GraphEvent e)
    {
        Before[slot] |= e.CoherencePrevious >= 0 ? _readers[e.CoherencePrevious] : _initialReaders[e.Location];
        if (e.CoherencePrevious >= 0)
        {
            Before[slot].Add(e.CoherencePrevious);
        }
    }

    private void Close(ExecutionGraph graph, int slot, EventSet[] past)
    {
        EventSet all = Before[slot] & graph.Present;
        foreach (int before in all)
        {
            all |= past[before];
        }

        past[slot] = all;
    }
}
