using Racewalk.Executions;
using Racewalk.Exploration.Clocks;
using Racewalk.Exploration.Paths;
using Racewalk.Programs;

namespace Racewalk.Exploration.Graphs;

/// <content>
/// Executions that differ in their last event only. The event stays where it is and gets its alternatives in turn, which is what going back and forward again would come to.
/// </content>
internal sealed partial class GraphSearch
{
    /// <summary>No thread can run: visits this execution, and those that differ in the choice of the last event, until one of them goes on (true) or none is left.</summary>
    private bool VisitLast()
    {
        Leaf();
        if (_frameCount == 0 || _level.Steps.Count == 0)
        {
            return false;
        }

        ref Frame f = ref _frames[_frameCount - 1];
        GraphStep step = _level.Steps[^1];
        if (f.IsClosed || f.Count != _level.Steps.Count - 1 || step.Slot < 0 || Graph.LastOf(step.Thread) != step.Slot
            || Graph.Events[step.Slot] is { IsRmw: true } or { IsWalk: true })
        {
            return false;
        }

        return f.Kind switch
        {
            FrameKind.Read => VisitSources(ref f, in step),
            FrameKind.Write => VisitPlaces(ref f, in step),
            _ => false,
        };
    }

    private bool VisitSources(ref Frame f, in GraphStep step)
    {
        ref GraphEvent e = ref Graph.Events[step.Slot];
        ref PathNode n = ref _tree.Nodes[e.Node];
        while (f.Cursor >= 0 && !_tally.Stop)
        {
            f.Cursor = Graph.Events[f.Cursor].CoherencePrevious;
            ulong value = SourceValue(e.Node, f.Cursor);
            if (n.Await != AwaitKind.None && !n.Satisfies(value))
            {
                continue;
            }

            _level.Closure.Undo(step.Mark);
            e.Source = f.Cursor;
            if (!IsStillConsistent(step.Slot))
            {
                if (_model.IsOneOrder)
                {
                    f.Cursor = -1;
                }

                continue;
            }

            f.Tried++;
            SetRead(step.Slot, value);
            ref GraphCursor c = ref _level.Cursors[step.Thread];
            c = step.Cursor;
            c.Index++;
            Continue(step.Thread, step.Slot);
            bool goesOn = Pick() >= 0;
            if (goesOn || _checksInvariants)
            {
                e.Prefix = _model.Prefix(Graph, step.Slot);
                SetPast(ref e);
            }

            if (goesOn)
            {
                return true;
            }

            Leaf();
        }

        return false;
    }

    private bool VisitPlaces(ref Frame f, in GraphStep step)
    {
        ref GraphEvent e = ref Graph.Events[step.Slot];
        while (f.Cursor >= 0 && !_tally.Stop)
        {
            f.Cursor = Graph.Events[f.Cursor].CoherencePrevious;
            _level.Closure.Undo(step.Mark);
            Graph.Unlink(step.Slot);
            bool isTaken = IsTaken(f.Cursor, e.Location);
            Graph.Link(step.Slot, f.Cursor);
            if (!isTaken && IsStillConsistent(step.Slot))
            {
                f.Tried++;
                Leaf();
            }
            else if (!isTaken && _model.IsOneOrder)
            {
                f.Cursor = -1;
            }
        }

        return false;
    }
}
