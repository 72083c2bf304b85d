using Racewalk.Executions;
using Racewalk.Exploration.Clocks;
using Racewalk.Exploration.Paths;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Exploration.Graphs;

/// <content>
/// Executions that differ in their last event only. The event stays where it is and gets its alternatives in turn, which is what going back and forward again would come to. Where the model keeps an order
/// a bound says which those are, or some of them; the closure is brought up to date when something follows.
/// </content>
internal sealed partial class GraphSearch
{
    private CandidateBound _bound;

    /// <summary>No thread can run: visits this execution, and those that differ in the choice of the last event, until one of them goes on (true) or none is left.</summary>
    private bool VisitLast()
    {
        bool isWhole = IsWhole();
        if (isWhole)
        {
            Leaf(_ends.Worst());
        }

        if (_frameCount == 0 || _level.Steps.Count == 0)
        {
            return false;
        }

        ref Frame f = ref _frames[_frameCount - 1];
        ref readonly GraphStep step = ref _level.Steps.Top;
        if (f.IsClosed || f.Cursor < 0 || f.Count != _level.Steps.Count - 1 || step.Slot < 0 || Graph.LastOf(step.Thread) != step.Slot
            || Graph.Events[step.Slot] is { IsRmw: true, Kind: EventKind.Write } or { IsWalk: true } || f.Kind is not (FrameKind.Read or FrameKind.Write))
        {
            return false;
        }

        if (_keepsClosure)
        {
            _level.Closure.Undo(step.Mark);
            _bound = _model.BoundOf(Graph, _level.Closure, step.Slot);
        }

        return f.Kind == FrameKind.Read ? VisitSources(ref f, in step, isWhole) : VisitPlaces(ref f, in step, isWhole);
    }

    private bool VisitSources(ref Frame f, in GraphStep step, bool isWhole)
    {
        ref GraphEvent e = ref Graph.Events[step.Slot];
        ref PathNode n = ref _tree.Nodes[e.Node];
        ref GraphCursor c = ref _level.Cursors[step.Thread];
        ThreadStatus others = isWhole ? _ends.WorstBut(step.Thread) : ThreadStatus.Finished;
        while (!_tally.Stop && NextCandidate(f.Cursor) is { } source)
        {
            ulong value = SourceValue(e.Node, source);
            if (e.IsRmw && n.Writes(value) && IsTaken(source, e.Location))
            {
                // Whether it may write there is asked when the read is taken back.
                return false;
            }

            f.Cursor = source;
            if (n.Await != AwaitKind.None && !n.Satisfies(value))
            {
                continue;
            }

            e.Source = source;
            if (!Fits(in step))
            {
                if (_model.RefusesOlder(Graph, _level.Closure, step.Slot))
                {
                    break;
                }

                continue;
            }

            f.Tried++;
            SetRead(step.Slot, value);
            c = step.Cursor;
            c.Index++;
            AfterRead(step.Thread, step.Slot);
            bool goesOn = c.State <= CursorState.MustWrite;
            if (goesOn || _checksInvariants)
            {
                e.Prefix = _model.Prefix(Graph, step.Slot);
                SetPast(ref e);
            }

            if (goesOn)
            {
                Renew(in step);
                return true;
            }

            if (isWhole)
            {
                ThreadStatus own = _ends.Of(step.Thread);
                Leaf(own > others ? own : others);
            }
        }

        EndCandidates(ref f, in step);
        return false;
    }

    private bool VisitPlaces(ref Frame f, in GraphStep step, bool isWhole)
    {
        ref GraphEvent e = ref Graph.Events[step.Slot];
        ThreadStatus worst = isWhole ? _ends.Worst() : ThreadStatus.Finished;
        while (!_tally.Stop && NextCandidate(f.Cursor) is { } place)
        {
            f.Cursor = place;
            Graph.Unlink(step.Slot);
            bool isTaken = IsTaken(place, e.Location);
            Graph.Link(step.Slot, place);
            if (!isTaken && Fits(in step))
            {
                f.Tried++;
                if (isWhole)
                {
                    Leaf(worst);
                }
            }
        }

        EndCandidates(ref f, in step);
        return false;
    }

    private int? NextCandidate(int write) => _keepsClosure ? _bound.After(write, Graph) : write < 0 ? null : Graph.Events[write].CoherencePrevious;

    private void EndCandidates(ref Frame f, in GraphStep step)
    {
        if (_tally.Stop)
        {
            return;
        }

        if (_checksInvariants && f.Cursor >= 0)
        {
            CheckRefused(f.Cursor, in step);
        }

        f.Cursor = -1;
    }

    private void CheckRefused(int last, in GraphStep step)
    {
        int slot = step.Slot;
        ref GraphEvent e = ref Graph.Events[slot];
        int place = e.CoherencePrevious;
        int refused = Graph.Events[last].CoherencePrevious;
        _level.Closure.Undo(step.Mark);
        if (e.Kind == EventKind.Read)
        {
            e.Source = refused;
            InvariantException.Require(!IsStillConsistent(slot), "what the bound of the candidates refuses is inconsistent", slot);
            return;
        }

        Graph.Unlink(slot);
        bool isTaken = IsTaken(refused, e.Location);
        Graph.Link(slot, refused);
        InvariantException.Require(isTaken || !IsStillConsistent(slot), "what the bound of the candidates refuses is inconsistent", slot);
        Graph.Unlink(slot);
        Graph.Link(slot, place);
    }

    /// <summary>Whether the last event can have the source, or the place, that it was given.</summary>
    private bool Fits(in GraphStep step)
    {
        bool isAllowed = _isOneOrder || (_keepsClosure && _bound.Allows(Graph, step.Slot));
        if (isAllowed && !_checksInvariants)
        {
            return true;
        }

        _level.Closure.Undo(step.Mark);
        bool fits = IsStillConsistent(step.Slot);
        InvariantException.Require(fits || !isAllowed, "what the bound of the candidates allows is consistent", step.Slot);
        return fits;
    }

    /// <summary>Brings the closure up to date for what follows.</summary>
    private void Renew(in GraphStep step)
    {
        if (_keepsClosure)
        {
            _level.Closure.Undo(step.Mark);
            IsStillConsistent(step.Slot);
        }
    }
}
