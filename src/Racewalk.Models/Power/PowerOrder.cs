using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>The global axioms of Power over a graph: no thin air, observation, propagation (AXIOMS §2).</summary>
internal sealed class PowerOrder
{
    private ExecutionGraph _graph = null!;
    private GraphRelations _g = null!;
    private EventMatrix _dd = null!;
    private EventMatrix _cc0 = null!;
    private EventMatrix _ctrlIsync = null!;
    private EventMatrix _strong = null!;
    private EventMatrix _light = null!;
    private EventMatrix _local = null!;
    private EventMatrix _joined = null!;
    private EventMatrix _joinedFr = null!;

    /// <summary>What is propagated before what (Herding Cats, prop), after a graph was asked about.</summary>
    public EventMatrix Prop { get; private set; } = null!;

    /// <summary>
    /// Whether a coherent graph satisfies them; <paramref name="assumed"/> is taken for strong fences besides, <paramref name="performed"/> for happens-before.
    /// </summary>
    public bool IsPropagated(ExecutionGraph graph, GraphRelations relations, EventMatrix? assumed, EventMatrix? performed)
    {
        (_graph, _g) = (graph, relations);
        RelationPool p = relations.Pool;
        GatherLocal();
        InterruptOrder.AddTo(_strong, graph);
        if (assumed is not null)
        {
            _strong.UnionWith(assumed);
        }

        EventMatrix fences = p.Or(_strong, _light);
        EventMatrix inThread = p.Or(PreservedProgramOrder(), fences);
        EventMatrix hb = p.Or(inThread, relations.Rfe);
        if (performed is not null)
        {
            hb.UnionWith(performed);
        }

        if (!hb.IsAcyclic() || (relations.HasWalks && MissesWhatAWalkRead(inThread)))
        {
            return false;
        }

        EventMatrix hbStar = p.Star(hb);
        EventMatrix propBase = p.Seq(p.Or(fences, p.Seq(relations.Rfe, fences)), hbStar);
        EventMatrix chapo = p.Or(relations.Rfe, relations.Fre, relations.Coe, p.Seq(relations.Fre, relations.Rfe), p.Seq(relations.Coe, relations.Rfe));
        Prop = p.Or(
            p.Between(relations.W, propBase, relations.W),
            p.Seq(p.Optional(chapo), p.Star(propBase), _strong, hbStar));
        return p.Seq(relations.Fre, Prop, hbStar).IsIrreflexive && p.Or(relations.Co, Prop).IsAcyclic()
            && (!relations.HasWalks || p.Seq(_joinedFr, Prop, relations.Rf, _joined).IsIrreflexive);
    }

    /// <summary>
    /// Coherence of a CPU's walks with its accesses, which is not program order's: what is ordered behind a walk neither misses what the walk read nor is overwritten by
    /// it, and the other way round.
    /// </summary>
    private bool MissesWhatAWalkRead(EventMatrix inThread)
    {
        RelationPool p = _g.Pool;
        EventMatrix later = p.Copy(inThread);
        later.CloseTransitively();
        return !p.Seq(p.Or(_g.Fr, _g.Co), _g.Rf, later).IsIrreflexive;
    }

    /// <summary>The least fixpoint of ii, ic, ci and cc.</summary>
    private EventMatrix PreservedProgramOrder()
    {
        RelationPool p = _g.Pool;
        EventMatrix rfi = p.Minus(_g.Rf, _g.Rfe);
        EventMatrix rdw = p.And(_g.PoLoc, p.Seq(_g.Fre, _g.Rfe));
        EventMatrix detour = p.And(_g.PoLoc, p.Seq(_g.Coe, _g.Rfe));
        EventMatrix ii = p.Or(_dd, rfi, rdw);
        EventMatrix ci = p.Or(_ctrlIsync, detour);
        EventMatrix cc = p.Copy(_cc0);
        EventMatrix ic = p.Empty();
        EventMatrix composed = p.Empty();
        for (int before = -1, after = 0; before != after;)
        {
            before = after;
            AddComposition(ci, ci, ii, composed);
            AddComposition(ci, cc, ci, composed);
            ii.UnionWith(ci);
            AddComposition(ii, ic, ci, composed);
            AddComposition(ii, ii, ii, composed);
            cc.UnionWith(ci);
            AddComposition(cc, ci, ic, composed);
            AddComposition(cc, cc, cc, composed);
            ic.UnionWith(ii);
            ic.UnionWith(cc);
            AddComposition(ic, ic, cc, composed);
            AddComposition(ic, ii, ic, composed);
            after = ii.Size + ic.Size + ci.Size + cc.Size;
        }

        return p.Or(p.Between(_g.R, ii, _g.R), p.Between(_g.R, ic, _g.W), _local);
    }

    private static void AddComposition(EventMatrix target, EventMatrix first, EventMatrix second, EventMatrix scratch)
    {
        scratch.SetToComposition(first, second);
        target.UnionWith(scratch);
    }

