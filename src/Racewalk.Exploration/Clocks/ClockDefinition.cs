using Racewalk.Executions;
using Racewalk.Exploration.Paths;

namespace Racewalk.Exploration.Clocks;

/// <summary>The order that the clocks keep, by its definition (AXIOMS §1): what the incremental clocks are compared with.</summary>
internal static class ClockDefinition<TOrder>
    where TOrder : struct, IClockOrder
{
    /// <summary>The transitive closure of local order, reads-from, coherence, from-reads and interrupts taken.</summary>
    public static LogRelation Order(ClockLog log, PathTree tree)
    {
        int n = log.Count;
        var order = new LogRelation(n);
        for (int to = 0; to < n; to++)
        {
            ref ClockEvent e = ref log.Events[to];
            for (int from = e.ProgramPrevious; from >= 0; from = log.Events[from].ProgramPrevious)
            {
                ref ClockEvent first = ref log.Events[from];
                if (HasClock(ref first, tree) && HasClock(ref e, tree) && IsLocal(ref first, ref e))
                {
                    order.Add(from, to);
                }
            }

            AddCommunication(log, order, to);
            if (TOrder.HasTwins && e.Twin >= 0 && HasClock(ref log.Events[e.Twin], tree) && HasClock(ref e, tree))
            {
                order.Add(e.Twin, to);
            }
        }

        order.Close();
        return order;
    }

    /// <summary>Whether an event takes part in the order; the clocks of others are empty.</summary>
    public static bool HasClock(ref ClockEvent e, PathTree tree) => e.Kind switch
    {
        EventKind.Read or EventKind.Write or EventKind.Send => true,
        EventKind.Poll => e.Source >= 0,
        EventKind.Fence => tree.Nodes[e.Node].Fence is FenceKind.Full or FenceKind.DsbFull or FenceKind.SyncRcu,
        _ => false,
    };

    private static bool IsLocal(ref ClockEvent a, ref ClockEvent b)
    {
        // Nothing is behind a send but what takes it.
        if (a.Kind == EventKind.Send)
        {
            return false;
        }

        bool buffered = TOrder.HasStoreBuffer && a.Kind == EventKind.Write && (a.Flags & EventFlags.Rmw) == 0;
        return !buffered || b.Kind is not (EventKind.Read or EventKind.Poll) || (b.Flags & EventFlags.Rmw) != 0;
    }

    private static void AddCommunication(ClockLog log, LogRelation order, int id)
    {
        ref ClockEvent e = ref log.Events[id];
        if (e.Kind == EventKind.Poll && e.Source >= 0)
        {
            order.Add(e.Source, id);
        }
        else if (e.Kind == EventKind.Write && e.CoherencePrevious >= 0)
        {
            order.Add(e.CoherencePrevious, id);
        }
        else if (e.Kind == EventKind.Read)
        {
            // A CPU's own buffered write is forwarded.
            if (e.Source >= 0 && !(TOrder.HasStoreBuffer && log.Events[e.Source].Thread == e.Thread))
            {
                order.Add(e.Source, id);
            }

            int next = e.Source >= 0 ? log.Events[e.Source].CoherenceNext : log.Locations[e.Location].CoherenceFirst;
            if (next >= 0)
            {
                order.Add(id, next);
            }
        }
    }
}
