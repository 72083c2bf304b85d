using Racewalk.Executions;

namespace Racewalk.Oracle.Axioms;

/// <summary>Power, as in Herding Cats.</summary>
/// <remarks>That the value a read-modify-write writes follows from the one read counts as a data dependency, as for Armv8.</remarks>
internal sealed class PowerModel(int index) : OracleModel("power", index)
{
    /// <inheritdoc/>
    internal override Relation LocalOrder(ThreadRelations thread) => new(thread.Po.Count);

    /// <inheritdoc/>
    internal override void AddCommunication(Candidate candidate, ulong[] order)
    {
    }

    /// <inheritdoc/>
    private protected override bool IsOrdered(Candidate candidate, Relation assumed)
    {
        if (!IsWellFounded(candidate))
        {
            return false;
        }

        var c = new CandidateRelations(candidate);
        Relation rfe = c.Ext(c.Rf);
        Relation fre = c.Ext(c.Fr);
        Relation coe = c.Ext(c.Co);
        Relation strong = c.Across(c.Fences(FenceKind.Full, FenceKind.DsbFull, FenceKind.SyncRcu)).From(c.M).To(c.M) | c.Interrupts | assumed;
        Relation light = (c.Across(c.Fences(FenceKind.LightSync)).From(c.M).To(c.M) - Relation.Product(c.Count, c.W, c.R))
            | c.Across(c.Fences(FenceKind.Eieio)).From(c.W).To(c.W);
        Relation fences = strong | light;
        Relation hb = PreservedProgramOrder(c, rfe, fre, coe) | fences | rfe;
        Relation hbStar = hb.Star();
        Relation propBase = (fences | rfe.Then(fences)).Then(hbStar);
        Relation chapo = rfe | fre | coe | fre.Then(rfe) | coe.Then(rfe);
        Relation prop = propBase.From(c.W).To(c.W) | chapo.OrSame().Then(propBase.Star()).Then(strong).Then(hbStar);
        ulong exclusive = c.Where(static e => e.IsRmw);
        return c.AreInterruptsOrdered
            && hb.IsAcyclic()
            && fre.Then(prop).Then(hbStar).IsIrreflexive
            && (c.Co | prop).IsAcyclic()
            && (c.Co | c.Po.From(exclusive).To(exclusive)).IsAcyclic();
    }

    private static Relation PreservedProgramOrder(CandidateRelations c, Relation rfe, Relation fre, Relation coe)
    {
        Relation dd = c.Addr | c.Data;
        Relation ii0 = dd | c.Int(c.Rf) | (c.PoLoc & fre.Then(rfe));
        Relation ci0 = c.Ctrl.To(c.Fences(FenceKind.ContextSync)).Then(c.Po) | (c.PoLoc & coe.Then(rfe));
        Relation cc0 = dd | c.PoLoc | c.Ctrl | c.Addr.Then(c.Po);
        Relation ii = ii0;
        Relation ci = ci0;
        Relation cc = cc0;
        var ic = new Relation(c.Count);
        while (true)
        {
            Relation nextCi = ci0 | ci.Then(ii) | cc.Then(ci);
            Relation nextIi = ii0 | ci | ic.Then(ci) | ii.Then(ii);
            Relation nextCc = cc0 | ci | ci.Then(ic) | cc.Then(cc);
            Relation nextIc = ii | cc | ic.Then(cc) | ii.Then(ic);
            Relation news = (nextCi - ci) | (nextIi - ii) | (nextCc - cc) | (nextIc - ic);
            (ci, ii, cc, ic) = (ci | nextCi, ii | nextIi, cc | nextCc, ic | nextIc);
            if (news.IsEmpty)
            {
                return ii.From(c.R).To(c.R) | ic.From(c.R).To(c.W);
            }
        }
    }
}
