using Racewalk.Executions;

namespace Racewalk.Oracle.Axioms;

/// <summary>The Linux-kernel memory model: linux-kernel.bell and linux-kernel.cat in the form with the rules for Mb read-modify-writes.</summary>
/// <remarks>
/// Dependencies and reads-from may go in a circle through plain accesses. The values are those that some way through a thread writes, so executions whose values
/// come out of thin air are not among these.
/// </remarks>
internal sealed class LkmmModel(int index) : OracleModel("lkmm", index)
{
    /// <inheritdoc/>
    internal override Relation LocalOrder(ThreadRelations thread) => new(thread.Po.Count);

    /// <inheritdoc/>
    internal override void AddCommunication(Candidate candidate, ulong[] order)
    {
    }

    /// <inheritdoc/>
    internal override bool AllowsGlobally(Candidate candidate)
    {
        var core = new LkmmCore(candidate);
        return core.C.AreInterruptsOrdered && core.Hb.IsAcyclic() && core.Pb.IsAcyclic() && core.Rb.IsIrreflexive && new LkmmPlain(core).IsCoherent;
    }

    /// <inheritdoc/>
    internal override bool HasRace(Candidate candidate) => new LkmmPlain(new LkmmCore(candidate)).HasRace;
}

/// <summary>The sets, fences and orders of the model (AXIOMS §7.1 to §7.5).</summary>
internal sealed class LkmmCore
{
    public LkmmCore(Candidate candidate)
    {
        var c = new CandidateRelations(candidate);
        C = c;
        Relation po = c.Po;
        ulong m = c.M;
        ulong failed = c.Where(static e => e is { Kind: EventKind.Read, IsRmw: true, Partner: < 0 });
        ulong rmw = c.Where(static e => e.IsRmw && (e.Access & Access.Lock) == 0);
        Plain = c.Where(static e => e.Location >= 0 && (e.Access & Access.Plain) != 0 && !e.IsRmw);
        Marked = c.Where(static _ => true) & ~Plain;
        ulong lkr = c.Where(static e => (e.Access & Access.Lock) != 0 && e.Kind == EventKind.Read) & ~failed;
        ulong lkw = c.Where(static e => (e.Access & Access.Lock) != 0 && e.Kind == EventKind.Write);
        ulong ul = c.Where(static e => (e.Access & Access.Unlock) != 0 && e.Kind == EventKind.Write);
        ulong acquire = (c.Where(static e => (e.Access & Access.Acquire) != 0 && e.Kind == EventKind.Read) & ~failed) | lkr;
        ulong release = c.Where(static e => (e.Access & Access.Release) != 0 && e.Kind == EventKind.Write) | ul;
        ulong mbTag = c.Where(static e => (e.Access & Access.FullBarrier) != 0) & rmw & ~failed;
        NoReturn = c.Where(static e => (e.Access & Access.NoReturn) != 0 && e.Kind == EventKind.Read);
        R4Rmb = c.R & ~NoReturn;

        Relation carry = c.Data.Then(c.Int(c.Rf)).Star();
        Addr = carry.Then(c.Addr);
        Relation data = carry.Then(c.Data);
        Relation ctrl = carry.Then(c.Ctrl);

        Relation acqPo = po.From(acquire).To(m);
        Relation poRel = po.From(m).To(release);
        Relation poUlLkPo = po.To(ul).Then((po | c.Rf).From(ul).To(lkr)).Then(po);
        AcrossRmb = c.Across(c.Fences(FenceKind.ReadRead));
        Relation rmb = AcrossRmb.From(R4Rmb).To(R4Rmb);
        Relation wmb = c.Across(c.Fences(FenceKind.Store)).From(c.W).To(c.W);
        Relation mb = c.Across(c.Fences(FenceKind.Full)).From(m).To(m)
            | po.From(m).To(mbTag & c.R)
            | po.From(mbTag & c.W).To(m)
            | c.Across(c.Fences(FenceKind.BeforeAtomic)).From(m).To(rmw).Then(po.OrSame()).To(m)
            | po.OrSame().From(m).To(rmw).Then(c.Across(c.Fences(FenceKind.AfterAtomic))).To(m)
            | po.OrSame().From(m).To(lkw).Then(c.Across(c.Fences(FenceKind.AfterSpinlock))).To(m)
            | poUlLkPo.From(m).To(c.Fences(FenceKind.AfterUnlockLock)).Then(po).To(m);
        ulong sync = c.Fences(FenceKind.SyncRcu);
        Relation gp = po.To(sync).Then(po.OrSame());
        Strong = mb | gp | c.Interrupts;
        NonRw = Strong | poRel | acqPo;
        Fence = NonRw | wmb | rmb;

        Relation dep = Addr | data;
        Relation rwdep = (dep | ctrl).To(c.W);
        Relation overwrite = c.Co | c.Fr;
        Relation toW = rwdep | c.Int(overwrite) | Addr.To(Plain).Then(wmb);
        Relation toR = Addr.To(c.R) | dep.To(Marked).Then(c.Int(c.Rf));
        Relation ppo = toR | toW | c.Int(Fence) | c.Int(poUlLkPo);
        Rfe = c.Ext(c.Rf);
        RmwSequence = c.Rf.Then(c.Rmw).Star();
        Relation A(Relation r) => Rfe.To(Marked).OrSame().Then(r);
        Cumul = (A(Strong | poRel) | wmb | poUlLkPo).From(Marked).To(Marked).Then(RmwSequence);
        Prop = c.Ext(overwrite).OrSame().From(Marked).Then(Cumul.Star()).To(Marked).Then(Rfe.OrSame()).To(Marked);
        Hb = (ppo | Rfe | c.Int(Prop.Proper())).From(Marked).To(Marked);
        Pb = Prop.Then(Strong).Then(Hb.Star()).To(Marked);
        RcuFence = po.Then(RcuOrder(sync)).Then(po.OrSame());
        Rb = Prop.Then(RcuFence).Then(Hb.Star()).Then(Pb.Star()).To(Marked);
    }

