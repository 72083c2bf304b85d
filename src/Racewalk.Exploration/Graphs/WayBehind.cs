using Racewalk.Executions;
using Racewalk.Exploration.Paths;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Exploration.Graphs;

/// <summary>
/// Finds read-modify-writes that are of no use without their write: whatever their thread reads behind them, each of its writes there has that write in its prefix. What a read returns is chosen at will, and
/// if something is decided by it, nothing is said; but a read that has either what the thread itself wrote, or the write in its prefix, returns that. So one way through the code says it for all.
/// </summary>
/// <remarks>Not thread-safe. For threads without handlers.</remarks>
internal sealed class WayBehind
{
    private const int Farthest = 64;

    private readonly PathTree _tree;
    private readonly IGraphModel _model;
    private readonly Func<int, ulong, int> _learn;
    private readonly int _thread;
    private readonly SlotTable _slots;

    // The thread alone: its places are their own slots.
    private readonly ExecutionGraph _graph;
    private readonly int[] _reads = new int[EventSet.Capacity];
    private int _readCount;
    private int _length;

    // What has the write in its prefix, and what is so unless it fails.
    private EventSet _behind;
    private EventSet _bound;
    private EventSet _unknown;

    /// <summary>For a thread.</summary>
    /// <param name="tree">What is known of the program.</param>
    /// <param name="model">The model.</param>
    /// <param name="learn">Says which operation follows one that returned a value; -1 if none can.</param>
    /// <param name="thread">The thread.</param>
    /// <param name="threads">How many there are.</param>
    public WayBehind(PathTree tree, IGraphModel model, Func<int, ulong, int> learn, int thread, int threads)
    {
        (_tree, _model, _learn, _thread) = (tree, model, learn, thread);
        _slots = new SlotTable(threads);
        _graph = new ExecutionGraph(_slots) { Addresses = tree.Addresses };
    }

    /// <summary>Whether it is so. False if it cannot be said.</summary>
    /// <param name="before">A graph with what the thread does before it.</param>
    /// <param name="index">The place of the operation, one that writes.</param>
    /// <param name="node">The operation.</param>
    /// <param name="value">What it reads.</param>
    public bool NeedsWrite(ExecutionGraph before, int index, int node, ulong value)
    {
        _behind = _bound = _unknown = default;
        if (index + 2 > EventSet.Capacity)
        {
            return false;
        }

        Take(before, index);
        int read = Add(node, EventKind.Read);
        int write = AddWrite(node, read, value);
        _behind.Add(write);
        _bound.Add(write);
        for (int i = 0; i < Farthest && _length + 2 <= EventSet.Capacity; i++)
        {
            node = _learn(node, value);
            if (node < 0 || GoOn(node, out value) is not { } ends)
            {
                return false;
            }

            if (ends)
            {
                return true;
            }
        }

        return false;
    }

    private void Take(ExecutionGraph before, int index)
    {
        (_length, _readCount) = (0, 0);
        for (int i = 0; i < index; i++)
        {
            ref GraphEvent e = ref _graph.Events[_slots.Get(_thread, _length++)];
            e = before.Events[before.SlotAt(_thread, i)];
            e.Partner = e.Partner >= 0 ? before.Events[e.Partner].Index : -1;
            e.Source = -1;
            (e.AddressReads, e.DataReads, e.ControlReads) = (Places(before, e.AddressReads), Places(before, e.DataReads), Places(before, e.ControlReads));
            if (e.Kind == EventKind.Read)
            {
                _reads[_readCount++] = i;
            }
        }
    }

    private static EventSet Places(ExecutionGraph before, EventSet events)
    {
        EventSet places = default;
        foreach (int slot in events)
        {
            places.Add(before.Events[slot].Index);
        }

        return places;
    }

    private EventSet Map(ReadSet reads)
    {
        EventSet events = default;
        for (int ordinal = 0; ordinal < _readCount; ordinal++)
        {
            if (reads.Contains(ordinal))
            {
                events.Add(_reads[ordinal]);
            }
        }

        return events;
    }

