using Racewalk.Executions;
using Racewalk.Exploration.Clocks;
using Racewalk.Exploration.Paths;
using Racewalk.Programs;

namespace Racewalk.Exploration.Graphs;

internal sealed partial class GraphSearch
{
    /// <summary>Adds the next event of a thread with its first choice, and a frame if there are others.</summary>
    private void Step(int thread)
    {
        ref GraphCursor c = ref _level.Cursors[thread];
        if (!HasRoom(thread))
        {
            return;
        }

        int node = c.Node;
        switch (_tree.Nodes[node].Kind)
        {
            case OperationKind.Read:
            case OperationKind.Rmw when c.State != CursorState.MustWrite:
                PushFrame(FrameKind.Read, thread, Frame.NoPlace);
                TakeNext();
                break;
            case OperationKind.Rmw:
            case OperationKind.Write:
                PushFrame(FrameKind.Write, thread, Frame.NoPlace);
                TakeNext();
                break;
            case OperationKind.Choice:
                PushFrame(FrameKind.Choice, thread, -1);
                TakeNext();
                break;
            case OperationKind.Send:
                PushFrame(FrameKind.Send, thread, Frame.NoPlace);
                AddPlain(thread, EventKind.Send, -1, 0);
                break;
            case OperationKind.Poll:
                PushFrame(FrameKind.Poll, thread, -1);
                TakeNext();
                break;
            case OperationKind.Fault:
                AddPlain(thread, EventKind.Fault, -1, _tree.Nodes[node].Operand);
                break;
            case OperationKind.Invalidate:
                AddPlain(thread, EventKind.Invalidate, -1, _tree.Nodes[node].Operand);
                break;
            default:
                AddPlain(thread, EventKind.Fence, -1, 0);
                break;
        }
    }

    /// <summary>Takes the first alternative of the frame just pushed.</summary>
    private void TakeNext()
    {
        ref Frame f = ref _frames[_frameCount - 1];
        // Revisits wait for the way back: a step must not leave the level under a thread that runs live.
        int node = _level.Cursors[f.Thread].Node;
        if (!(f.Kind == FrameKind.Write ? TryNextPlace(ref f) : TryNext(ref f)))
        {
            _dead = !TrySkipWrite(f.Thread);
        }
        else if (f.Cursor < 0 && IsOnlyChoice(f.Kind, f.Thread, node))
        {
            _frameCount--;
        }
    }

    /// <summary>Whether the event just added, which took the initial value or comes first in coherence, had no other choice, and nothing to revisit.</summary>
    private bool IsOnlyChoice(FrameKind kind, int thread, int node)
    {
        int location = _tree.Nodes[node].Location;
        return kind switch
        {
            FrameKind.Read => LeftOutWrite(thread, location, _level.Steps.Top.Cursor.Index) < 0
                && !(IsConditional(node) && IsUnbranched(node, Graph.Events[_level.Steps.Top.Slot].Source)),
            FrameKind.Write => _tree.Nodes[node].Kind == OperationKind.Write && Graph.ReadsOf(location).IsEmpty,
            _ => false,
        };
    }

    /// <summary>
    /// The write of a read-modify-write has no place: another one took it, or something was kept as if there were no write. Where the write is
    /// ordered behind more than its read is (release, a data dependency), what follows may be in the prefix of a later revisit without it; and a
    /// revisit of the read may make the operation fail. Then the thread goes on and leaves the place empty. Such a graph is no execution, but a
    /// revisit may make it one. Otherwise there is nothing to find here.
    /// </summary>
    private bool TrySkipWrite(int thread)
    {
        ref GraphCursor c = ref _level.Cursors[thread];
        if (c.State != CursorState.MustWrite)
        {
            return false;
        }

        int read = _slots.TryGet(thread, c.Index - 1);
        int write = PrepareWrite(thread);
        SetOrders(write);
        _level.NextStamp = Graph.Events[write].Stamp;
        if (!(CanLag(read, write) && !IsOfNoUse(thread, read)) && !ChangesKeptOrder(write))
        {
            return false;
        }

        _level.Steps.Push(-1, thread, in c, _level.Closure.Mark);
        _level.LeftOut++;
        c.Index++;
        Continue(thread, read);
        return true;
    }

