using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>The sets and relations of a graph that models with several axioms start from (AXIOMS §0), over the slots of the events that are there.</summary>
/// <remarks>
/// A page walk's read is not its thread's: it takes no part in <see cref="PoLoc"/>, and what it reads or misses of its own thread is external. So is what a read takes from an
/// update by the hardware, which is made in memory. A walk's read of a valid entry misses nothing, since a TLB may have kept it (docs/models/translation.md, 4.1, p3).
/// </remarks>
internal sealed class GraphRelations
{
    private readonly EventBits[] _threads = [.. Enumerable.Range(0, 64).Select(_ => new EventBits(0))];

    /// <summary>The pool that the relations are taken from.</summary>
    public RelationPool Pool { get; } = new();

    /// <summary>Reads.</summary>
    public EventBits R { get; private set; } = null!;

    /// <summary>Writes.</summary>
    public EventBits W { get; private set; } = null!;

    /// <summary>Accesses.</summary>
    public EventBits M { get; private set; } = null!;

    /// <summary>Whether there are page walks.</summary>
    public bool HasWalks { get; private set; }

    /// <summary>Program order between accesses of one location.</summary>
    public EventMatrix PoLoc { get; private set; } = null!;

    /// <summary>Reads-from.</summary>
    public EventMatrix Rf { get; private set; } = null!;

    /// <summary>Coherence, closed.</summary>
    public EventMatrix Co { get; private set; } = null!;

    /// <summary>From-reads: from a read to every write after the one it read.</summary>
    public EventMatrix Fr { get; private set; } = null!;

    /// <summary>External reads-from.</summary>
    public EventMatrix Rfe { get; private set; } = null!;

    /// <summary>External coherence.</summary>
    public EventMatrix Coe { get; private set; } = null!;

    /// <summary>External from-reads.</summary>
    public EventMatrix Fre { get; private set; } = null!;

    /// <summary>Computes them. A read whose source is not there communicates with nobody.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="loose">A read that is taken to read from nobody, and still misses what comes after its source; -1 for none.</param>
    public void Gather(ExecutionGraph graph, int loose = -1)
    {
        int count = 0;
        foreach (int slot in graph.Present)
        {
            count = slot + 1;
        }

        Pool.Begin(count);
        HasWalks = false;
        (R, W, M) = (Pool.EmptySet(), Pool.EmptySet(), Pool.EmptySet());
        (PoLoc, Rf, Co, Fr) = (Pool.Empty(), Pool.Empty(), Pool.Empty(), Pool.Empty());
        GatherThreads(graph);
        for (int l = 0; l < graph.LocationCount; l++)
        {
            for (int w = graph.Last(l); w >= 0; w = graph.Events[w].CoherencePrevious)
            {
                int next = graph.Events[w].CoherenceNext;
                if (next >= 0)
                {
                    Co.Row(next).CopyTo(Co.Row(w));
                    Co.Add(w, next);
                }
            }
        }

        foreach (int slot in graph.Present)
        {
            ref GraphEvent e = ref graph.Events[slot];
            if (e.Kind == EventKind.Read)
            {
                GatherRead(graph, slot, ref e, loose);
            }
        }

        Rfe = External(Rf, graph);
        foreach (int slot in graph.Present)
        {
            ref GraphEvent e = ref graph.Events[slot];
            if (e.Kind == EventKind.Read && e.Source >= 0 && graph.Has(e.Source) && graph.Events[e.Source].IsWalk)
            {
                Rfe.Add(e.Source, slot);
            }
        }

        Coe = External(Co, graph);
        Fre = External(Fr, graph);
    }

    /// <summary>The pairs between different threads.</summary>
    public EventMatrix External(EventMatrix matrix, ExecutionGraph graph)
    {
        EventMatrix result = Pool.Copy(matrix);
        foreach (int slot in graph.Present)
        {
            Span<ulong> row = result.Row(slot);
            if (IsWalkRead(ref graph.Events[slot]))
            {
                continue;
            }

            ReadOnlySpan<ulong> own = _threads[graph.Events[slot].Thread].Words;
            for (int i = 0; i < row.Length; i++)
            {
                row[i] &= ~own[i];
            }
        }

        return result;
    }

    /// <summary>The pairs within one thread.</summary>
    public EventMatrix Internal(EventMatrix matrix, ExecutionGraph graph)
    {
        EventMatrix result = Pool.Copy(matrix);
        foreach (int slot in graph.Present)
        {
            Span<ulong> row = result.Row(slot);
            if (IsWalkRead(ref graph.Events[slot]))
            {
                row.Clear();
                continue;
            }

            ReadOnlySpan<ulong> own = _threads[graph.Events[slot].Thread].Words;
            for (int i = 0; i < row.Length; i++)
            {
                row[i] &= own[i];
            }
        }

        return result;
    }

    private static bool IsWalkRead(ref GraphEvent e) => e.IsWalk && e.Kind == EventKind.Read;

    private void GatherThreads(ExecutionGraph graph)
    {
        for (int t = 0; t < graph.ThreadCount; t++)
        {
            _threads[t].Reset(Pool.Count);
            for (int i = 0; i < graph.ThreadLength(t); i++)
            {
                int slot = graph.SlotAt(t, i);
                if (graph.Has(slot))
                {
                    GatherEvent(graph, slot, i);
                }
            }
        }
    }

    private void GatherEvent(ExecutionGraph graph, int slot, int index)
    {
        ref GraphEvent e = ref graph.Events[slot];
        HasWalks |= e.IsWalk;
        if (!IsWalkRead(ref e))
        {
            _threads[e.Thread].Add(slot);
        }

        if (!e.IsAccess)
        {
            return;
        }

        (e.Kind == EventKind.Read ? R : W).Add(slot);
        M.Add(slot);
        for (int i = 0; i < index; i++)
        {
            int p = graph.SlotAt(e.Thread, i);
            if (graph.Has(p) && graph.Events[p].IsAccess && graph.Events[p].Location == e.Location && !IsWalkRead(ref e) && !IsWalkRead(ref graph.Events[p]))
            {
                PoLoc.Add(p, slot);
            }
        }
    }

    private void GatherRead(ExecutionGraph graph, int slot, ref GraphEvent e, int loose)
    {
        int next;
        if (e.Source >= 0)
        {
            if (!graph.Has(e.Source))
            {
                return;
            }

            if (slot != loose)
            {
                Rf.Add(e.Source, slot);
            }

            next = graph.Events[e.Source].CoherenceNext;
        }
        else
        {
            next = graph.First(e.Location);
        }

        bool mayBeCached = e.IsWalk && e.Outcome != WalkOutcome.Uncacheable;
        if (next >= 0 && !mayBeCached)
        {
            Co.Row(next).CopyTo(Fr.Row(slot));
            Fr.Add(slot, next);
        }
    }
}
