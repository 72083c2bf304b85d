using Racewalk.Executions;
using Racewalk.Exploration.Clocks;
using Racewalk.Exploration.Paths;
using Racewalk.Programs;

namespace Racewalk.Exploration.Graphs;

internal sealed partial class GraphSearch
{
    /// <summary>Cuts back to the newest place with an alternative left and takes it. False if there is none: everything was visited.</summary>
    public bool Backtrack()
    {
        while (_frameCount > 0)
        {
            ref Frame f = ref _frames[_frameCount - 1];
            if (!f.IsClosed)
            {
                Cut(f.Count);
                if (TryNext(ref f))
                {
                    return true;
                }
            }

            Drop();
        }

        return false;
    }

    private bool TryNext(ref Frame f) => f.Kind switch
    {
        FrameKind.Read => TryNextSource(ref f),
        FrameKind.Write => TryNextPlace(ref f) || TryRevisit(_frameCount - 1),
        FrameKind.Send => TryRevisit(_frameCount - 1),
        FrameKind.Choice => TryNextAlternative(ref f),
        FrameKind.Poll => TryNextInterrupt(ref f),
        _ => TryNextRevisitPlace(ref f),
    };

    private bool TryNextSource(ref Frame f)
    {
        int thread = f.Thread;
        ref PathNode n = ref _tree.Nodes[_level.Cursors[thread].Node];
        int last = Graph.Last(n.Location);
        int seen = f.Cursor == -1 ? -1 : Oldest(thread);
        while (f.Cursor == Frame.NoPlace || f.Cursor >= 0)
        {
            int source = f.Cursor == Frame.NoPlace ? last : Graph.Events[f.Cursor].CoherencePrevious;
            f.Cursor = source == seen ? -1 : source;
            ulong value = source >= 0 ? Graph.Events[source].Value : _tree.Initial(n.Location);
            // A value that does not satisfy an await is read from the coherence-last write only: any later write may revisit the read.
            if (source != last && n.Await != AwaitKind.None && !n.Satisfies(value))
            {
                continue;
            }

            if (n.Kind == OperationKind.Rmw && n.Writes(value) && !MayWriteAfter(thread, source))
            {
                continue;
            }

            if (IsTooLate(thread, source))
            {
                InvariantException.Require(!_checksInvariants || !TryAddRead(thread, source, value), "what is known to be overwritten cannot be read", source);
                f.Cursor = -1;
            }
            else if (TryAddRead(thread, source, value))
            {
                f.Tried++;
                return true;
            }
            else if (_refusesOlder)
            {
                f.Cursor = -1;
            }
        }

        return TryForwarded(ref f) || TryProvisional(ref f, last);
    }

    /// <summary>A read may also take what its own thread wrote before with a write that was left out: the write is forwarded, wherever it will be.</summary>
    private bool TryForwarded(ref Frame f)
    {
        int thread = f.Thread;
        if (f.Revisited != -1 || _level.LeftOut == 0)
        {
            return false;
        }

        f.Revisited = 0;
        ref PathNode n = ref _tree.Nodes[_level.Cursors[thread].Node];
        if ((n.Access & Access.Walk) != 0)
        {
            return false;
        }

        int slot = LeftOutWrite(thread, n.Location, _level.Cursors[thread].Index);
        if (slot < 0 || !TryAddRead(thread, slot, Graph.Events[slot].Value))
        {
            return false;
        }

        f.Tried++;
        return true;
    }

    /// <summary>The last write of a location before a place in a thread, if it is one that was left out (<see cref="TrySkipWrite"/>); else -1.</summary>
    private int LeftOutWrite(int thread, int location, int index)
    {
        for (int i = index - 1; i >= 0; i--)
        {
            int slot = _slots.TryGet(thread, i);
            ref GraphEvent e = ref Graph.Events[slot];
            if (e.Kind == EventKind.Write && !e.IsVoid && !e.IsWalk && e.Location == location)
            {
                return Graph.Has(slot) ? -1 : slot;
            }
        }

        return -1;
    }

    /// <summary>
    /// A conditional read-modify-write whose outcome the thread does not branch on at once is also added as if it failed, whatever it reads: what
    /// follows is then not ordered behind a write that a later revisit of the read takes away.
    /// </summary>
    private bool TryProvisional(ref Frame f, int source)
    {
        int thread = f.Thread;
        int node = _level.Cursors[thread].Node;
        if (!IsUnbranched(node, source))
        {
            return false;
        }

        if (!_tree.DependenciesOf(node).Data.IsEmpty)
        {
            // Whether it writes may then follow from a read that load buffering can change after it. Found by comparing with the enumerator: about
            // one such program in a thousand loses an execution. See docs/engine.md.
            _tally.AddBound($"thread {thread}: a conditional atomic that compares with or writes a value read before, and whose outcome is not branched on");
        }

        if (f.Scan != int.MaxValue)
        {
            return false;
        }

        f.Scan = 0;
        if (!TryAddRead(thread, source, SourceValue(node, source), provisional: true))
        {
            return false;
        }

        f.Tried++;
        return true;
    }

    private ulong SourceValue(int node, int source) =>
        source >= 0 ? Graph.Events[source].Value : _tree.Initial(_tree.Nodes[node].Location);

