using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// The direct predecessors in the causal prefix, for models with load buffering: the local order, what decided address, data and control, the
/// events of the thread that are no accesses, all its walks (by what they read they decide what exists), the source of a read from another thread.
/// </summary>
/// <remarks>
/// A write that is forwarded to a read of its own thread may be performed later: the read needs only what decided the write's address, value and
/// existence. What the thread did to the location before (after a forwarded write) must come before the source in coherence. docs/engine.md says
/// why adding the next event coherence-last is then always consistent. What a walk reads from is before it, whoever wrote it. Faults and invalidations are
/// no part of the prefix unless by order: an acquire or a DMB is ordered before a fault and not before a later update by the hardware, and what the operand
/// of an invalidation comes from is not before a later store.
/// </remarks>
internal static class DependencyPrefix
{
    public static EventSet Of(ExecutionGraph graph, int slot)
    {
        ref GraphEvent e = ref graph.Events[slot];
        EventSet prefix = e.LocalOrder | e.AddressReads | e.DataReads | e.ControlReads;
        for (int i = 0; i < e.Index; i++)
        {
            int p = graph.SlotAt(e.Thread, i);
            ref GraphEvent before = ref graph.Events[p];

            // Barriers, choices, interrupts taken and walks: they decide what is ordered, and what exists.
            bool decides = before.IsAccess ? before.IsWalk && !before.IsVoid : before.Kind is not (EventKind.Send or EventKind.Invalidate or EventKind.Fault);
            if (decides)
            {
                prefix.Add(p);
            }
        }

        if (e.Kind == EventKind.Poll && e.Source >= 0)
        {
            prefix.Add(e.Source);
        }

        if (e.Kind == EventKind.Read)
        {
            prefix |= OfSource(graph, ref e);
        }

        return prefix;
    }

    private static EventSet OfSource(ExecutionGraph graph, ref GraphEvent e)
    {
        EventSet prefix = default;
        int from = 0;
        if (IsForwarded(graph, ref e))
        {
            ref GraphEvent w = ref graph.Events[e.Source];
            prefix = w.AddressReads | w.DataReads | w.ControlReads;
            from = w.Index + 1;
        }
        else if (e.Source >= 0)
        {
            prefix.Add(e.Source);
        }

        return prefix | AccessesBefore(graph, ref e, from);
    }

    /// <summary>Whether a read reads from a write of its own thread, be that present or not; walks and hardware updates forward nothing.</summary>
    public static bool IsForwarded(ExecutionGraph graph, ref GraphEvent e)
    {
        if (e.Source < 0 || e.IsWalk)
        {
            return false;
        }

        ref GraphEvent w = ref graph.Events[e.Source];
        return w.Thread == e.Thread && !w.IsWalk;
    }

    /// <summary>The explicit accesses of the thread to the event's location before it, from a place in program order on; none before a walk's read.</summary>
    public static EventSet AccessesBefore(ExecutionGraph graph, ref GraphEvent e, int from)
    {
        EventSet accesses = default;
        bool isWalkRead = e.IsWalk && e.Kind == EventKind.Read;
        for (int i = from; i < e.Index && !isWalkRead; i++)
        {
            int p = graph.SlotAt(e.Thread, i);
            ref GraphEvent before = ref graph.Events[p];
            if (before.IsAccess && !before.IsVoid && !before.IsWalk && before.Location == e.Location)
            {
                accesses.Add(p);
            }
        }

        return accesses;
    }
}
