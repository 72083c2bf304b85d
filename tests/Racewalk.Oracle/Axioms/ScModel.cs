namespace Racewalk.Oracle.Axioms;

/// <summary>Sequential consistency: acyclic (po ∪ rf ∪ co ∪ fr).</summary>
internal sealed class ScModel(int index) : OracleModel("sc", index)
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
}
