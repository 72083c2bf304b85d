using Racewalk.Executions;

namespace Racewalk.Oracle.Axioms;

/// <summary>
/// Sequential consistency with grace periods as LKMM has them: its axiom (AXIOMS §7.5), with the one order of SC for happens-before. Chains with at least as many
/// grace periods as sections must not close a cycle; nothing is chosen.
/// </summary>
/// <remarks>It stands in for SC in the results, so the two are not enumerated together.</remarks>
internal sealed class ScRcuAxiomModel(int index) : OracleModel("sc-rcu-axiom", index)
{
    /// <inheritdoc/>
    internal override Relation LocalOrder(ThreadRelations thread) => thread.Po;

    /// <inheritdoc/>
    internal override void AddCommunication(Candidate candidate, ulong[] order)
    {
        for (int i = 0; i < candidate.Skeleton.Count; i++)
        {
            order[i] |= candidate.Rf[i] | candidate.Co[i] | candidate.Fr[i];
        }
    }

    /// <inheritdoc/>
    internal override bool AllowsGlobally(Candidate candidate)
    {
        var c = new CandidateRelations(candidate);
        Relation before = (c.Po | c.Rf | c.Co | c.Fr | c.Delivered).Plus();
        if (!before.IsIrreflexive)
        {
            return false;
        }

        Relation grace = Relation.On(c.Count, c.Fences(FenceKind.SyncRcu));
        Relation back = LkmmCore.Sections(c).Inverse();
        Relation link = before.OrSame().Then(c.Po);
        Relation order = grace;
        while (true)
        {
            Relation more = order
                | grace.Then(link).Then(back)
                | back.Then(link).Then(grace)
                | grace.Then(link).Then(order).Then(link).Then(back)
                | back.Then(link).Then(order).Then(link).Then(grace)
                | order.Then(link).Then(order);
            if ((more - order).IsEmpty)
            {
                break;
            }

            order = more;
        }

        return before.OrSame().Then(c.Po).Then(order).Then(c.Po.OrSame()).Then(before.OrSame()).IsIrreflexive;
    }
}
