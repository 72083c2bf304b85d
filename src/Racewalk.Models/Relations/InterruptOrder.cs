using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// What inter-processor interrupts order in models that are not multi-copy atomic: the accesses before the send in its CPU, before those after the
/// poll that takes it, as by a strong fence.
/// </summary>
internal static class InterruptOrder
{
    /// <summary>Adds the pairs to a relation.</summary>
    public static void AddTo(EventMatrix strong, ExecutionGraph graph)
    {
        foreach (int slot in graph.Present)
        {
            ref GraphEvent poll = ref graph.Events[slot];
            if (poll.Kind != EventKind.Poll || poll.Source < 0 || !graph.Has(poll.Source))
            {
                continue;
            }

            foreach (int before in BeforeSend(graph, poll.Source))
            {
                AddLater(strong, graph, before, ref poll);
            }
        }
    }

    /// <summary>The accesses before a send, in its CPU or before an interrupt that its CPU took before.</summary>
    private static EventSet BeforeSend(ExecutionGraph graph, int slot)
    {
        ref GraphEvent send = ref graph.Events[slot];
        EventSet accesses = default;
        for (int i = 0; i < send.Index; i++)
        {
            int before = graph.SlotAt(send.Thread, i);
            if (!graph.Has(before))
            {
                continue;
            }

            ref GraphEvent e = ref graph.Events[before];
            if (e.IsAccess)
            {
                accesses.Add(before);
            }
            else if (e.Kind == EventKind.Poll && e.Source >= 0 && graph.Has(e.Source))
            {
                accesses |= BeforeSend(graph, e.Source);
            }
        }

        return accesses;
    }

    private static void AddLater(EventMatrix strong, ExecutionGraph graph, int before, ref GraphEvent poll)
    {
        for (int i = poll.Index + 1; i < graph.ThreadLength(poll.Thread); i++)
        {
            int after = graph.SlotAt(poll.Thread, i);
            if (graph.Has(after) && graph.Events[after].IsAccess)
            {
                strong.Add(before, after);
            }
        }
    }
}
