using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// Power's invalidations (docs/models/translation.md, 4.1, p4 and p5): for each complete one and each walk's read in its scope, either the read came after it, and misses
/// nothing that was visible before it; or what used the read is performed before all that is behind the completion.
/// </summary>
/// <remarks>
/// The first adds no order, so it is taken unless it is refuted; the second then adds order, which can refute others. The least fixed point decides, without a
/// choice. It judges complete graphs: what it orders may be added after what it leads to. Not thread-safe.
/// </remarks>
internal sealed class PowerInvalidations
{
    private readonly List<(int Invalidation, int Read)> _open = [];

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

        EventMatrix? more = assumed;
        while (true)
        {
            relations.Gather(graph);
            if (!order.IsPropagated(graph, relations, more))
            {
                return false;
            }

            int count = _open.Count;
            for (int p = count - 1; p >= 0; p--)
            {
                if (MissesWhatWasVisible(graph, relations, order, _open[p].Invalidation, _open[p].Read))
                {
                    more = Copy(more, relations.Pool.Count, ReferenceEquals(more, assumed));
                    AddBefore(graph, _open[p].Invalidation, _open[p].Read, more);
                    _open.RemoveAt(p);
                }
            }

            if (_open.Count == count)
            {
                return true;
            }
        }
    }

    private static EventMatrix Copy(EventMatrix? matrix, int count, bool isShared)
    {
        if (matrix is not null && !isShared)
        {
            return matrix;
        }

        var copy = new EventMatrix(count);
        if (matrix is not null)
        {
            copy.CopyFrom(matrix);
        }

        return copy;
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

    private static void AddBefore(ExecutionGraph graph, int invalidation, int read, EventMatrix assumed)
    {
        ref GraphEvent i = ref graph.Events[invalidation];
        EventSet users = InvalidationUsers.Of(graph, read);
        if (graph.Events[read].Thread != i.Thread)
        {
            users.Remove(read);
        }

        for (int index = Completion(graph, ref i) + 1; index < graph.ThreadLength(i.Thread); index++)
        {
            int slot = graph.SlotAt(i.Thread, index);
            foreach (int user in users)
            {
                if (graph.Has(slot) && graph.Events[slot].IsAccess && graph.Events[user].IsAccess)
                {
                    assumed.Add(user, slot);
                }
            }
        }
    }
}
