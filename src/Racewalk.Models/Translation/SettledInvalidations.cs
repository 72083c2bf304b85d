using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// Orders between invalidations and walks' reads that leave nothing to choose and cannot be mended by what is added later, so that incomplete graphs can be refused
/// for them: a read that misses a write which is before an invalidation was itself before that (docs/models/translation.md, 2.2: <c>inv</c>, since <c>after</c>
/// would make the invalidation be before the write).
/// </summary>
/// <remarks>
/// Only the read itself is ordered, not what uses it: that is added after the read, and would be refused whatever it is. A read that is added
/// coherence-last misses nothing, and what is ordered behind an invalidation is added with no order out of it; so the check is extensible (docs/engine.md).
/// Without it a thread that faults on a stale entry and tries again goes round for ever in graphs that only the check of complete ones refuses.
/// </remarks>
internal static class SettledInvalidations
{
    /// <summary>Adds to what is directly before each event.</summary>
    /// <param name="graph">The graph, complete or not.</param>
    /// <param name="order">What is directly before each event.</param>
    /// <param name="past">All that is before each event.</param>
    /// <returns>Whether there was anything to add.</returns>
    public static bool Add(ExecutionGraph graph, TranslationOrder order, EventSet[] past)
    {
        bool isAdded = false;
        foreach (int i in graph.Present)
        {
            if (graph.Events[i].Kind == EventKind.Invalidate)
            {
                EventSet reads = SettledReads(graph, ref graph.Events[i], past[i]);
                isAdded |= !reads.IsEmpty && AddBehind(graph, order, i, reads);
            }
        }

        return isAdded;
    }

    /// <summary>Whether a graph has anything to look at.</summary>
    public static bool Concern(ExecutionGraph graph)
    {
        foreach (int i in graph.Present)
        {
            if (graph.Events[i].Kind == EventKind.Invalidate)
            {
                return true;
            }
        }

        return false;
    }

    private static EventSet SettledReads(ExecutionGraph graph, ref GraphEvent i, EventSet past)
    {
        EventSet reads = default;
        var scope = InvalidationScope.Unpack(i.Value);
        foreach (int slot in graph.Present)
        {
            ref GraphEvent t = ref graph.Events[slot];
            bool mayBeCached = t.Kind == EventKind.Read && t.IsWalk && t.Outcome != WalkOutcome.Uncacheable && (t.Source < 0 || graph.Has(t.Source));
            if (mayBeCached && scope.Covers(t.Tag) && (!i.IsLocal || t.Thread == i.Thread) && Misses(graph, ref t, past))
            {
                reads.Add(slot);
            }
        }

        return reads;
    }

    private static bool Misses(ExecutionGraph graph, ref GraphEvent read, EventSet writes)
    {
        for (int w = graph.After(read.Source, read.Location); w >= 0; w = graph.Events[w].CoherenceNext)
        {
            if (writes.Contains(w))
            {
                return true;
            }
        }

        return false;
    }

    // What the thread orders behind an invalidation is behind the full DSB that completes it.
    private static bool AddBehind(ExecutionGraph graph, TranslationOrder order, int invalidation, EventSet reads)
    {
        bool isAdded = false;
        foreach (int behind in graph.Present)
        {
            if (graph.Events[behind].LocalOrder.Contains(invalidation))
            {
                order.Before[behind] |= reads;
                isAdded = true;
            }
        }

        return isAdded;
    }
}
