namespace Racewalk.Oracle.Axioms;

/// <summary>x86-TSO in its classic form: acyclic (ppo ∪ mf ∪ impl ∪ rfe ∪ fr ∪ co).</summary>
internal sealed class TsoModel(int index) : OracleModel("tso", index)
{
    /// <inheritdoc/>
    internal override Relation LocalOrder(ThreadRelations thread)
    {
        Relation po = thread.Po;
        ulong r = thread.R;
        ulong w = thread.W;
        Relation ppo = po.From(w).To(w) | po.From(r).To(thread.M);
        Relation mf = po.To(thread.FullFences).Then(po);

        // All read-modify-writes are locked; a failed compare-exchange is, too. Its read needs no clause as a source: ppo orders what
        // follows it.
        ulong x = thread.X;
        Relation impl = po.From(w).To(r & x) | po.From(w & x).To(r);
        return ppo | mf | impl | thread.Interrupts();
    }

    /// <inheritdoc/>
    internal override void AddCommunication(Candidate candidate, ulong[] order)
    {
        for (int i = 0; i < candidate.Skeleton.Count; i++)
        {
            order[i] |= (candidate.Rf[i] & candidate.Skeleton.External(i)) | candidate.Co[i] | candidate.Fr[i];
        }
    }
}
