using Racewalk.Executions;
using Racewalk.Exploration.Clocks;
using Racewalk.Programs;

namespace Racewalk.Exploration.Graphs;

/// <content>
/// Where the write of a read-modify-write was left out, or a conditional one stands as failed, the graph can become an execution only by a revisit whose prefix has something that comes behind it in its
/// thread, and not what is not there: the write, or the read that stands as failed. Once nothing of the kind can come any more the graph is given up. See docs/engine.md.
/// </content>
internal sealed partial class GraphSearch
{
    private enum Use
    {
        /// <summary>There may be such a revisit.</summary>
        Possible,

        /// <summary>The thread has to go on before it can be said.</summary>
        Open,

        /// <summary>There is none.</summary>
        None,
    }

    /// <summary>Whether the graph, where something stands for what is not there, is of no use; if it cannot be said yet, <paramref name="first"/> is the thread that has to go on, else -1.</summary>
    private bool IsUseless(out int first)
    {
        first = -1;
        if (!LooksAhead)
        {
            return false;
        }

        foreach (int slot in Graph.RmwReads)
        {
            ref GraphEvent read = ref Graph.Events[slot];
            if (!read.IsProvisional && !(_level.LeftOut > 0 && IsLeftOut(ref read) && IsPlaceTakenByOlder(ref read) && IsBeforeLaterRmws(slot)))
            {
                continue;
            }

            if ((!read.IsProvisional && IsTakenForGood(ref read)) || IsLostCause(ref read))
            {
                return true;
            }

            switch (UseOf(slot))
            {
                case Use.None:
                    return true;
                case Use.Open when first < 0:
                    first = read.Thread;
                    break;
            }
        }

        return false;
    }

    private Use UseOf(int slot)
    {
        ref GraphEvent read = ref Graph.Events[slot];
        int thread = read.Thread;
        ref GraphCursor c = ref _level.Cursors[thread];

        // What has what is not there in its prefix whatever is read behind it; the reads that have not.
        EventSet behind = default;
        behind.Add(read.IsProvisional ? slot : read.Partner);
        EventSet bound = behind;
        EventSet free = default;
        for (int i = read.Index + 2; i < c.Index; i++)
        {
            int next = _slots.TryGet(thread, i);
            if (!Graph.Has(next))
            {
                continue;
            }

            ref GraphEvent e = ref Graph.Events[next];
            if (e.Stamp < read.Stamp || e.IsWalk)
            {
                return Use.Possible;
            }

            bool isBehind = IsBehind(ref e, behind, bound) || (e.Kind == EventKind.Read && !(Graph.ReadsOf(e.Location) & behind).IsEmpty && IsReadOfOthers(ref e));
            switch (e.Kind)
            {
                case EventKind.Read when isBehind:
                    bound.Add(next);
                    if (!e.IsRmw)
                    {
                        behind.Add(next);
                    }

                    break;
                case EventKind.Read:
                    // What was left out has its orders.
                    if (e.IsRmw && !Graph.Has(_slots.TryGet(thread, i + 1)) && (e.Partner < 0 || !IsBehind(ref Graph.Events[e.Partner], behind, bound)))
                    {
                        return Use.Possible;
                    }

                    free.Add(next);
                    break;
                case EventKind.Fence:
                    break;
                case EventKind.Write when isBehind && (e.AddressReads & free).IsEmpty:
                    break;
                default:
                    return Use.Possible;
            }
        }

        return UseOfRest(thread, behind, bound, free);
    }

    private static bool IsBehind(ref GraphEvent e, EventSet behind, EventSet bound) =>
        !(OwnReasons(ref e) & bound).IsEmpty || !(e.LocalOrder & behind).IsEmpty;

    /// <summary>What <see cref="UseOf"/> is, as far as what a thread has still to do is concerned.</summary>
    private Use UseOfRest(int thread, EventSet behind, EventSet bound, EventSet free)
    {
        ref GraphCursor c = ref _level.Cursors[thread];
        if (c.Node < 0 || c.State is not (CursorState.Running or CursorState.Finished or CursorState.Blocked))
        {
            return Use.Possible;
        }

        EventSet control = ControlAt(thread);
        OperationKind kind = _tree.Nodes[c.Node].Kind;
        if (!(control & free).IsEmpty || (c.State == CursorState.Blocked && kind != OperationKind.Blocked))
        {
            return Use.Possible;
        }

        if (c.State != CursorState.Running || !(control & bound).IsEmpty)
        {
            return Use.None;
        }

        if (!MayAsk(thread))
        {
            return Use.Possible;
        }

        bool plain = HasPlainAccess(thread);
        if ((OrderOfNext(EventKind.Write, thread, control, plain) & behind).IsEmpty)
        {
            return Use.Open;
        }

        NoteMarked(thread, plain);
        return Use.None;
    }

    /// <summary>Whether a read can only read what other threads wrote: its own thread has not written to the location before.</summary>
    private bool IsReadOfOthers(ref GraphEvent read)
    {
        for (int i = 0; i < read.Index; i++)
        {
            ref GraphEvent e = ref Graph.Events[_slots.TryGet(read.Thread, i)];
            if (e.Kind == EventKind.Write && !e.IsVoid && e.Location == read.Location)
            {
                return false;
            }
        }

        return true;
    }
}
