using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>RCU's axiom, the coherence of plain accesses, and data races over a complete graph (AXIOMS §7.5, §7.6).</summary>
internal sealed class LkmmRaces
{
    private readonly ExecutionGraph _graph;
    private readonly GraphRelations _g;
    private readonly RelationPool _p;
    private readonly LkmmOrder _order;
    private readonly EventMatrix _rcuFence;
    private readonly EventMatrix _rb;

    public LkmmRaces(ExecutionGraph graph, GraphRelations relations, LkmmOrder order)
    {
        (_graph, _g, _p, _order) = (graph, relations, relations.Pool, order);
        EventMatrix hbPbStar = _p.Seq(_p.Star(order.Hb), _p.Star(order.Pb));
        _rcuFence = RcuFence(hbPbStar);
        _rb = _p.To(_p.Seq(order.Prop, _rcuFence, hbPbStar), order.Fences.Marked);
    }

    /// <summary>irreflexive rb</summary>
    public bool IsRcuConsistent => _rb.IsIrreflexive;

    /// <summary>Plain accesses do not see or overwrite against what must be visible to them.</summary>
    public bool ArePlainAccessesCoherent()
    {
        (EventMatrix wwVis, EventMatrix wrVis, EventMatrix rwXb) = Visibility();
        EventMatrix pre = PreRace();
        return _p.And(_p.And(pre, _g.Rf), _p.Inverse(rwXb)).IsEmpty
            && _p.And(_p.And(pre, _g.Fr), _p.Inverse(wrVis)).IsEmpty
            && _p.And(_p.And(pre, _g.Co), _p.Inverse(wwVis)).IsEmpty;
    }

    /// <summary>The pairs that race.</summary>
    public EventMatrix Races()
    {
        (EventMatrix wwVis, EventMatrix wrVis, EventMatrix rwXb) = Visibility();
        EventMatrix pre = PreRace();
        EventMatrix toMarked = _p.Empty();
        toMarked.SetToProduct(_g.W, _order.Fences.Marked);
        EventMatrix fromMarked = _p.Empty();
        fromMarked.SetToProduct(_order.Fences.Marked, _g.W);
        EventMatrix wwNonRace = _p.And(_p.And(wwVis, _p.Or(fromMarked, rwXb)), _p.Or(toMarked, wrVis));
        EventMatrix readFrom = _p.And(pre, _p.Seq(_p.Optional(_g.Co), _g.Rf));
        return _p.Or(
            _p.Minus(_p.And(pre, _g.Co), wwNonRace),
            _p.Minus(_p.Minus(readFrom, wrVis), _p.Inverse(rwXb)),
            _p.Minus(_p.And(pre, _g.Fr), rwXb));
    }

    /// <summary>ext ∩ (Plain×M ∪ M×Plain)</summary>
    private EventMatrix PreRace()
    {
        EventBits plain = _p.EmptySet();
        plain.CopyFrom(_g.M);
        plain.ExceptWith(_order.Fences.Marked);
        EventMatrix from = _p.Empty();
        from.SetToProduct(plain, _g.M);
        EventMatrix to = _p.Empty();
        to.SetToProduct(_g.M, plain);
        return _g.External(_p.Or(from, to), _graph);
    }

    private (EventMatrix WwVis, EventMatrix WrVis, EventMatrix RwXb) Visibility()
    {
        EventBits marked = _order.Fences.Marked;
        EventMatrix fence = _p.Or(_order.Fence, _rcuFence);
        EventMatrix strong = _p.Or(_order.Fences.Strong, _rcuFence);
        EventMatrix xbStar = _p.Star(_p.Or(_order.Hb, _order.Pb, _rb));
        EventMatrix vis = _p.Seq(
            _p.To(_p.Seq(_order.CumulStar, _p.Optional(_g.Rfe)), marked),
            _p.Or(_p.Seq(_p.To(strong, marked), xbStar), _g.Internal(xbStar, _graph)));
        EventBits returning = NotNoReturn();
        EventMatrix writePre = _p.From(marked, _p.Optional(_p.Or(_order.Addr, fence)));
        EventMatrix readPre = _p.From(marked, _p.Optional(_p.Or(
            _order.Addr, _order.NonRw, _p.Between(_order.Fences.R4Rmb, _order.Fences.AcrossRmb, returning))));
        EventMatrix writePost = _p.Seq(_p.To(_p.Optional(fence), marked), _order.RmwSequence);
        EventMatrix readPost = _p.To(
            _p.Optional(_p.Or(_order.NonRw, _p.Between(returning, _order.Fences.AcrossRmb, _order.Fences.R4Rmb))), marked);
        EventMatrix seen = _p.Or(_p.Seq(strong, xbStar), _p.Seq(writePost, vis));
        return (
            _p.Or(fence, _p.Seq(seen, writePre)),
            _p.Or(fence, _p.Seq(seen, readPre)),
            _p.Or(fence, _p.Seq(readPost, xbStar, writePre)));
    }

    private EventBits NotNoReturn()
    {
        EventBits set = _p.EmptySet();
        foreach (int slot in _graph.Present)
        {
            set[slot] = !LkmmTags.IsNoReturn(ref _graph.Events[slot]);
        }

        return set;
    }

    /// <summary>po;rcu-order;po?, for chains with at least as many grace periods as read-side sections.</summary>
    private EventMatrix RcuFence(EventMatrix hbPbStar)
    {
        EventBits graces = _p.EmptySet();
        EventMatrix sectionsBack = _p.Empty();
        GatherRcu(graces, sectionsBack);
        if (graces.IsEmpty)
        {
            return _p.Empty();
        }

        EventMatrix po = _order.Fences.Po;
        EventMatrix link = _p.Seq(_p.Optional(po), hbPbStar, _order.Prop, po);
        EventMatrix fromGrace = _p.From(graces, link);
        EventMatrix toGrace = _p.To(link, graces);
        EventMatrix linkSection = _p.Seq(link, sectionsBack);
        EventMatrix sectionLink = _p.Seq(sectionsBack, link);
        EventMatrix order = _p.Or(_p.Identity(graces), _p.Seq(fromGrace, sectionsBack), _p.Seq(sectionsBack, toGrace));
        for (int before = -1; before != order.Size;)
        {
            before = order.Size;
            order.UnionWith(_p.Or(
                _p.Seq(fromGrace, order, linkSection), _p.Seq(sectionLink, order, toGrace), _p.Seq(order, link, order)));
        }

        return _p.Seq(po, order, _p.Optional(po));
    }

    private void GatherRcu(EventBits graces, EventMatrix sectionsBack)
    {
        for (int t = 0; t < _graph.ThreadCount; t++)
        {
            int depth = 0;
            int start = -1;
            for (int i = 0; i < _graph.ThreadLength(t); i++)
            {
                int slot = _graph.SlotAt(t, i);
                if (!_graph.Has(slot) || _graph.Events[slot].Kind != EventKind.Fence)
                {
                    continue;
                }

                switch (_graph.Events[slot].Fence)
                {
                    case FenceKind.SyncRcu:
                        graces.Add(slot);
                        break;
                    case FenceKind.RcuLock:
                        start = depth++ == 0 ? slot : start;
                        break;
                    case FenceKind.RcuUnlock when depth > 0 && --depth == 0:
                        sectionsBack.Add(slot, start);
                        break;
                }
            }
        }
    }
}
