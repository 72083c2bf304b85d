using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// The direct predecessors in the causal prefix, for models with load buffering: the local order, what decided address, data and control, the
/// events of the thread that are no accesses, the source of a read from another thread.
/// </summary>
/// <remarks>
/// A write that is forwarded to a read of its own thread may be performed later: the read needs only what decided the write's address, value and
/// existence. What the thread did to the location before (after a forwarded write) must come before the source in coherence. docs/engine.md says
/// why adding the next event coherence-last is then always consistent.
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
            if (!graph.Events[p].IsAccess && graph.Events[p].Kind != EventKind.Send)
            {
                // Barriers, choices and interrupts taken: they decide what is ordered, and what exists.
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

    /// <summary>Whether a read reads from a write of its own thread, be that present or not.</summary>
    public static bool IsForwarded(ExecutionGraph graph, ref GraphEvent e) => e.Source >= 0 && graph.Events[e.Source].Thread == e.Thread;

    /// <summary>The accesses of the thread to the event's location before it, from a place in program order on.</summary>
    public static EventSet AccessesBefore(ExecutionGraph graph, ref GraphEvent e, int from)
    {
        EventSet accesses = default;
        for (int i = from; i < e.Index; i++)
        {
            int p = graph.SlotAt(e.Thread, i);
            if (graph.Events[p].IsAccess && !graph.Events[p].IsVoid && graph.Events[p].Location == e.Location)
            {
                accesses.Add(p);
            }
        }

        return accesses;
    }
}