    public CandidateRelations C { get; }

    public ulong Plain { get; }

    public ulong Marked { get; }

    public ulong NoReturn { get; }

    public ulong R4Rmb { get; }

    public Relation Addr { get; }

    public Relation AcrossRmb { get; }

    public Relation Strong { get; }

    public Relation NonRw { get; }

    public Relation Fence { get; }

    public Relation Rfe { get; }

    public Relation RmwSequence { get; }

    public Relation Cumul { get; }

    public Relation Prop { get; }

    public Relation Hb { get; }

    public Relation Pb { get; }

    public Relation RcuFence { get; }

    public Relation Rb { get; }

    private Relation RcuOrder(ulong sync)
    {
        Relation po = C.Po;
        Relation grace = Relation.On(C.Count, sync);
        Relation back = Sections(C).Inverse();
        Relation link = po.OrSame().Then(Hb.Star()).Then(Pb.Star()).Then(Prop).Then(po);
        Relation order = grace | grace.Then(link).Then(back) | back.Then(link).Then(grace);
        while (true)
        {
            Relation more = order
                | grace.Then(link).Then(order).Then(link).Then(back)
                | back.Then(link).Then(order).Then(link).Then(grace)
                | order.Then(link).Then(order);
            if ((more - order).IsEmpty)
            {
                return order;
            }

            order = more;
        }
    }

    // rcu-rscs: each lock with the unlock that closes it.
    internal static Relation Sections(CandidateRelations c)
    {
        ulong locks = c.Fences(FenceKind.RcuLock);
        ulong unlocks = c.Fences(FenceKind.RcuUnlock);
        var sections = new Relation(c.Count);
        var open = new Stack<int>();
        for (int id = 0; id < c.Count; id++)
        {
            if ((locks >> id & 1) != 0)
            {
                open.Push(id);
            }
            else if ((unlocks >> id & 1) != 0)
            {
                sections.Add(open.Pop(), id);
            }
        }

        return sections;
    }
}

/// <summary>Plain accesses (AXIOMS §7.6).</summary>
internal sealed class LkmmPlain
{
    public LkmmPlain(LkmmCore k)
    {
        CandidateRelations c = k.C;
        ulong marked = k.Marked;
        ulong returning = ~k.NoReturn;
        Relation fence = k.Fence | k.RcuFence;
        Relation strong = k.Strong | k.RcuFence;
        Relation xbStar = (k.Hb | k.Pb | k.Rb).Star();
        Relation vis = k.Cumul.Star().Then(k.Rfe.OrSame()).To(marked).Then(strong.To(marked).Then(xbStar) | c.Int(xbStar));
        Relation wPre = (k.Addr | fence).OrSame().From(marked);
        Relation rPre = (k.Addr | k.NonRw | k.AcrossRmb.From(k.R4Rmb).To(returning)).OrSame().From(marked);
        Relation wPost = fence.OrSame().To(marked).Then(k.RmwSequence);
        Relation rPost = (k.NonRw | k.AcrossRmb.From(returning).To(k.R4Rmb)).OrSame().To(marked);
        Relation wwVis = fence | strong.Then(xbStar).Then(wPre) | wPost.Then(vis).Then(wPre);
        Relation wrVis = fence | strong.Then(xbStar).Then(rPre) | wPost.Then(vis).Then(rPre);
        Relation rwXb = fence | rPost.Then(xbStar).Then(wPre);
        Relation preRace = c.Ext(Relation.Product(c.Count, k.Plain, c.M) | Relation.Product(c.Count, c.M, k.Plain));
        IsCoherent = (preRace & c.Rf & rwXb.Inverse()).IsEmpty
            && (preRace & c.Fr & wrVis.Inverse()).IsEmpty
            && (preRace & c.Co & wwVis.Inverse()).IsEmpty;
        Relation wwNonRace = wwVis
            & (Relation.Product(c.Count, marked, c.W) | rwXb)
            & (Relation.Product(c.Count, c.W, marked) | wrVis);
        Relation race = ((preRace & c.Co) - wwNonRace)
            | ((preRace & c.Co.OrSame().Then(c.Rf)) - wrVis - rwXb.Inverse())
            | ((preRace & c.Fr) - rwXb);
        HasRace = !race.IsEmpty;
    }

    public bool IsCoherent { get; }

    public bool HasRace { get; }
}
