using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// A memory model as the graph explorer uses it. What may prune is apart from what may only judge complete graphs: a check that prunes must be
/// monotone (a violated graph stays violated) and extensible (from any graph that passes, the next event, added coherence-last, passes again).
/// </summary>
public interface IGraphModel
{
    /// <summary>Whether the model takes page walks and invalidations; programs with such are refused otherwise.</summary>
    bool KnowsTranslation => false;

    /// <summary>
    /// Whether the causal prefix of an event may be less than what precedes it in program order: then revisits leave holes, and load buffering is found.
    /// </summary>
    bool HasLoadBuffering { get; }

    /// <summary>
    /// Whether the causal prefix may contain what the model does not order before the event: then a revisit that is refused because its target is in
    /// the prefix may be a lost one, and the search looks whether it is.
    /// </summary>
    bool MayRefuseTooMuch(ExecutionGraph graph) => false;

    /// <summary>
    /// Whether dependencies, as they are recorded, and reads-from may go in a circle, so that something may exist because of itself, or seem to. The search
    /// does not build such executions.
    /// </summary>
    bool AllowsDependencyCircles => false;

    /// <summary>
    /// Whether a graph is consistent exactly if it is coherent, atomic, and its local order has no cycle with communication between threads. Then a new last event of a thread that cannot read
    /// from a write, or come behind it, cannot read from an older one either.
    /// </summary>
    bool IsOneOrder => false;

    /// <summary>Whether the model keeps an <see cref="OrderClosure"/>. If not, an event that is no access need not be told to it: it breaks nothing.</summary>
    bool KeepsClosure => false;

    /// <summary>
    /// The events of its own thread that the model orders before <paramref name="slot"/>, given that all before it in program order are
    /// present. May depend on annotations, locations and dependencies, not on values or sources, but for the outcome of a walk's read.
    /// </summary>
    EventSet LocalOrder(ExecutionGraph graph, int slot);

    /// <summary>
    /// The direct predecessors in the causal prefix: without them the event would not exist as it is, or could not be ordered as it is.
    /// Contains the local order, all that decides control, and the source of a read from another thread. A revisit keeps the closure.
    /// </summary>
    EventSet Prefix(ExecutionGraph graph, int slot);

    /// <summary>Whether a graph, complete or not, is consistent. Prunes.</summary>
    bool IsConsistent(ExecutionGraph graph);

    /// <summary>The same, and fills <paramref name="closure"/>, of which nothing that was before can be taken back.</summary>
    bool IsConsistent(ExecutionGraph graph, OrderClosure closure) => IsConsistent(graph);

    /// <summary>
    /// The same of a graph that was consistent without the event <paramref name="added"/>, and has nothing else new. What is changed in <paramref name="closure"/>, filled for the graph without the
    /// event, is the caller's to undo.
    /// </summary>
    bool IsStillConsistent(ExecutionGraph graph, OrderClosure closure, int added) => IsConsistent(graph);

    /// <summary>The same of what a revisit leaves of a consistent graph, that <paramref name="old"/> was filled for: the events kept, the write that revisits, and the read that takes it. Fills <paramref name="closure"/> as <see cref="IsConsistent(ExecutionGraph, OrderClosure)"/> does.</summary>
    bool IsConsistentAfterRevisit(ExecutionGraph graph, OrderClosure closure, OrderClosure old, int write, int read) => IsConsistent(graph, closure);

    /// <summary>
    /// Of a read that is the last event of its thread, and was refused as it is by <see cref="IsStillConsistent"/>, whose closure this is: whether it would be refused with every older source, too. False where that is not at hand.
    /// </summary>
    bool RefusesOlder(ExecutionGraph graph, OrderClosure closure, int read) => IsOneOrder;

    /// <summary>Which sources or places the last event of a thread can have, as far as the order says; only asked of a model that keeps it.</summary>
    CandidateBound BoundOf(ExecutionGraph graph, OrderClosure closure, int slot) => throw new NotSupportedException("a bound of candidates needs the order");

    /// <summary>Tells the model that <see cref="GraphEvent.Node"/> may mean another operation from now on than it did before.</summary>
    void ForgetOperations()
    {
    }

    /// <summary>
    /// Events that the model orders before another one, not there yet, by what its thread and the threads of some events order, and reads-from between threads; no graph with all these is consistent in which one of them comes
    /// behind it. Fewer may be named, or none.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="before">What is before the event in its thread.</param>
    /// <param name="by">The events.</param>
    EventSet FirmlyBefore(ExecutionGraph graph, EventSet before, EventSet by) => default;

    /// <summary>Whether a read, the next event of its thread, could not be from before a write of another thread, as that is known to its thread. False where it is not at hand.</summary>
    /// <param name="graph">The graph, without the read.</param>
    /// <param name="before">What is before the read in its thread.</param>
    /// <param name="write">The write.</param>
    bool IsOverwrittenBefore(ExecutionGraph graph, EventSet before, int write) => false;

    /// <summary>Whether a complete consistent graph is an execution of the model. Filters.</summary>
    bool Accepts(ExecutionGraph graph);

    /// <summary>The same of a graph that <paramref name="closure"/> is filled for.</summary>
    bool Accepts(ExecutionGraph graph, OrderClosure closure) => Accepts(graph);

    /// <summary>Finds a data race in a complete execution of the model, if the model defines such.</summary>
    bool TryFindRace(ExecutionGraph graph, out int first, out int second)
    {
        first = second = -1;
        return false;
    }
}
