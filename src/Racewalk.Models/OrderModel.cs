using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// A model of the form: coherence, atomicity, and acyclic (local order ∪ external reads-from ∪ coherence ∪ from-reads). SC, TSO and Armv8 are
/// such (AXIOMS §1 and §4a; internal coherence and from-reads are in each one's local order, so including them changes nothing).
/// </summary>
/// <remarks>Not thread-safe: holds scratch space. One instance serves one search.</remarks>
public abstract class OrderModel : GraphModel, IGracePeriodModel
{
    private readonly OrderClosure _whole = new();

    /// <inheritdoc/>
    public sealed override bool IsOneOrder => true;

    /// <inheritdoc/>
    public sealed override bool IsConsistent(ExecutionGraph graph) => IsConsistent(graph, _whole);

    /// <inheritdoc/>
    public sealed override bool IsConsistent(ExecutionGraph graph, OrderClosure closure) =>
        IsCoherent(graph) && IsAtomic(graph) && closure.TryCompute(graph, this, canUndo: false);

    /// <inheritdoc/>
    /// <remarks>A cycle that is new goes through the new event.</remarks>
    public sealed override bool IsStillConsistent(ExecutionGraph graph, OrderClosure closure, int added)
    {
        ref GraphEvent e = ref graph.Events[added];
        return graph.LastOf(e.Thread) == added
            ? (!e.IsAccess || (IsCoherentAt(graph, added) && IsAtomicAt(graph, added))) && closure.TryAdd(graph, added, e.LocalOrder, out _)
            : IsCoherent(graph) && IsAtomic(graph) && closure.TryCompute(graph, this, canUndo: true);
    }

    /// <inheritdoc/>
    public sealed override bool Accepts(ExecutionGraph graph) => GracePeriods.Accepts(graph, this);

    bool IGracePeriodModel.IsConsistent(ExecutionGraph graph, EventMatrix assumed)
    {
        return _whole.TryCompute(graph, this, canUndo: false, assumed);
    }
}
