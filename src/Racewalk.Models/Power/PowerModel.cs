using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// Power (AXIOMS §2; Alglave, Maranget, Tautschnig: Herding Cats, TOPLAS 2014): not multi-copy atomic. Barriers are cumulative: what a CPU has seen
/// before a barrier is propagated before what it writes after. With page walks of the radix or the hash MMU: docs/models/translation.md, 4.
/// </summary>
/// <remarks>Not thread-safe: holds scratch space. One instance serves one search.</remarks>
public sealed class PowerModel : GraphModel, IGracePeriodModel
{
    private readonly EventSet[] _commits = new EventSet[EventSet.Capacity];
    private readonly GraphRelations _relations = new();
    private readonly PowerOrder _order = new();
    private readonly PowerInvalidations _invalidations = new();

    /// <inheritdoc/>
    public override bool HasLoadBuffering => true;

    /// <inheritdoc/>
    public override bool KnowsTranslation => true;

    /// <summary>
    /// eieio orders writes that nothing else orders, and a write comes before a later read of its location only where that is a detour: then what
    /// precedes the eieio is not ordered before what follows the read.
    /// </summary>
    /// <inheritdoc/>
    public override bool MayRefuseTooMuch(ExecutionGraph graph)
    {
        for (int t = 0; t < graph.ThreadCount; t++)
        {
            if (HasEieioBetweenWrites(graph, t))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an eieio of a thread orders two writes that no stronger barrier orders: the one of a TLB invalidation does not.</summary>
    private static bool HasEieioBetweenWrites(ExecutionGraph graph, int thread)
    {
        bool hasWrite = false;
        bool isBehindEieio = false;
        for (int i = 0; i < graph.ThreadLength(thread); i++)
        {
            ref GraphEvent e = ref graph.Events[graph.SlotAt(thread, i)];
            if (e.Kind == EventKind.Write && isBehindEieio)
            {
                return true;
            }

            hasWrite |= e.Kind == EventKind.Write;
            if (e.Kind == EventKind.Fence)
            {
                bool isStronger = e.Fence is FenceKind.Full or FenceKind.DsbFull or FenceKind.SyncRcu or FenceKind.LightSync;
                (hasWrite, isBehindEieio) = isStronger ? (false, false) : (hasWrite, isBehindEieio || (hasWrite && e.Fence == FenceKind.Eieio));
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override EventSet LocalOrder(ExecutionGraph graph, int slot)
    {
        ref GraphEvent e = ref graph.Events[slot];
        if ((e.Access & ~(Access.Exclusive | Access.Atomic | Access.Walk)) != 0)
        {
            throw UnsupportedEventException.For("power", e.Access);
        }

        var past = default(PowerPast);
        for (int i = 0; i < e.Index; i++)
        {
            int p = graph.SlotAt(e.Thread, i);
            ref GraphEvent before = ref graph.Events[p];
            if (!before.IsVoid)
            {
                _commits[p] = before.IsAccess ? CommitsBefore(graph, ref before, past.AddressesUsed) : default;
                past.Pass(graph, p, _commits);
            }
        }

        EventSet order = past.Interrupts | past.BeforeContextSync | past.Invalidated;
        EventSet reads = past.Reads | past.Walks;
        return e.Kind switch
        {
            EventKind.Read when e.IsWalk => order | past.BeforeWalks | e.AddressReads,
            EventKind.Write when e.IsWalk => order | past.BeforeWalks | SameLocation(graph, ref e) | (CommitsBefore(graph, ref e, past.AddressesUsed) & reads),
            EventKind.Read => order | past.BeforeAll | e.AddressReads,
            EventKind.Write => order | past.BeforeAll | past.BeforeWrites | SameLocation(graph, ref e)
                | (CommitsBefore(graph, ref e, past.AddressesUsed) & reads),
            EventKind.Send => past.Interrupts | past.Accesses | past.Walks | past.Updates,
            EventKind.Fault => order | e.AddressReads | e.ControlReads,
            EventKind.Invalidate => order | past.BeforeWalks | e.AddressReads,
            _ => past.Interrupts,
        };
    }

    /// <inheritdoc/>
    public override EventSet Prefix(ExecutionGraph graph, int slot) => DependencyPrefix.Of(graph, slot);

    /// <inheritdoc/>
    public override bool IsConsistent(ExecutionGraph graph)
    {
        if (!IsCoherent(graph) || !IsAtomic(graph))
        {
            return false;
        }

        _relations.Gather(graph);
        return _order.IsPropagated(graph, _relations, null, null)
            && (!_relations.HasWalks || _invalidations.AreSettled(graph, _relations, _order));
    }

    /// <inheritdoc/>
    public override bool Accepts(ExecutionGraph graph) =>
        AreReservationsOrdered(graph) && _invalidations.Accept(graph, _relations, _order, null) && GracePeriods.Accepts(graph, this);

    bool IGracePeriodModel.IsConsistent(ExecutionGraph graph, EventMatrix assumed) => _invalidations.Accept(graph, _relations, _order, assumed);

    /// <summary>What cc₀⁺ = (dd ∪ po-loc ∪ ctrl ∪ addrpo)⁺ orders before an event, given what it orders before the earlier ones.</summary>
    private EventSet CommitsBefore(ExecutionGraph graph, ref GraphEvent e, EventSet addressesUsed)
    {
        EventSet direct = e.AddressReads | e.DataReads | e.ControlReads | addressesUsed | SameLocation(graph, ref e);
        if (e.IsWalk && e.Kind == EventKind.Write)
        {
            direct.Add(e.Partner);
        }

        EventSet all = direct;
        foreach (int d in direct)
        {
            all |= _commits[d];
        }

        return all;
    }

    private static EventSet SameLocation(ExecutionGraph graph, ref GraphEvent e) => DependencyPrefix.AccessesBefore(graph, ref e, 0);

    /// <summary>
    /// acyclic (co ∪ po ∩ EX×EX), for store-conditionals. A filter: program order between them decides nothing else, so the next one, added
    /// coherence-last, could break it.
    /// </summary>
    private bool AreReservationsOrdered(ExecutionGraph graph)
    {
        _relations.Gather(graph);
        EventMatrix order = _relations.Pool.Copy(_relations.Co);
        for (int t = 0; t < graph.ThreadCount; t++)
        {
            int previous = -1;
            for (int i = 0; i < graph.ThreadLength(t); i++)
            {
                int slot = graph.SlotAt(t, i);
                if (graph.Has(slot) && graph.Events[slot].IsRmw && graph.Events[slot].IsAccess && !graph.Events[slot].IsWalk)
                {
                    if (previous >= 0)
                    {
                        order.Add(previous, slot);
                    }

                    previous = slot;
                }
            }
        }

        return order.IsAcyclic();
    }
}
