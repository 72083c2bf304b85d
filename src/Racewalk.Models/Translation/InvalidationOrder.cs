using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// Whether invalidations and walks' reads can be ordered: a complete graph is accepted if for each completed invalidation and each read in its scope one of "the
/// read was before" and "the read was after" can be chosen such that nothing is before itself (docs/models/translation.md, 2.2: inv, used, again, after).
/// </summary>
/// <remarks>
/// A choice that adds no order is taken at once, one that would close a cycle is not looked at again, and only what is left is tried both ways; most pairs are
/// decided without a branch. Not thread-safe.
/// </remarks>
/// <param name="completion">The barrier that an invalidation's thread must have behind it for the invalidation to be complete.</param>
/// <param name="walksAreLoads">Whether a walk's read has its place in the order (x86) and is not only kept from missing what the invalidation must not (Armv8).</param>
internal sealed class InvalidationOrder(FenceKind completion, bool walksAreLoads = false)
{
    private readonly List<InvalidationPair> _pairs = [];
    private readonly EventSet[] _local = new EventSet[EventSet.Capacity];
    private readonly List<Level> _levels = [];

    /// <summary>Whether the pairs can be ordered, and nothing is before itself without that.</summary>
    /// <param name="graph">A complete graph.</param>
    /// <param name="order">Scratch space for the order.</param>
    /// <param name="assumed">What else is ordered; null for nothing.</param>
    public bool Accept(ExecutionGraph graph, TranslationOrder order, EventMatrix? assumed)
    {
        FindPairs(graph);
        if (_pairs.Count == 0 && assumed is null)
        {
            return true;
        }

        order.Gather(graph, assumed);
        Level first = LevelAt(0);
        first.Open.Clear();
        first.Open.AddRange(_pairs);
        return order.IsAcyclic(graph, first.Past) && Choose(graph, 0);
    }

    private void FindPairs(ExecutionGraph graph)
    {
        _pairs.Clear();
        foreach (int i in graph.Present)
        {
            if (graph.Events[i].Kind == EventKind.Invalidate && IsCompleted(graph, i))
            {
                FindPairs(graph, i);
            }
        }
    }

    private void FindPairs(ExecutionGraph graph, int invalidation)
    {
        ref GraphEvent i = ref graph.Events[invalidation];
        var scope = InvalidationScope.Unpack(i.Value);
        EventSet behind = default;
        if (_pairs.Count == 0)
        {
            CloseLocally(graph);
        }

        foreach (int slot in graph.Present)
        {
            if (graph.Events[slot].LocalOrder.Contains(invalidation))
            {
                behind.Add(slot);
            }
        }

        foreach (int slot in graph.Present)
        {
            ref GraphEvent t = ref graph.Events[slot];
            if (t.Kind == EventKind.Read && t.IsWalk && scope.Covers(t.Tag) && (!i.IsLocal || t.Thread == i.Thread))
            {
                _pairs.Add(new InvalidationPair
                {
                    Invalidation = invalidation,
                    Read = slot,
                    Users = walksAreLoads ? InvalidationUsers.Of(graph, slot) : InvalidationUsers.Of(graph, slot, i.Thread),
                    Behind = behind,
                    Later = walksAreLoads ? slot : graph.After(t.Source, t.Location),
                    MayBeBefore = !_local[slot].Contains(invalidation),
                    MayBeAfter = !_local[invalidation].Contains(slot),
                });
            }
        }
    }

    /// <summary>Iᶜ: the barrier follows in the same thread.</summary>
    private bool IsCompleted(ExecutionGraph graph, int invalidation)
    {
        ref GraphEvent i = ref graph.Events[invalidation];
        for (int index = i.Index + 1; index < graph.ThreadLength(i.Thread); index++)
        {
            int slot = graph.SlotAt(i.Thread, index);
            if (graph.Has(slot) && graph.Events[slot].Kind == EventKind.Fence && graph.Events[slot].Fence == completion)
            {
                return true;
            }
        }

        return false;
    }

    private void CloseLocally(ExecutionGraph graph)
    {
        for (int t = 0; t < graph.ThreadCount; t++)
        {
            for (int index = 0; index < graph.ThreadLength(t); index++)
            {
                int slot = graph.SlotAt(t, index);
                if (!graph.Has(slot))
                {
                    continue;
                }

                EventSet all = graph.Events[slot].LocalOrder & graph.Present;
                foreach (int before in all)
                {
                    all |= _local[before];
                }

                _local[slot] = all;
            }
        }
    }

    private Level LevelAt(int depth)
    {
        if (depth == _levels.Count)
        {
            _levels.Add(new Level());
        }

        return _levels[depth];
    }

    /// <summary>Decides what has one way left, until nothing has; then tries a pair both ways.</summary>
    private bool Choose(ExecutionGraph graph, int depth)
    {
        Level level = LevelAt(depth);
        for (bool isChanged = true; isChanged;)
        {
            isChanged = false;
            for (int p = level.Open.Count - 1; p >= 0; p--)
            {
                InvalidationPair pair = level.Open[p];
                bool isFree = (pair.MayBeAfter && pair.IsAfter(level.Past)) || (pair.MayBeBefore && pair.IsBefore(level.Past));
                bool mayBeBefore = pair.MayBeBefore && pair.CanBeBefore(level.Past);
                bool mayBeAfter = pair.MayBeAfter && pair.CanBeAfter(level.Past);
                if (!isFree && !mayBeBefore && !mayBeAfter)
                {
                    return false;
                }

                if (isFree || !mayBeBefore || !mayBeAfter)
                {
                    level.Open.RemoveAt(p);
                    isChanged |= !isFree;
                    if (!isFree)
                    {
                        Order(graph, in pair, mayBeBefore, level.Past);
                    }
                }
            }
        }

        return level.Open.Count == 0 || Try(graph, depth, isBefore: false) || Try(graph, depth, isBefore: true);
    }

    private bool Try(ExecutionGraph graph, int depth, bool isBefore)
    {
        Level level = LevelAt(depth);
        Level next = LevelAt(depth + 1);
        Array.Copy(level.Past, next.Past, EventSet.Capacity);
        next.Open.Clear();
        next.Open.AddRange(level.Open);
        next.Open.RemoveAt(next.Open.Count - 1);
        Order(graph, level.Open[^1], isBefore, next.Past);
        return Choose(graph, depth + 1);
    }

    private static void Order(ExecutionGraph graph, in InvalidationPair pair, bool isBefore, EventSet[] past)
    {
        if (!isBefore)
        {
            Order(graph, pair.Invalidation, pair.Later, past);
            return;
        }

        foreach (int user in pair.Users)
        {
            foreach (int behind in pair.Behind)
            {
                Order(graph, user, behind, past);
            }
        }
    }

    private static void Order(ExecutionGraph graph, int before, int after, EventSet[] past)
    {
        if (past[after].Contains(before))
        {
            return;
        }

        EventSet more = past[before];
        more.Add(before);
        foreach (int slot in graph.Present)
        {
            if (slot == after || past[slot].Contains(after))
            {
                past[slot] |= more;
            }
        }
    }

    private sealed class Level
    {
        /// <summary>All that is before each event.</summary>
        public EventSet[] Past { get; } = new EventSet[EventSet.Capacity];

        /// <summary>The pairs that are not decided yet.</summary>
        public List<InvalidationPair> Open { get; } = [];
    }
}
