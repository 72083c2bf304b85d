using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>LKMM's happens-before and propagates-before over a graph (AXIOMS §7.4).</summary>
internal sealed class LkmmOrder
{
    /// <summary>What program order gives.</summary>
    public LkmmFences Fences { get; } = new();

    /// <summary>Whether some access is plain.</summary>
    public bool HasPlain => Fences.HasPlain;

    /// <summary>addr with the dependencies that plain locals in memory carry.</summary>
    public EventMatrix Addr { get; private set; } = null!;

    /// <summary>strong ∪ po-rel ∪ acq-po</summary>
    public EventMatrix NonRw { get; private set; } = null!;

    /// <summary>All fences.</summary>
    public EventMatrix Fence { get; private set; } = null!;

    /// <summary>(rf;rmw)*</summary>
    public EventMatrix RmwSequence { get; private set; } = null!;

    /// <summary>cumul*</summary>
    public EventMatrix CumulStar { get; private set; } = null!;

    /// <summary>prop</summary>
    public EventMatrix Prop { get; private set; } = null!;

    /// <summary>Happens-before.</summary>
    public EventMatrix Hb { get; private set; } = null!;

    /// <summary>Propagates-before.</summary>
    public EventMatrix Pb { get; private set; } = null!;

    /// <summary>
    /// Whether hb and pb have no cycle. Of an incomplete graph only what the next event, added coherence-last, cannot break: a write that is
    /// performed after a read-modify-write of its thread took its value would lengthen an rmw sequence that was there before.
    /// </summary>
    public bool IsOrdered(ExecutionGraph graph, GraphRelations g, bool complete)
    {
        Fences.Gather(graph, g);
        RelationPool p = g.Pool;
        EventBits marked = Fences.Marked;
        EventMatrix carry = p.Star(Fences.Carry);
        Addr = p.Seq(carry, Fences.Addr);
        EventMatrix dep = p.Or(Addr, p.Seq(carry, Fences.Data));
        EventMatrix rmb = p.Between(Fences.R4Rmb, Fences.AcrossRmb, Fences.R4Rmb);
        NonRw = p.Or(Fences.Strong, Fences.PoRelease, Fences.AcquirePo);
        Fence = p.Or(NonRw, Fences.Wmb, rmb);
        EventMatrix toWrite = p.Or(
            p.To(p.Or(dep, p.Seq(carry, Fences.Ctrl)), g.W), g.Internal(p.Or(g.Co, g.Fr), graph), p.Seq(carry, Fences.AddrPlainWmb));
        EventMatrix toRead = p.Or(p.To(Addr, g.R), p.Seq(carry, Fences.Forwarded));
        EventMatrix ppo = p.Or(toRead, toWrite, g.Internal(p.Or(Fence, Fences.UnlockLock), graph));
        Propagate(g, complete);
        EventMatrix back = g.Internal(Prop, graph);
        RemoveIdentity(back);
        Hb = p.Between(marked, p.Or(ppo, g.Rfe, back), marked);
        if (!Hb.IsAcyclic())
        {
            return false;
        }

        Pb = p.To(p.Seq(Prop, Fences.Strong, p.Star(Hb)), marked);
        return Pb.IsAcyclic();
    }

    private void Propagate(GraphRelations g, bool complete)
    {
        RelationPool p = g.Pool;
        EventBits marked = Fences.Marked;
        EventMatrix cumulative = p.Or(Fences.Strong, Fences.PoRelease);
        EventMatrix all = p.Or(cumulative, p.Seq(p.To(g.Rfe, marked), cumulative), Fences.Wmb, Fences.UnlockLock);
        RmwSequence = p.Star(p.Seq(complete ? g.Rf : g.Rfe, Fences.Rmw));
        CumulStar = p.Star(p.Seq(p.Between(marked, all, marked), RmwSequence));
        EventMatrix overwrite = p.Optional(p.Or(g.Coe, g.Fre));
        Prop = p.Seq(p.From(marked, overwrite), p.To(CumulStar, marked), p.To(p.Optional(g.Rfe), marked));
    }

    private static void RemoveIdentity(EventMatrix matrix)
    {
        for (int i = 0; i < matrix.Count; i++)
        {
            matrix.Remove(i, i);
        }
    }
}
