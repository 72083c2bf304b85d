using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// Which writes the last event of a thread can read from, or come behind in coherence, under a model that keeps an <see cref="OrderClosure"/>: those from the coherence-last down to one that is before the
/// event, or that its thread has seen. An older one would be followed by a write that is before the event. Under a model that is one order (<see cref="IGraphModel.IsOneOrder"/>) those are all;
/// another one must be asked about what is older than a write that is before the event.
/// </summary>
public readonly struct CandidateBound
{
    private readonly EventSet _before;
    private readonly int _seen;
    private readonly bool _isOneOrder;
    private readonly bool _isCyclic;

    private CandidateBound(EventSet before, int seen, bool isOneOrder, bool isCyclic) => (_before, _seen, _isOneOrder, _isCyclic) = (before, seen, isOneOrder, isCyclic);

    /// <summary>The bound for an event that is the last of its thread, and is read by nobody.</summary>
    /// <param name="graph">The graph, with the event or without it.</param>
    /// <param name="model">The model, which keeps a closure.</param>
    /// <param name="closure">Filled for the graph, with the event if that makes no cycle, or without it.</param>
    /// <param name="slot">The event.</param>
    public static CandidateBound Of(ExecutionGraph graph, GraphModel model, OrderClosure closure, int slot) => new(
        closure.UpTo(model.OrderedInThread(graph, slot) & graph.Present), GraphModel.LastSeen(graph, slot, out int seen) ? seen : -1, model.IsOneOrder, closure.IsCyclic);

    /// <summary>The candidate to try after a write, the next one down in coherence; null if there is none. -1 stands for the initial value.</summary>
    public int? After(int write, ExecutionGraph graph) =>
        write < 0 || write == _seen || (_isOneOrder && _before.Contains(write)) ? null : graph.Events[write].CoherencePrevious;

    /// <summary>Whether a candidate is allowed, as the order has no cycle with it. If not, a model that is one order forbids it. What is forwarded may carry more order, so there another model must be asked, too.</summary>
    /// <param name="graph">The graph with the event in it.</param>
    /// <param name="slot">The event, which has the candidate for its source or place.</param>
    public bool Allows(ExecutionGraph graph, int slot)
    {
        ref GraphEvent e = ref graph.Events[slot];
        int next = OrderClosure.Next(graph, ref e);
        return !_isCyclic && (next < 0 || !_before.Contains(next)) && (_isOneOrder || !DependencyPrefix.IsForwarded(graph, ref e));
    }
}
