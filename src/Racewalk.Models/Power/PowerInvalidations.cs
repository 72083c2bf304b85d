using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// Power's invalidations (docs/models/translation.md, 4.1, p4 and p5): for each complete one and each walk's read in its scope, either the read came after it, and misses
/// nothing that was visible before it; or the read, and what used it, are performed before all that is behind the completion.
/// </summary>
/// <remarks>
/// The first adds no order, so it is taken unless it is refuted; the second then adds order, which can refute others. The least fixed point decides, without a
/// choice. It judges complete graphs, as what it orders may be added after what it leads to; only that the read itself is performed before can be said earlier,
/// and must be, or a thread that tries again by an old entry goes round for ever (as for <see cref="SettledInvalidations"/>). Not thread-safe.
/// </remarks>
internal sealed class PowerInvalidations
{
    private readonly List<(int Invalidation, int Read)> _open = [];

    /// <summary>Whether a graph, complete or not, agrees with what cannot change any more. To be asked when <paramref name="order"/> has the graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="relations">Those of the graph.</param>
    /// <param name="order">That of the graph.</param>
    public bool AreSettled(ExecutionGraph graph, GraphRelations relations, PowerOrder order)
    {
        FindPairs(graph);
        EventMatrix? performed = null;
        foreach ((int invalidation, int read) in _open)
        {
            if (MissesWhatWasVisible(graph, relations, order, invalidation, read))
            {
                AddBehind(graph, invalidation, read, performed ??= new EventMatrix(relations.Pool.Count));
            }
        }

        if (performed is null)
        {
            return true;
        }

        relations.Gather(graph);
        return order.IsPropagated(graph, relations, null, performed);
    }

    /// <summary>Whether a complete graph is consistent with its invalidations.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="relations">Scratch space.</param>
    /// <param name="order">Scratch space.</param>
    /// <param name="assumed">What is ordered besides as by a full barrier; null for nothing.</param>
    public bool Accept(ExecutionGraph graph, GraphRelations relations, PowerOrder order, EventMatrix? assumed)
    {
        FindPairs(graph);
        if (_open.Count == 0 && assumed is null)
        {
            return true;
        }

        relations.Gather(graph);
        var fences = new EventMatrix(relations.Pool.Count);
        var performed = new EventMatrix(relations.Pool.Count);
        if (assumed is not null)
        {
            fences.CopyFrom(assumed);
        }

        while (order.IsPropagated(graph, relations, fences, performed))
        {
            if (_open.RemoveAll(p => IsBefore(graph, relations, order, p.Invalidation, p.Read, fences, performed)) == 0)
            {
                return true;
            }

            relations.Gather(graph);
        }

        return false;
    }

    private static bool IsBefore(
        ExecutionGraph graph, GraphRelations relations, PowerOrder order, int invalidation, int read, EventMatrix fences, EventMatrix performed)
    {
        if (!MissesWhatWasVisible(graph, relations, order, invalidation, read))
        {
            return false;
        }

        AddBehind(graph, invalidation, read, performed);
        EventSet users = InvalidationUsers.Of(graph, read);
        if (graph.Events[read].Thread != graph.Events[invalidation].Thread)
        {
            users.Remove(read);
        }

        foreach (int user in users)
        {
            if (graph.Events[user].IsAccess)
            {
                AddBehind(graph, invalidation, user, fences);
            }
        }

        return true;
    }

    private void FindPairs(ExecutionGraph graph)
    {
        _open.Clear();
        foreach (int i in graph.Present)
        {
            ref GraphEvent e = ref graph.Events[i];
            if (e.Kind != EventKind.Invalidate || Completion(graph, ref e) < 0)
            {
                continue;
            }

            var scope = InvalidationScope.Unpack(e.Value);
            foreach (int slot in graph.Present)
            {
                ref GraphEvent t = ref graph.Events[slot];
                if (t.Kind == EventKind.Read && t.IsWalk && scope.Covers(t.Tag) && (!e.IsLocal || t.Thread == e.Thread))
                {
                    _open.Add((i, slot));
                }
            }
        }
    }

    /// <summary>fin(i): the place of the ptesync that completes it, behind eieio and tlbsync if it is broadcast; -1 if there is none.</summary>
    private static int Completion(ExecutionGraph graph, ref GraphEvent i)
    {
        FenceKind[] sequence = i.IsLocal ? [FenceKind.DsbFull] : [FenceKind.Eieio, FenceKind.TlbSync, FenceKind.DsbFull];
        int next = 0;
        for (int index = i.Index + 1; index < graph.ThreadLength(i.Thread); index++)
        {
            int slot = graph.SlotAt(i.Thread, index);
            if (graph.Has(slot) && graph.Events[slot].Kind == EventKind.Fence && graph.Events[slot].Fence == sequence[next] && ++next == sequence.Length)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>fr;bef: the read misses a write that a ptesync before the invalidation has made visible, be it its thread's or one that reached it.</summary>
    private static bool MissesWhatWasVisible(ExecutionGraph graph, GraphRelations relations, PowerOrder order, int invalidation, int read)
    {
        ref GraphEvent i = ref graph.Events[invalidation];
        EventSet visible = BeforeBarrier(graph, ref i);
        ref GraphEvent t = ref graph.Events[read];
        for (int w = graph.After(t.Source, t.Location); w >= 0; w = graph.Events[w].CoherenceNext)
        {
            if (visible.Contains(w))
            {
                return true;
            }

            foreach (int seen in visible)
            {
                if (order.Prop[w, seen] || relations.Rfe[w, seen])
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static EventSet BeforeBarrier(ExecutionGraph graph, ref GraphEvent i)
    {
        EventSet accesses = default;
        EventSet visible = default;
        for (int index = 0; index < i.Index; index++)
        {
            int slot = graph.SlotAt(i.Thread, index);
            if (!graph.Has(slot))
            {
                continue;
            }

            if (graph.Events[slot].IsAccess)
            {
                accesses.Add(slot);
            }
            else if (graph.Events[slot].Kind == EventKind.Fence && graph.Events[slot].Fence == FenceKind.DsbFull)
            {
                visible = accesses;
            }
        }

        return visible;
    }

    /// <summary>Orders an event before all that is behind the completion.</summary>
    private static void AddBehind(ExecutionGraph graph, int invalidation, int before, EventMatrix order)
    {
        ref GraphEvent i = ref graph.Events[invalidation];
        for (int index = Completion(graph, ref i) + 1; index < graph.ThreadLength(i.Thread); index++)
        {
            int slot = graph.SlotAt(i.Thread, index);
            if (graph.Has(slot) && graph.Events[slot].IsAccess)
            {
                order.Add(before, slot);
            }
        }
    }
}
