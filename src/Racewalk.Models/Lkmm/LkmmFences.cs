using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// The relations that LKMM takes from program order alone, over all accesses, plain ones included (AXIOMS §7.2, §7.3). A place that a revisit
/// emptied counts for what it orders around it: the same operation will be there again.
/// </summary>
internal sealed class LkmmFences
{
    private ExecutionGraph _graph = null!;

    public EventMatrix Po { get; private set; } = null!;

    /// <summary>mb, gp, and interrupts.</summary>
    public EventMatrix Strong { get; private set; } = null!;

    public EventMatrix PoRelease { get; private set; } = null!;

    public EventMatrix AcquirePo { get; private set; } = null!;

    public EventMatrix Wmb { get; private set; } = null!;

    /// <summary>po;[Rmb];po between any accesses.</summary>
    public EventMatrix AcrossRmb { get; private set; } = null!;

    public EventMatrix UnlockLock { get; private set; } = null!;

    public EventMatrix Addr { get; private set; } = null!;

    public EventMatrix Data { get; private set; } = null!;

    public EventMatrix Ctrl { get; private set; } = null!;

    /// <summary>addr;[Plain];wmb</summary>
    public EventMatrix AddrPlainWmb { get; private set; } = null!;

    /// <summary>data;rfi</summary>
    public EventMatrix Carry { get; private set; } = null!;

    /// <summary>dep;[Marked];rfi</summary>
    public EventMatrix Forwarded { get; private set; } = null!;

    public EventMatrix Rmw { get; private set; } = null!;

    /// <summary>Reads without Noreturn.</summary>
    public EventBits R4Rmb { get; private set; } = null!;

    /// <summary>Everything but plain accesses.</summary>
    public EventBits Marked { get; private set; } = null!;

    public bool HasPlain { get; private set; }

    /// <summary>Computes them.</summary>
    public void Gather(ExecutionGraph graph, GraphRelations relations)
    {
        _graph = graph;
        RelationPool p = relations.Pool;
        (Po, Strong, PoRelease, AcquirePo, Wmb, AcrossRmb, UnlockLock) = (p.Empty(), p.Empty(), p.Empty(), p.Empty(), p.Empty(), p.Empty(), p.Empty());
        (Addr, Data, Ctrl, AddrPlainWmb, Carry, Forwarded, Rmw) = (p.Empty(), p.Empty(), p.Empty(), p.Empty(), p.Empty(), p.Empty(), p.Empty());
        (R4Rmb, Marked) = (p.EmptySet(), p.EmptySet());
        HasPlain = false;
        EventBits unlocks = p.EmptySet();
        EventBits locks = p.EmptySet();
        EventMatrix fencedLocks = p.Empty();
        for (int t = 0; t < graph.ThreadCount; t++)
        {
            GatherThread(t, unlocks, locks, fencedLocks);
        }

        InterruptOrder.AddTo(Strong, graph);
        if (!unlocks.IsEmpty && !locks.IsEmpty)
        {
            // The other half of po-ul-lk-po: the lock reads from another CPU's unlock.
            EventMatrix handOver = p.Seq(p.To(PoRelease, unlocks), p.Between(unlocks, relations.Rf, locks));
            UnlockLock.UnionWith(p.Seq(handOver, p.From(locks, AcquirePo)));
            Strong.UnionWith(p.Seq(handOver, fencedLocks));
        }
    }

    private void GatherThread(int thread, EventBits unlocks, EventBits locks, EventMatrix fencedLocks)
    {
        var past = default(LkmmFencePast);
        for (int i = 0; i < _graph.ThreadLength(thread); i++)
        {
            int slot = _graph.SlotAt(thread, i);
            ref GraphEvent e = ref _graph.Events[slot];
            bool present = _graph.Has(slot);
            if (!LkmmFencePast.Counts(ref e, present))
            {
                continue;
            }

            if (present)
            {
                RelationPool.AddAll(Po, past.Events, slot, _graph);
                past.Events.Add(slot);
                Marked.Add(slot);
                if (e.IsAccess)
                {
                    Relate(ref e, slot, ref past, fencedLocks);
                    Mark(ref e, slot, unlocks, locks);
                }
            }

            past.Pass(ref e, slot, present);
        }
    }

    private void Mark(ref GraphEvent e, int slot, EventBits unlocks, EventBits locks)
    {
        if (!LkmmTags.IsMarked(ref e))
        {
            Marked.Remove(slot);
            HasPlain = true;
        }

        if (e.Kind == EventKind.Read && !LkmmTags.IsNoReturn(ref e))
        {
            R4Rmb.Add(slot);
        }

        if (LkmmTags.GivesLock(ref e))
        {
            unlocks.Add(slot);
        }

        if (LkmmTags.TakesLock(ref e) && !LkmmTags.Failed(ref e))
        {
            locks.Add(slot);
        }

        if (e is { Kind: EventKind.Write, IsRmw: true } && _graph.Has(e.Partner))
        {
            Rmw.Add(e.Partner, slot);
        }
    }

    private void Relate(ref GraphEvent e, int slot, ref LkmmFencePast past, EventMatrix fencedLocks)
    {
        RelationPool.AddAll(Addr, e.AddressReads, slot, _graph);
        RelationPool.AddAll(Data, e.DataReads, slot, _graph);
        RelationPool.AddAll(Ctrl, e.ControlReads, slot, _graph);
        RelationPool.AddAll(Strong, past.Strong(ref e), slot, _graph);
        RelationPool.AddAll(AcquirePo, past.Acquires, slot, _graph);
        RelationPool.AddAll(AcrossRmb, past.BeforeRmb, slot, _graph);
        RelationPool.AddAll(UnlockLock, past.BeforeUnlockLock, slot, _graph);
        RelationPool.AddAll(fencedLocks, past.FencedLocks, slot, _graph);
        RelationPool.AddAll(PoRelease, past.Released(ref e), slot, _graph);
        if (e.Kind == EventKind.Write)
        {
            RelationPool.AddAll(Wmb, past.BeforeWmb, slot, _graph);
            RelationPool.AddAll(AddrPlainWmb, past.AddressesBeforeWmb, slot, _graph);
            return;
        }

        if (DependencyPrefix.IsForwarded(_graph, ref e))
        {
            ref GraphEvent w = ref _graph.Events[e.Source];
            RelationPool.AddAll(Carry, w.DataReads, slot, _graph);
            if (LkmmTags.IsMarked(ref w))
            {
                RelationPool.AddAll(Forwarded, w.AddressReads | w.DataReads, slot, _graph);
            }
        }
    }
}