    /// <summary>Whether there is room for the next event of a thread; if not it is cut.</summary>
    private bool HasRoom(int thread)
    {
        ref GraphCursor c = ref _level.Cursors[thread];
        if (c.Index >= _eventBound)
        {
            _tally.AddBound($"event bound of {_eventBound} in thread {thread}");
        }
        else if (HasTooManyReads(in c))
        {
            _tally.AddBound($"{ReadSet.Capacity} reads in one context of thread {thread}, the most whose dependencies are told apart");
        }
        else if (!_slots.CanGet(thread, c.Index) || _slots.Count + 2 > EventSet.Capacity)
        {
            _tally.AddBound($"{EventSet.Capacity} events in one execution, the most that models with dependencies take");
        }
        else
        {
            return true;
        }

        c.State = CursorState.Cut;
        return false;
    }

    /// <summary>Whether the next operation is a read that no dependency can name, under a model that has dependencies.</summary>
    private bool HasTooManyReads(in GraphCursor c) => c.Index >= ReadSet.Capacity && _hasLoadBuffering
        && _tree.Nodes[c.Node].Kind is OperationKind.Read or OperationKind.Rmw && _tree.ReadOrdinal(c.Node) >= ReadSet.Capacity;

    /// <summary>Makes the event of a thread's next operation, not yet part of the graph. Returns its slot.</summary>
    private int Prepare(int thread, EventKind kind)
    {
        ref GraphCursor c = ref _level.Cursors[thread];
        ref PathNode n = ref _tree.Nodes[c.Node];
        int slot = _slots.Get(thread, c.Index);
        ref GraphEvent e = ref Graph.Events[slot];
        Fill(ref e, in n, kind);
        NotePlain(thread, n.Access);
        e.Thread = thread;
        e.Index = c.Index;
        e.Stamp = _level.NextStamp++;
        e.Node = c.Node;
        e.Context = c.Context;
        return slot;
    }

    /// <summary>Makes the event of an operation, as far as the operation says.</summary>
    internal static void Fill(ref GraphEvent e, in PathNode n, EventKind kind)
    {
        e = default;
        e.Kind = kind;
        e.IsRmw = n.Kind == OperationKind.Rmw;
        e.IsIdle = n.Kind == OperationKind.Poll && n.Comparand != 0;
        e.Access = !e.IsRmw ? n.Access : kind == EventKind.Read
            ? n.Access & ~Access.Release : n.Access & ~(Access.Acquire | Access.AcquirePc);
        e.Fence = n.Fence;
        e.Location = n.Location;
        e.Source = -1;
        e.Partner = -1;
        e.CoherencePrevious = -1;
        e.CoherenceNext = -1;
        if ((n.Access & Access.Walk) != 0)
        {
            e.Tag = (uint)n.Comparand;
        }
        else if (kind == EventKind.Invalidate)
        {
            e.IsLocal = n.Comparand != 0;
        }
    }

    /// <summary>The events of reads given by their ordinal in the current context.</summary>
    private EventSet Map(int thread, ref GraphCursor c, ReadSet reads)
    {
        EventSet events = default;
        if (reads.IsEmpty)
        {
            return events;
        }

        int ordinal = 0;
        for (int i = 0; i < c.Index; i++)
        {
            int slot = _slots.TryGet(thread, i);
            ref GraphEvent e = ref Graph.Events[slot];
            if (e.Kind == EventKind.Poll && e.Source >= 0 && _contexts.Push(e.Context, e.Node, e.Value) == c.Context)
            {
                // The context begins here: an idle CPU may have run the same handler before.
                ordinal = 0;
                events = default;
            }
            else if (e.Context == c.Context && e.Kind == EventKind.Read && Graph.Has(slot))
            {
                if (reads.Contains(ordinal))
                {
                    events.Add(slot);
                }

                ordinal++;
            }
        }

        return events;
    }

    /// <summary>Puts a prepared event into the graph, with what follows from its place, and moves the thread's cursor past it. If it stays there it gets its past.</summary>
    private void Commit(int slot)
    {
        ref GraphEvent e = ref Graph.Events[slot];
        Graph.Add(slot);
        SetPlaceOrders(slot);
        ref GraphCursor c = ref _level.Cursors[e.Thread];
        _level.Steps.Push(slot, e.Thread, in c, _level.Closure.Mark);
        c.Index++;
    }

    private void AddPlain(int thread, EventKind kind, int source, ulong value)
    {
        int slot = Prepare(thread, kind);
        Graph.Events[slot].Source = source;
        Graph.Events[slot].Value = value;
        Commit(slot);
        if (_keepsClosure || _checksInvariants)
        {
            IsStillConsistent(slot);
        }

        SetPast(ref Graph.Events[slot]);
        Continue(thread, slot);
    }

