using Racewalk.Executions;
using Racewalk.Exploration.Clocks;
using Racewalk.Exploration.Paths;

namespace Racewalk.Exploration.Graphs;

/// <content>Adding writes.</content>
internal sealed partial class GraphSearch
{
    /// <summary>Adds a write at a coherence place if that is consistent.</summary>
    private bool TryAddWrite(int thread, int place)
    {
        int slot = PrepareWrite(thread);
        Graph.Link(slot, place);
        Commit(slot);
        if (!ChangesKeptOrder(slot) && !AliasesKept(slot) && IsStillConsistent(slot))
        {
            SetPast(ref Graph.Events[slot]);
            AfterWrite(thread, slot);
            return true;
        }

        Undo();
        return false;
    }

    /// <summary>The same for a frame's write.</summary>
    private bool TryAddWrite(ref Frame f, int place)
    {
        f.HasOrders = TryAddWrite(f.Thread, place);
        f.Tried += f.HasOrders ? 1 : 0;
        return f.HasOrders;
    }

    /// <summary>The write, or send, of a frame, not part of the graph, with its orders.</summary>
    private int TakeBack(ref Frame f)
    {
        int thread = f.Thread;
        if (f.HasOrders)
        {
            int before = _slots.TryGet(thread, _level.Cursors[thread].Index);
            ref GraphEvent e = ref Graph.Events[before];
            e.CoherencePrevious = e.CoherenceNext = -1;
            return before;
        }

        int slot = f.Kind == FrameKind.Send ? Prepare(thread, EventKind.Send) : PrepareWrite(thread);
        SetOrders(slot);
        _level.NextStamp = Graph.Events[slot].Stamp;
        f.HasOrders = f.Kind == FrameKind.Write;
        return slot;
    }

    /// <summary>
    /// Whether a read-modify-write that fills a hole writes, and its write orders something that was kept as if it did not: then that would have
    /// been kept with it. The execution is found the other way.
    /// </summary>
    private bool ChangesKeptOrder(int slot)
    {
        ref GraphEvent w = ref Graph.Events[slot];
        if (!w.IsRmw || !HasEventFrom(w.Thread, w.Index + 1))
        {
            return false;
        }

        for (int i = w.Index + 1; i < _slots.Length(w.Thread); i++)
        {
            int kept = _slots.TryGet(w.Thread, i);
            if (Graph.Has(kept) && _model.LocalOrder(Graph, kept).Contains(slot) && !Graph.Events[kept].LocalOrder.Contains(slot))
            {
                return true;
            }
        }

        return false;
    }

    private int PrepareWrite(int thread)
    {
        bool isRmw = _level.Cursors[thread].State == CursorState.MustWrite;
        int slot = Prepare(thread, EventKind.Write);
        ref GraphEvent e = ref Graph.Events[slot];
        ref PathNode n = ref _tree.Nodes[e.Node];
        if (isRmw)
        {
            e.Partner = _slots.TryGet(thread, e.Index - 1);
            e.Value = _tree.Result(e.Node, Graph.Events[e.Partner].Value);
        }
        else
        {
            e.Value = n.Operand;
        }

        return slot;
    }

    private void AfterWrite(int thread, int slot)
    {
        ref GraphEvent e = ref Graph.Events[slot];
        Continue(thread, e.IsRmw ? e.Partner : slot);
    }
}
