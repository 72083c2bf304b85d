using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// What is ordered before what in a complete execution with translation, but for what the order of invalidations and walks' reads adds: enough to say that a
/// store, an invalidation and another store follow each other (break-before-make, docs/models/translation.md 2.7).
/// </summary>
public static class TranslationHistory
{
    /// <summary>For each event that is there, by slot, all that is before it.</summary>
    /// <exception cref="ArgumentException">The graph has a cycle: it is no execution of the model.</exception>
    public static EventSet[] Of(ExecutionGraph graph)
    {
        var order = new TranslationOrder();
        var past = new EventSet[EventSet.Capacity];
        order.Gather(graph, null);
        return order.IsAcyclic(graph, past) ? past : throw new ArgumentException("something in the graph is before itself", nameof(graph));
    }
}