    /// <summary>Goes past an operation. True if nothing behind it matters; null if it cannot be said.</summary>
    private bool? GoOn(int node, out ulong value)
    {
        value = 0;
        PathNode n = _tree.Nodes[node];
        Dependencies d = _tree.DependenciesOf(node);
        if (!(Map(d.Control - d.Waited) & _unknown).IsEmpty)
        {
            return null;
        }

        if (n.Kind is OperationKind.End or OperationKind.Blocked || !(Map(d.Control) & _bound).IsEmpty)
        {
            return true;
        }

        if (_model.KnowsTranslation || (n.Access & (Access.Plain | Access.Walk)) != 0 || !(Map(d.Address) & _unknown).IsEmpty)
        {
            return null;
        }

        switch (n.Kind)
        {
            case OperationKind.Fence:
                Add(node, EventKind.Fence);
                return false;
            case OperationKind.Write:
                int write = Add(node, EventKind.Write);
                _graph.Events[write].Value = n.Operand;
                return GoesBehind(write) ? false : null;
            case OperationKind.Read:
                return GoOnRead(node, out value, out _);
            case OperationKind.Rmw when n.Await != AwaitKind.None || n.Rmw is not (RmwKind.CompareExchange or RmwKind.AddUnless):
                bool? ends = GoOnRead(node, out value, out int read);
                return ends is not false ? ends : n.Writes(value) && GoesBehind(AddWrite(node, read, value)) ? false : null;
            default:
                return null;
        }
    }

    private bool? GoOnRead(int node, out ulong value, out int slot)
    {
        slot = Add(node, EventKind.Read);
        ref GraphEvent e = ref _graph.Events[slot];
        PathNode n = _tree.Nodes[node];
        int own = LastOwn(slot, out bool isBehindElsewhere);
        if (IsBehind(ref e) || (own < 0 && isBehindElsewhere))
        {
            _bound.Add(slot);
            if (!e.IsRmw)
            {
                _behind.Add(slot);
            }
        }
        else if (own >= 0 && isBehindElsewhere && !_unknown.Contains(own))
        {
            // Otherwise it has the write in its prefix, and so has what it decides.
            value = _graph.Events[own].Value;
            return !n.Satisfies(value);
        }

        _unknown.Add(slot);
        return TryChoose(in n, out value) ? false : null;
    }

    /// <summary>The thread's last write to a read's location, -1 if there is none; and whether the read is behind if another thread's write is read, as its own thread's accesses are in its prefix then.</summary>
    private int LastOwn(int read, out bool isBehindElsewhere)
    {
        int own = -1;
        isBehindElsewhere = false;
        for (int i = 0; i < read; i++)
        {
            ref GraphEvent e = ref _graph.Events[i];
            if (e.IsAccess && !e.IsVoid && !e.IsWalk && e.Location == _graph.Events[read].Location)
            {
                isBehindElsewhere |= _behind.Contains(i);
                own = e.Kind == EventKind.Write ? i : own;
            }
        }

        return own;
    }

    /// <summary>Some value with which an operation is done.</summary>
    private bool TryChoose(in PathNode n, out ulong value)
    {
        foreach (ulong v in (ReadOnlySpan<ulong>)[_tree.Initial(n.Location), n.AwaitOperand, n.Comparand, n.AwaitOperand + 1])
        {
            if (n.Kind == OperationKind.Rmw ? n.Writes(v) : n.Satisfies(v))
            {
                value = v;
                return true;
            }
        }

        value = 0;
        return false;
    }

    private bool GoesBehind(int write)
    {
        ref GraphEvent e = ref _graph.Events[write];
        if (!(e.DataReads & _unknown).IsEmpty)
        {
            _unknown.Add(write);
        }

        bool isBehind = IsBehind(ref e);
        _behind.Add(write);
        return isBehind;
    }

    private bool IsBehind(ref GraphEvent e) =>
        !((e.AddressReads | e.DataReads | e.ControlReads) & _bound).IsEmpty || !(e.LocalOrder & _behind).IsEmpty;

    private int AddWrite(int node, int read, ulong value)
    {
        _graph.Events[read].Partner = _length;
        int write = Add(node, EventKind.Write, read);
        ref GraphEvent e = ref _graph.Events[write];
        e.Value = _tree.Result(node, value);
        if (_unknown.Contains(read))
        {
            _unknown.Add(write);
        }

        return write;
    }

    private int Add(int node, EventKind kind, int partner = -1)
    {
        ref PathNode n = ref _tree.Nodes[node];
        int slot = _slots.Get(_thread, _length++);
        ref GraphEvent e = ref _graph.Events[slot];
        GraphSearch.Fill(ref e, in n, kind);
        (e.Thread, e.Index, e.Node, e.Partner) = (_thread, slot, node, partner);
        Dependencies d = _tree.DependenciesOf(node);
        (e.AddressReads, e.ControlReads) = (Map(d.Address), Map(d.Control));
        e.DataReads = e.IsRmw && kind == EventKind.Read ? default : Map(d.Data);
        if (GraphSearch.DependsOnRead(in n, kind))
        {
            e.DataReads.Add(partner);
        }

        if (kind == EventKind.Read)
        {
            _reads[_readCount++] = slot;
        }

        e.LocalOrder = _model.LocalOrder(_graph, slot);
        return slot;
    }
}
