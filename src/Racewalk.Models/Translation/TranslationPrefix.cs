using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// The direct predecessors in the causal prefix with translation: as <see cref="DependencyPrefix"/>, and besides all walks of the CPU before an event,
/// since by what they read they decide what exists. What a walk reads from is before it, whoever wrote it.
/// </summary>
/// <remarks>
/// Faults and invalidations are no part of it unless by order: an acquire or a DMB is ordered before a fault and not before a later update by the hardware, and
/// what the operand of an invalidation comes from is not before a later store.
/// </remarks>
internal static class TranslationPrefix
{
    public static EventSet Of(ExecutionGraph graph, int slot)
    {
        ref GraphEvent e = ref graph.Events[slot];
        EventSet prefix = e.LocalOrder | e.AddressReads | e.DataReads | e.ControlReads;
        for (int i = 0; i < e.Index; i++)
        {
            int p = graph.SlotAt(e.Thread, i);
            ref GraphEvent before = ref graph.Events[p];
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
        if (e.Source >= 0 && IsForwarded(ref e, ref graph.Events[e.Source]))
        {
            ref GraphEvent w = ref graph.Events[e.Source];
            prefix = w.AddressReads | w.DataReads | w.ControlReads;
            from = w.Index + 1;
        }
        else if (e.Source >= 0)
        {
            prefix.Add(e.Source);
        }

        for (int i = from; i < e.Index && !e.IsWalk; i++)
        {
            int p = graph.SlotAt(e.Thread, i);
            ref GraphEvent before = ref graph.Events[p];
            if (before.IsAccess && !before.IsVoid && !before.IsWalk && before.Location == e.Location)
            {
                prefix.Add(p);
            }
        }

        return prefix;
    }

    /// <summary>Whether a read may take a write of its own thread before that is performed: explicit accesses only.</summary>
    public static bool IsForwarded(ref GraphEvent read, ref GraphEvent write) => read.Thread == write.Thread && !read.IsWalk && !write.IsWalk;
}
