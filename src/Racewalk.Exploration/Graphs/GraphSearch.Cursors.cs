using Racewalk.Executions;
using Racewalk.Exploration.Clocks;
using Racewalk.Exploration.Paths;
using Racewalk.Programs;

namespace Racewalk.Exploration.Graphs;

internal sealed partial class GraphSearch
{
    /// <summary>Lets a thread go on from an operation that returned a value, past the events that are already there.</summary>
    private void Advance(int thread, int node, ulong value)
    {
        ref GraphCursor c = ref _level.Cursors[thread];
        int child = IsIdlePoll(node) ? node : _tree.Child(node, value);
        if (child < 0)
        {
            c.Node = -1;
            c.LastNode = node;
            c.LastValue = value;
            c.State = CursorState.Running;
            return;
        }

        PutBefore(thread, child);
        if (c.State == CursorState.Running && c.Node >= 0 && HasEventAt(thread, c.Index))
        {
            Absorb(thread);
        }
    }

    /// <summary>Whether what a thread's cursor stands before is there already.</summary>
    private bool HasEventAt(int thread, int index) => (_level.Holed >> thread & 1) != 0 && Graph.Has(_slots.TryGet(thread, index));

    private bool IsIdlePoll(int node) => _tree.Nodes[node].Kind == OperationKind.Poll && _tree.Nodes[node].Comparand != 0;

    /// <summary>Puts a thread before an operation, passing those that are no events.</summary>
    private void PutBefore(int thread, int node)
    {
        ref GraphCursor c = ref _level.Cursors[thread];
        c.Node = node;
        c.State = CursorState.Running;
        switch (_tree.Nodes[node].Kind)
        {
            case OperationKind.End when c.Context != 0:
                c.Control |= Map(thread, ref c, _tree.DependenciesOf(node).Control);
                (int interrupted, ulong value, c.Context) = _contexts.Pop(c.Context);
                Advance(thread, interrupted, value);
                break;
            case OperationKind.End when _hasHandlers:
                c.Node = _tree.IdlePoll(node);
                break;
            case OperationKind.End:
                c.State = CursorState.Finished;
                break;
            case OperationKind.Blocked:
                c.State = CursorState.Blocked;
                break;
            case OperationKind.Failed:
                c.State = CursorState.Failed;
                break;
            case OperationKind.LoopHead:
                CursorState state = _loops.Arrive(thread, node);
                if (state == CursorState.Running)
                {
                    Advance(thread, node, 0);
                }
                else
                {
                    c.State = state;
                }

                break;
        }
    }

    /// <summary>
    /// The event at a thread's cursor is there already, kept by a revisit: checks that the operation is the event's and goes on behind it. The two
    /// must agree, or a dependency was not recorded.
    /// </summary>
    private void Absorb(int thread)
    {
        ref GraphCursor c = ref _level.Cursors[thread];
        int slot = _slots.TryGet(thread, c.Index);
        ref GraphEvent e = ref Graph.Events[slot];
        ref PathNode n = ref _tree.Nodes[c.Node];
        CheckKept(ref e, ref n);
        e.Node = c.Node;
        e.Context = c.Context;
        c.Index++;
        if (e.Kind == EventKind.Read && e.IsRmw)
        {
            if (!Graph.Has(_slots.TryGet(thread, c.Index)) && !e.IsProvisional)
            {
                // What it compares with, and so whether it writes, may follow from a read that was a hole.
                SetRead(slot, e.Value);
            }

            if (e.Partner >= 0 && !Graph.Has(e.Partner))
            {
                c.State = CursorState.MustWrite;
                return;
            }

            int write = _slots.TryGet(thread, c.Index);
            Graph.Events[write].Node = c.Node;
            Graph.Events[write].Context = c.Context;
            c.Index++;
        }

        Continue(thread, slot);
    }

    /// <summary>Lets a thread go on behind an event that is complete.</summary>
    private void Continue(int thread, int slot)
    {
        ref GraphCursor c = ref _level.Cursors[thread];
        ref GraphEvent e = ref Graph.Events[slot];
        if (e.Kind == EventKind.Poll && e.Source >= 0)
        {
            ref GraphEvent send = ref Graph.Events[e.Source];
            int handler = (int)_tree.Nodes[send.Node].Operand;
            c.Context = _contexts.Push(e.Context, e.Node, e.Value);
            Advance(thread, _tree.HandlerRoot(thread, handler, send.Thread), 0);
        }
        else if (e.Kind == EventKind.Poll && e.IsIdle)
        {
            c.Node = e.Node;
            c.State = CursorState.Idle;
        }
        else if (e.IsUnsatisfied)
        {
            c.Node = e.Node;
            c.State = CursorState.Blocked;
        }
        else
        {
            Advance(thread, e.Node, e.Kind is EventKind.Read or EventKind.Choice ? e.Value : 0);
        }
    }

    private void CheckKept(ref GraphEvent e, ref PathNode n)
    {
        bool same = e.Kind switch
        {
            EventKind.Read => n.Kind is OperationKind.Read or OperationKind.Rmw && e.IsWalk == ((n.Access & Access.Walk) != 0),
            EventKind.Write => n.Kind is OperationKind.Write && n.Operand == e.Value,
            EventKind.Fence => n.Kind is OperationKind.Fence && n.Fence == e.Fence,
            EventKind.Choice => n.Kind is OperationKind.Choice,
            EventKind.Send => n.Kind is OperationKind.Send,
            EventKind.Fault => n.Kind is OperationKind.Fault && n.Operand == e.Value,
            EventKind.Invalidate => n.Kind is OperationKind.Invalidate && n.Operand == e.Value,
            _ => n.Kind is OperationKind.Poll,
        };
        if (!same || n.Location != e.Location)
        {
            throw new NondeterministicThreadException(
                $"{_program.Name}, thread {e.Thread}, place {e.Index}: {e.Kind} depends on a read that it records no dependency on; "
                + "checked code may compute only with Word and Flag");
        }
    }
}
