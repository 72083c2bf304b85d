using Racewalk.Executions;
using Racewalk.Exploration;

namespace Racewalk.Reporting.Order;

/// <summary>What connects the events of an execution across program order.</summary>
internal enum CommunicationKind
{
    /// <summary>From a write to a read of it, or from an interrupt's sending to its arrival.</summary>
    ReadsFrom,

    /// <summary>From a write to the next write of the location.</summary>
    Coherence,

    /// <summary>From a read to the first write that overwrites what it read.</summary>
    FromReads,
}

/// <summary>One edge.</summary>
/// <param name="From">The earlier event.</param>
/// <param name="To">The later event.</param>
/// <param name="Kind">Why it is earlier.</param>
internal readonly record struct CommunicationEdge(int From, int To, CommunicationKind Kind);

/// <summary>Reads-from, coherence and from-reads of an execution, as immediate edges.</summary>
internal static class Communication
{
    /// <summary>All edges, inside one thread too, in the order of the events' ids.</summary>
    public static IReadOnlyList<CommunicationEdge> Of(Execution execution)
    {
        var writes = execution.Events
            .Where(static e => e.Kind == EventKind.Write)
            .ToDictionary(static e => (e.Operation.Address, e.Coherence), static e => e.Id);
        List<CommunicationEdge> edges = [];
        foreach (ExecutionEvent e in execution.Events)
        {
            if (e.Kind is EventKind.Read or EventKind.Poll && e.ReadsFrom >= 0)
            {
                edges.Add(new CommunicationEdge(e.ReadsFrom, e.Id, CommunicationKind.ReadsFrom));
            }

            if (e.Kind == EventKind.Read && !MayBeCached(e))
            {
                int source = e.ReadsFrom < 0 ? 0 : execution.Events[e.ReadsFrom].Coherence;
                if (writes.TryGetValue((e.Operation.Address, source + 1), out int overwriting))
                {
                    edges.Add(new CommunicationEdge(e.Id, overwriting, CommunicationKind.FromReads));
                }
            }

            if (e.Kind == EventKind.Write && writes.TryGetValue((e.Operation.Address, e.Coherence + 1), out int next))
            {
                edges.Add(new CommunicationEdge(e.Id, next, CommunicationKind.Coherence));
            }
        }

        return edges;
    }

    // That a walk misses a write of a valid entry puts it before nothing: the translation may come from a TLB.
    private static bool MayBeCached(ExecutionEvent e) => e.Operation.Walk is { } rule && rule.OutcomeOf(e.Value) != WalkOutcome.Uncacheable;
}