    /// <summary>Whether the read that was refused last has no older source either.</summary>
    private bool _refusesOlder;

    /// <summary>Adds a read from a source if that is consistent; a provisional one stands as failed, see <see cref="GraphEvent.IsProvisional"/>.</summary>
    private bool TryAddRead(int thread, int source, ulong value, bool provisional = false)
    {
        int slot = Prepare(thread, EventKind.Read);
        ref GraphEvent e = ref Graph.Events[slot];
        e.Source = source;
        e.IsProvisional = provisional;
        SetRead(slot, value);
        if (provisional)
        {
            // It communicates with nobody: its source is a place that is empty.
            e.Source = _slots.TryGet(thread, e.Index + 1);
        }

        _hasHadProvisional |= provisional;
        _level.Provisional += provisional ? 1 : 0;
        Commit(slot);
        if (!AliasesKept(slot) && IsStillConsistent(slot))
        {
            SetPast(ref e);
            AfterRead(thread, slot);
            return true;
        }

        _refusesOlder = Graph.LastOf(thread) == slot && _model.RefusesOlder(Graph, _level.Closure, slot);
        Undo();
        return false;
    }

    private bool IsStillConsistent(int added)
    {
        bool consistent = _model.IsStillConsistent(Graph, _level.Closure, added);
        return !_checksInvariants || consistent == _model.IsConsistent(Graph) ? consistent
            : throw new InvariantException("whether a graph is consistent does not depend on how that is found out");
    }

    /// <summary>Sets what follows from the value of a read: whether it blocks, whether a write belongs to it.</summary>
    private void SetRead(int slot, ulong value)
    {
        ref GraphEvent e = ref Graph.Events[slot];
        ref PathNode n = ref _tree.Nodes[e.Node];
        e.Value = value;
        e.IsUnsatisfied = !n.Satisfies(value);
        if (e.IsWalk)
        {
            WalkRule rule = _tree.WalkRuleOf(e.Node);
            (e.Outcome, e.Tag, e.JoinsPrevious) = (rule.OutcomeOf(value), rule.TagOf((uint)n.Comparand, value), rule.JoinsPrevious);
        }

        e.Partner = -1;
        if (n.Kind == OperationKind.Rmw)
        {
            int partner = _slots.Get(e.Thread, e.Index + 1);
            if (_tree.Writes(e.Node, value) && !e.IsProvisional)
            {
                e.Partner = partner;
            }

            ref GraphEvent w = ref Graph.Events[partner];
            w = default;
            w.Kind = EventKind.Write;
            w.IsVoid = e.Partner < 0;
            w.IsRmw = true;
            w.Access = n.Access & Access.Walk;
            w.Node = e.Node;
            w.Context = e.Context;
            w.Thread = e.Thread;
            w.Index = e.Index + 1;
            w.Location = e.Location;
            w.Partner = slot;
            w.Source = -1;
            w.CoherencePrevious = -1;
            w.CoherenceNext = -1;
        }
    }

    private void AfterRead(int thread, int slot)
    {
        ref GraphEvent e = ref Graph.Events[slot];
        ref GraphCursor c = ref _level.Cursors[thread];
        if (e.Partner >= 0)
        {
            c.Node = e.Node;
            c.State = CursorState.MustWrite;
            return;
        }

        if (e.IsRmw)
        {
            c.Index++;
        }

        Continue(thread, slot);
    }

    /// <summary>Undoes the newest step.</summary>
    private void Undo()
    {
        ref readonly GraphStep step = ref _level.Steps.Pop();
        _level.Cursors[step.Thread] = step.Cursor;
        _level.Closure.Undo(step.Mark);
        if (step.Slot >= 0)
        {
            _level.NextStamp = Graph.Events[step.Slot].Stamp;
            _level.Provisional -= Graph.Events[step.Slot].IsProvisional ? 1 : 0;
            Graph.Remove(step.Slot);
        }
        else
        {
            _level.LeftOut--;
        }
    }

    private void Cut(int count)
    {
        while (_level.Steps.Count > count)
        {
            Undo();
        }
    }

    private void PushFrame(FrameKind kind, int thread, int cursor)
    {
        if (_frameCount == _frames.Length)
        {
            Array.Resize(ref _frames, _frameCount * 2);
        }

        ref Frame f = ref _frames[_frameCount++];
        f = default;
        f.Kind = kind;
        f.Thread = (byte)thread;
        f.Count = _level.Steps.Count;
        f.Cursor = cursor;
        f.Scan = int.MaxValue;
        f.Revisited = -1;
    }
}
