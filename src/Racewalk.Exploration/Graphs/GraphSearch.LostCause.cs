using Racewalk.Executions;
using Racewalk.Exploration.Clocks;

namespace Racewalk.Exploration.Graphs;

/// <content>What must be deleted before a graph can become an execution, and can neither be deleted nor kept.</content>
internal sealed partial class GraphSearch
{
    /// <summary>
    /// Whether what must be deleted, the read that stands as failed or the older operation that took the write's place, is before something that can neither be deleted, as it misses an older write, nor
    /// kept, as what is before it is kept with it.
    /// </summary>
    private bool IsLostCause(ref GraphEvent read)
    {
        EventSet deleted = default;
        int stamp = read.Stamp;
        if (read.IsProvisional)
        {
            deleted.Add(_slots.TryGet(read.Thread, read.Index));
        }
        else
        {
            AddTaker(ref deleted, ref read);
            foreach (int slot in deleted)
            {
                stamp = Math.Min(stamp, Graph.Events[slot].Stamp);
            }
        }

        foreach (int slot in Graph.Present)
        {
            ref GraphEvent e = ref Graph.Events[slot];
            if (e.Stamp > stamp && e.IsAccess && !(e.Past & deleted).IsEmpty && MissesOlder(slot) && IsBeforeLaterRmws(slot))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a read, or a write that has a choice, comes before an older write in coherence.</summary>
    private bool MissesOlder(int slot)
    {
        ref GraphEvent e = ref Graph.Events[slot];
        return e.Kind == EventKind.Read
            ? !e.IsWalk && !IsConditional(e.Node) && (e.Source < 0 || Graph.Has(e.Source)) && !IsLastOf(Graph.After(e.Source, e.Location), ref e, default)
            : !e.IsRmw && !IsLastOf(e.CoherenceNext, ref e, default);
    }

    /// <summary>Whether an access is in the prefix of all later read-modify-writes of its thread, those to come as well.</summary>
    private bool IsBeforeLaterRmws(int slot)
    {
        ref GraphEvent e = ref Graph.Events[slot];
        foreach (int later in Graph.RmwReads & _slots.Of(e.Thread))
        {
            if (Graph.Events[later].Index > e.Index && !Graph.Events[later].Past.Contains(slot))
            {
                return false;
            }
        }

        ref GraphCursor c = ref _level.Cursors[e.Thread];
        if (c.State == CursorState.Finished)
        {
            return true;
        }

        EventSet control = ControlAt(e.Thread);
        return control.Contains(slot) || (MayAsk(e.Thread) && OrderOfNext(EventKind.Read, e.Thread, control, plain: false).Contains(slot));
    }
}