    private void GatherLocal()
    {
        RelationPool p = _g.Pool;
        (_dd, _cc0, _ctrlIsync) = (p.Empty(), p.Copy(_g.PoLoc), p.Empty());
        (_strong, _light, _local) = (p.Empty(), p.Empty(), p.Empty());
        (_joined, _joinedFr) = (p.Empty(), p.Empty());
        for (int t = 0; t < _graph.ThreadCount; t++)
        {
            GatherThread(t);
        }

        _cc0.UnionWith(_dd);
    }

    private void GatherThread(int thread)
    {
        EventSet accesses = default;
        EventSet reads = default;
        EventSet writes = default;
        EventSet beforeSync = default;
        EventSet readsBeforeLight = default;
        EventSet writesBeforeLight = default;
        EventSet addressesUsed = default;
        EventSet beforeIsync = default;
        EventSet walks = default;
        EventSet updates = default;
        EventSet beforePtesync = default;
        for (int i = 0; i < _graph.ThreadLength(thread); i++)
        {
            int slot = _graph.SlotAt(thread, i);
            if (!_graph.Has(slot))
            {
                continue;
            }

            ref GraphEvent e = ref _graph.Events[slot];
            switch (e.Kind)
            {
                case EventKind.Fence when e.Fence is FenceKind.Full or FenceKind.SyncRcu:
                    beforeSync |= accesses;
                    continue;
                case EventKind.Fence when e.Fence == FenceKind.DsbFull:
                    beforePtesync = accesses | updates;
                    beforeSync |= beforePtesync;
                    continue;
                case EventKind.Fence when e.Fence is FenceKind.LightSync or FenceKind.Eieio:
                    readsBeforeLight = e.Fence == FenceKind.LightSync ? reads : readsBeforeLight;
                    writesBeforeLight = writes;
                    continue;
                case EventKind.Fence when e.Fence == FenceKind.ContextSync:
                case EventKind.Fault:
                    beforeIsync |= e.ControlReads | walks;
                    continue;
                case EventKind.Read or EventKind.Write:
                    break;
                default:
                    continue;
            }

            RelationPool.AddAll(_ctrlIsync, beforeIsync, slot, _graph);
            RelationPool.AddAll(_dd, e.AddressReads | e.DataReads, slot, _graph);
            // What a hole hides is in the local order: chains through an event that a revisit deleted and that will be there again.
            RelationPool.AddAll(_local, e.LocalOrder & (reads | walks), slot, _graph);
            if (e.IsWalk)
            {
                RelationPool.AddAll(_strong, beforePtesync, slot, _graph);
                AddUpdate(slot, ref e);
                AddJoined(slot, ref e);
                if (e.Kind == EventKind.Read)
                {
                    walks.Add(slot);
                    continue;
                }

                updates.Add(slot);
                RelationPool.AddAll(_cc0, e.ControlReads | addressesUsed, slot, _graph);
                continue;
            }

            RelationPool.AddAll(_cc0, e.ControlReads | addressesUsed, slot, _graph);

            RelationPool.AddAll(_strong, beforeSync, slot, _graph);
            RelationPool.AddAll(_light, readsBeforeLight, slot, _graph);
            if (e.Kind == EventKind.Read)
            {
                reads.Add(slot);
                if (DependencyPrefix.IsForwarded(_graph, ref e) && !_graph.Has(e.Source))
                {
                    // dd;rfi through a write that is still to be performed.
                    RelationPool.AddAll(_dd, _graph.Events[e.Source].AddressReads | _graph.Events[e.Source].DataReads, slot, _graph);
                }
            }
            else
            {
                RelationPool.AddAll(_light, writesBeforeLight, slot, _graph);
                writes.Add(slot);
            }

            accesses.Add(slot);
            addressesUsed |= e.AddressReads;
        }
    }

    /// <summary>
    /// The two reads of one entry of the hash table (docs/models/translation.md, 4.2, h7): the second may miss a write, as a TLB may have kept both, but none that was
    /// before what the first has read.
    /// </summary>
    private void AddJoined(int slot, ref GraphEvent e)
    {
        if (!e.JoinsPrevious)
        {
            return;
        }

        int first = -1;
        foreach (int read in e.AddressReads)
        {
            bool isLater = first < 0 || _graph.Events[read].Index > _graph.Events[first].Index;
            first = _graph.Events[read].IsWalk && isLater ? read : first;
        }

        _joined.Add(first, slot);
        for (int w = _graph.After(e.Source, e.Location); w >= 0; w = _graph.Events[w].CoherenceNext)
        {
            _joinedFr.Add(slot, w);
        }
    }

    private void AddUpdate(int slot, ref GraphEvent e)
    {
        if (e.Kind == EventKind.Write && _graph.Has(e.Partner))
        {
            _dd.Add(e.Partner, slot);
        }
    }
}