    /// <summary>Whether what follows a conditional read-modify-write that reads a source does not depend on its outcome by control.</summary>
    private bool IsUnbranched(int node, int source)
    {
        int next = IsConditional(node) ? Learn(node, SourceValue(node, source)) : -1;
        return next >= 0
            && HasMore(_tree.Nodes[next].Kind)
            && !_tree.DependenciesOf(next).Control.Contains(_tree.ReadOrdinal(node));
    }

    // When the task has ended its CPU still takes interrupts, which a success would order what they do behind.
    private bool HasMore(OperationKind next) =>
        next is not (OperationKind.Blocked or OperationKind.Failed) && (next != OperationKind.End || _hasHandlers);

    private bool TryNextPlace(ref Frame f)
    {
        int thread = f.Thread;
        ref GraphCursor c = ref _level.Cursors[thread];
        int location = _tree.Nodes[c.Node].Location;
        if (c.State == CursorState.MustWrite)
        {
            return f.Cursor == Frame.NoPlace && TryTakePlace(ref f, _slots.TryGet(thread, c.Index - 1));
        }

        int seen = f.Cursor == -1 ? -1 : Oldest(thread);
        while (f.Cursor == Frame.NoPlace || f.Cursor >= 0)
        {
            int place = f.Cursor == Frame.NoPlace ? Graph.Last(location) : Graph.Events[f.Cursor].CoherencePrevious;
            f.Cursor = place == seen ? -1 : place;
            if (IsTaken(place, location))
            {
                continue;
            }

            if (!IsTooLate(thread, place) && TryAddWrite(ref f, place))
            {
                return true;
            }

            if (EndsAtFirstRefused(thread))
            {
                f.Cursor = -1;
            }
        }

        return false;
    }

    /// <summary>
    /// The last candidate for the next operation of a thread, where only asking the model would tell: by coherence it comes no earlier than what the thread has seen. -1 if that is not at hand.
    /// </summary>
    private int Oldest(int thread)
    {
        ref GraphCursor c = ref _level.Cursors[thread];
        return !_isOneOrder && !_knowsTranslation && Graph.TryLastSeen(thread, c.Index, _tree.Nodes[c.Node].Location, Graph.Present, out int seen) ? seen : -1;
    }

    /// <summary>Puts the write of a read-modify-write in the one place that it can have.</summary>
    private bool TryTakePlace(ref Frame f, int read)
    {
        ref GraphEvent r = ref Graph.Events[read];
        f.Cursor = -1;
        return (r.Source < 0 || Graph.Has(r.Source)) && !IsTaken(r.Source, r.Location) && TryAddWrite(ref f, r.Source);
    }

    /// <summary>Whether, if the next event of a thread cannot follow a write, it cannot follow an older one either.</summary>
    private bool EndsAtFirstRefused(int thread) => _isOneOrder && !HasEventFrom(thread, _level.Cursors[thread].Index);

    /// <summary>
    /// Whether the write that follows a source or place in coherence is known to be before the next event of a thread. What is prepared and taken back is thereby less, that is all.
    /// </summary>
    private bool IsTooLate(int thread, int write)
    {
        int node = _level.Cursors[thread].Node;
        int next = Graph.After(write, _tree.Nodes[node].Location);
        if (next < 0 || !_keepsClosure || HasEventFrom(thread, _level.Cursors[thread].Index) || !FollowsFromPlace(thread, node) || !_known.TryGetLocalOrder(node, out EventSet order))
        {
            return false;
        }

        return _level.Closure.IsUpTo(next, order, Graph)
            && (_isOneOrder || (OrdersAlike(in _tree.Nodes[node]) && Graph.Events[next].Thread != thread && _model.IsOverwrittenBefore(Graph, order, next)));
    }

    /// <summary>Whether an operation is a read that has its local order be it from what it may.</summary>
    private static bool OrdersAlike(in PathNode n) => n.Kind switch
    {
        OperationKind.Read => true,
        OperationKind.Rmw => (n.Access & Access.FullBarrier) == 0 || (n.Rmw is not (RmwKind.CompareExchange or RmwKind.AddUnless) && n.Await == AwaitKind.None),
        _ => false,
    };

    /// <summary>Whether another read-modify-write has taken a write, or the initial value: then there is no place behind it.</summary>
    private bool IsTaken(int source, int location)
    {
        int next = Graph.After(source, location);
        return next >= 0 && Graph.Events[next].IsRmw && Graph.Events[Graph.Events[next].Partner].Source == source;
    }

    private bool TryNextAlternative(ref Frame f)
    {
        int alternative = ++f.Cursor;
        f.Tried++;
        if (alternative >= (int)_tree.Nodes[_level.Cursors[f.Thread].Node].Operand)
        {
            return false;
        }

        AddPlain(f.Thread, EventKind.Choice, -1, (ulong)alternative);
        return true;
    }

    private bool TryNextInterrupt(ref Frame f)
    {
        int option = ++f.Cursor;
        f.Tried++;
        int thread = f.Thread;
        bool idle = IsIdlePoll(_level.Cursors[thread].Node);
        FindPending(thread, _level.Cursors[thread].Node);
        // A running task takes nothing first; an idle CPU takes nothing only if nothing is pending.
        int index = idle ? option : option - 1;
        if (index >= _pending.Count && !(idle && option == 0))
        {
            return false;
        }

        int send = index >= 0 && index < _pending.Count ? _pending[index] : -1;
        AddPoll(thread, send);
        return true;
    }

    private void AddPoll(int thread, int send) => AddPlain(thread, EventKind.Poll, send, send >= 0 ? 1 + (ulong)Graph.Events[send].Thread : 0);
}
