namespace Racewalk.Exploration;

/// <summary>
/// A visitor of an exploration on several processors. Each part of the search gets its own, and what they have seen is put together in the order in
/// which one processor alone would have visited everything; so the outcome can be the same, whatever the number of processors.
/// </summary>
public interface IMergeableVisitor : IExecutionVisitor
{
    /// <summary>A visitor of this kind, for the same program, that has seen nothing.</summary>
    IMergeableVisitor Fresh();

    /// <summary>Takes over what another visitor of this kind, maybe for another copy of the program, has seen: the executions that come right after one's own.</summary>
    /// <param name="next">The other one; not used any more.</param>
    void Append(IMergeableVisitor next);
}
