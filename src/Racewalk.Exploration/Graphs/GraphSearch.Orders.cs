using Racewalk.Executions;
using Racewalk.Exploration.Paths;
using Racewalk.Programs;

namespace Racewalk.Exploration.Graphs;

/// <content>What is ordered before an event in its thread. It follows from the operation's place in the tree, so it is computed once, unless an interrupt or a provisional failure comes between.</content>
internal sealed partial class GraphSearch
{
    private readonly KnownOrders _known = new();

    /// <summary>Whether some read ever stood as failed (<see cref="GraphEvent.IsProvisional"/>), which its value does not say.</summary>
    private bool _hasHadProvisional;

    /// <summary>The events that ever had an address that depends on a read.</summary>
    private EventSet _addressed;

    /// <summary>The events that ever shared their location with an earlier one of their thread that had such an address.</summary>
    private EventSet _aliased;

    /// <summary>Sets the dependencies and orders of a prepared event, whose source and value are set.</summary>
    private void SetOrders(int slot)
    {
        SetPlaceOrders(slot);
        SetPast(ref Graph.Events[slot]);
    }

    private void SetPast(ref GraphEvent e)
    {
        e.Past = Closure(e.Prefix, out e.IsPastOpen);
        if (e.IsRmw && e.Kind == EventKind.Write)
        {
            e.CanLag = FindsLag(e.Partner, ref e);
        }
    }

    private void SetPlaceOrders(int slot)
    {
        ref GraphEvent e = ref Graph.Events[slot];
        if (!HasPlace(e.Node))
        {
            SetDependencies(slot);
            e.LocalOrder = _model.LocalOrder(Graph, slot);
            e.Prefix = _model.Prefix(Graph, slot);
            return;
        }

        EventSet provisional = ProvisionalOf(e.Thread);
        if (!_known.TryFind(e.Node, e.IsRmw && e.Kind == EventKind.Write, provisional, out int place))
        {
            ComputeOrder(slot, provisional, ref _known[place]);
        }

        ref KnownOrder known = ref _known[place];
        if (_checksInvariants)
        {
            CheckKnown(slot, provisional, in known);
        }

        // One by one: all at once the sets go over the stack.
        e.AddressReads = known.AddressReads;
        e.DataReads = known.DataReads;
        e.ControlReads = known.ControlReads;
        e.LocalOrder = known.LocalOrder;
        e.Prefix = known.Prefix;
        if (e.Kind == EventKind.Read && e.Source >= 0)
        {
            if (Graph.Events[e.Source].Thread == e.Thread)
            {
                SetForwardedPrefix(slot, ref known);
            }
            else
            {
                e.Prefix.Add(e.Source);
            }
        }
    }

    /// <summary>The prefix of a read that got another source.</summary>
    private EventSet PrefixOf(int read)
    {
        ref GraphEvent e = ref Graph.Events[read];
        if (Graph.Events[e.Source].Thread == e.Thread || !FollowsFromPlace(e.Thread, e.Node) || !_known.TryGetPrefix(e.Node, out EventSet prefix))
        {
            return _model.Prefix(Graph, read);
        }

        prefix.Add(e.Source);
        InvariantException.Require(!_checksInvariants || prefix == _model.Prefix(Graph, read), "the prefix of a read from another thread follows from the operation's place", read);
        return prefix;
    }

    private void SetForwardedPrefix(int slot, ref KnownOrder known)
    {
        ref GraphEvent e = ref Graph.Events[slot];
        if (known.Forwarded != e.Source || _checksInvariants)
        {
            EventSet now = _model.Prefix(Graph, slot);
            InvariantException.Require(known.Forwarded != e.Source || known.ForwardedPrefix == now, "the prefix of a forwarded read follows from the operation's place", slot);
            (known.Forwarded, known.ForwardedPrefix) = (e.Source, now);
        }

        e.Prefix = known.ForwardedPrefix;
    }

    private void ComputeOrder(int slot, EventSet provisional, ref KnownOrder known)
    {
        ref GraphEvent e = ref Graph.Events[slot];
        (known.Provisional, known.Forwarded, known.ForwardedPrefix) = (provisional, -1, default);
        SetDependencies(slot);
        (known.AddressReads, known.DataReads, known.ControlReads) = (e.AddressReads, e.DataReads, e.ControlReads);
        e.LocalOrder = known.LocalOrder = _model.LocalOrder(Graph, slot);
        int source = e.Source;
        e.Source = -1;
        known.Prefix = _model.Prefix(Graph, slot);
        e.Source = source;
    }

    private void CheckKnown(int slot, EventSet provisional, in KnownOrder known)
    {
        KnownOrder now = default;
        ComputeOrder(slot, provisional, ref now);
        (now.Forwarded, now.ForwardedPrefix) = (known.Forwarded, known.ForwardedPrefix);
        InvariantException.Require(now.Equals(known), "what is before an event in its thread follows from the operation's place", slot);
    }

    private bool FollowsFromPlace(int thread, int node) => HasPlace(node) && (!_hasHadProvisional || !HasProvisional(Graph.EventsOf(thread)));

    private bool HasPlace(int node) => !_hasHandlers && (_tree.Nodes[node].Access & Access.Walk) == 0;

    /// <summary>The reads of a thread that stand as failed.</summary>
    private EventSet ProvisionalOf(int thread)
    {
        EventSet provisional = default;
        if (_hasHadProvisional)
        {
            foreach (int slot in Graph.RmwReads & _slots.Of(thread))
            {
                if (Graph.Events[slot].IsProvisional)
                {
                    provisional.Add(slot);
                }
            }
        }

        return provisional;
    }

    private void SetDependencies(int slot)
    {
        ref GraphEvent e = ref Graph.Events[slot];
        ref GraphCursor c = ref _level.Cursors[e.Thread];
        ref readonly Dependencies d = ref _tree.DependenciesOf(e.Node);
        // An interrupt is not taken on a path that is still speculated: what one context branched on controls what the CPU does later in any.
        int previous = LastBefore(e.Thread, e.Index);
        e.ControlReads = Map(e.Thread, ref c, d.Control) | c.Control | (previous >= 0 ? Graph.Events[previous].ControlReads : default);
        e.AddressReads = Map(e.Thread, ref c, d.Address);
        if (!e.AddressReads.IsEmpty)
        {
            _addressed.Add(slot);
        }

        // The data of a read-modify-write goes to its write.
        e.DataReads = e.IsRmw && e.Kind == EventKind.Read ? default : Map(e.Thread, ref c, d.Data);
        if (DependsOnRead(in _tree.Nodes[e.Node], e.Kind))
        {
            e.DataReads.Add(e.Partner);
        }

        if (!AliasesBefore(ref e).IsEmpty)
        {
            _aliased.Add(slot);
        }
    }

    /// <summary>Whether an event is the write of a read-modify-write that says what it writes, or that it writes, by what it read (AXIOMS §4b, dtrm and pick-dtrm: intra-instruction data and control).</summary>
    internal static bool DependsOnRead(in PathNode n, EventKind kind) =>
        n.Kind == OperationKind.Rmw && kind == EventKind.Write && (n.Rmw != RmwKind.Exchange || n.Await != AwaitKind.None);
}
