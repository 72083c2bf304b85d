using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// Which writes the last event of a thread can read from, or come behind in coherence, under a model that is one order (<see cref="IGraphModel.IsOneOrder"/>): those from the coherence-last down to
/// one that is before the event, or that its thread has seen. An older one would be followed by a write that is before the event.
/// </summary>
public readonly struct CandidateBound
{
    private readonly EventSet _before;
    private readonly int _seen;

    private CandidateBound(EventSet before, int seen) => (_before, _seen) = (before, seen);

    /// <summary>The bound for an event that is the last of its thread, and is read by nobody.</summary>
    /// <param name="graph">The graph, with the event or without it.</param>
    /// <param name="closure">Filled for it.</param>
    /// <param name="slot">The event.</param>
    public static CandidateBound Of(ExecutionGraph graph, OrderClosure closure, int slot)
    {
        ref GraphEvent e = ref graph.Events[slot];
        return new CandidateBound(closure.UpTo(e.LocalOrder & graph.Present), GraphModel.LastSeen(graph, slot, out int seen) ? seen : -1);
    }

    /// <summary>The candidate to try after a write, the next one down in coherence; null if there is none. -1 stands for the initial value.</summary>
    public int? After(int write, ExecutionGraph graph) =>
        write < 0 || write == _seen || _before.Contains(write) ? null : graph.Events[write].CoherencePrevious;
}
