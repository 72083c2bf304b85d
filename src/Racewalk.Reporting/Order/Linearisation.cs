using Racewalk.Executions;
using Racewalk.Exploration;

namespace Racewalk.Reporting.Order;

/// <summary>An execution written down as one sequence of events, for reading from top to bottom.</summary>
/// <remarks>
/// If some interleaving of the threads gives the execution, the sequence is one with the fewest context switches. If memory order has a part
/// in it, the sequence still follows each thread's program order and shows every read below the write that it reads; some reads then show
/// an old value below a newer write, and <see cref="Swapped"/> names the accesses that took effect against program order. Only an execution
/// in which a value is read before a po-earlier read has happened (load buffering) has events out of program order.
/// </remarks>
public sealed record Linearisation
{
    private const int StaleReadOfSwap = 1;
    private const int StaleRead = 2;
    private const int WriteBelowNewer = 4;

    /// <summary>The ids of all events, in the order to read them.</summary>
    public required IReadOnlyList<int> Order { get; init; }

    /// <summary>How often the sequence changes from one thread to another.</summary>
    public required int ContextSwitches { get; init; }

    /// <summary>The accesses that took effect against program order; empty if an interleaving gives the execution.</summary>
    public required IReadOnlyList<SwappedAccesses> Swapped { get; init; }

    /// <summary>Linearises an execution.</summary>
    /// <param name="execution">The execution.</param>
    /// <param name="model">The name of the model it was found under; it only tells which swaps to believe in first.</param>
    /// <param name="lastThread">The thread that should come last if that costs no context switch; -1 for no wish.</param>
    public static Linearisation Of(Execution execution, string model = "", int lastThread = -1)
    {
        IReadOnlyList<CommunicationEdge> edges = Communication.Of(execution);
        OrderConstraints reading = Interleaving(execution, edges);
        IReadOnlyList<SwappedAccesses> swapped = [];
        if (reading.IsCyclic())
        {
            var strength = new ProgramOrderStrength(execution, model);
            OrderConstraints effect = EffectOrder(execution, edges, strength);
            IReadOnlyList<(int Before, int After)> givenUp = PreferenceRelaxer.Relax(effect);
            swapped = SwapFinder.Find(execution, strength, edges, givenUp);
            reading = ReadingOrder(execution, edges, swapped);
            reading = reading.IsCyclic() ? effect.Settle(givenUp) : reading.Settle(PreferenceRelaxer.Relax(reading));
        }

        IReadOnlyList<int> order = FewestSwitches.Order(reading, [.. execution.Threads.Select(static t => t.Events)], lastThread);
        return new Linearisation
        {
            Order = order,
            ContextSwitches = FewestSwitches.Count(order, id => execution.Events[id].Thread),
            Swapped = swapped,
        };
    }

    /// <summary>Program order and all communication, as one interleaving would have it.</summary>
    private static OrderConstraints Interleaving(Execution execution, IReadOnlyList<CommunicationEdge> edges)
    {
        OrderConstraints constraints = ProgramOrder(execution);
        foreach (CommunicationEdge edge in edges)
        {
            constraints.Require(edge.From, Target(execution, edge));
        }

        return constraints;
    }

    /// <summary>
    /// The order in which accesses took effect: communication is a fact, program order a preference. Reading one's own write says nothing about
    /// when others see it.
    /// </summary>
    private static OrderConstraints EffectOrder(
        Execution execution, IReadOnlyList<CommunicationEdge> edges, ProgramOrderStrength strength)
    {
        var constraints = new OrderConstraints(execution.Events.Count);
        foreach (CommunicationEdge edge in edges)
        {
            if (edge.Kind != CommunicationKind.ReadsFrom || IsExternal(execution, edge))
            {
                constraints.Require(edge.From, edge.To);
            }
        }

        foreach (ExecutionEvent e in execution.Events)
        {
            if (e.Kind == EventKind.Read && e.RmwPartner >= 0)
            {
                constraints.Require(e.Id, e.RmwPartner);
            }
        }

        foreach (ExecutionThread thread in execution.Threads)
        {
            for (int second = 1; second < thread.Events.Count; second++)
            {
                for (int first = 0; first < second; first++)
                {
                    int weight = strength.Of(thread.Events[first], thread.Events[second]);
                    constraints.Prefer(thread.Events[first], thread.Events[second], weight);
                }
            }
        }

        return constraints;
    }

    /// <summary>
    /// The order in which to tell it: program order and reads-from as they are; a stale read is what the reader is told about.
    /// </summary>
    private static OrderConstraints ReadingOrder(
        Execution execution, IReadOnlyList<CommunicationEdge> edges, IReadOnlyList<SwappedAccesses> swapped)
    {
        OrderConstraints constraints = ProgramOrder(execution);
        var early = swapped.Select(static s => s.Second).ToHashSet();
        foreach (CommunicationEdge edge in edges.Where(e => IsExternal(execution, e)))
        {
            switch (edge.Kind)
            {
                case CommunicationKind.ReadsFrom:
                    constraints.Require(edge.From, Target(execution, edge));
                    break;
                case CommunicationKind.Coherence:
                    constraints.Prefer(edge.From, Target(execution, edge), WriteBelowNewer);
                    break;
                default:
                    constraints.Prefer(edge.From, Target(execution, edge), early.Contains(edge.From) ? StaleReadOfSwap : StaleRead);
                    break;
            }
        }

        return constraints;
    }

    private static OrderConstraints ProgramOrder(Execution execution)
    {
        var constraints = new OrderConstraints(execution.Events.Count);
        foreach (ExecutionThread thread in execution.Threads)
        {
            for (int i = 1; i < thread.Events.Count; i++)
            {
                constraints.Require(thread.Events[i - 1], thread.Events[i]);
            }
        }

        return constraints;
    }

    // What comes before the write part of a read-modify-write comes before the whole: a reader expects to see it happen at once. That
    // contradicts nothing, as what its read part precedes is po-later or coherence-later than its write part.
    private static int Target(Execution execution, CommunicationEdge edge)
    {
        ExecutionEvent to = execution.Events[edge.To];
        return to.Kind == EventKind.Write && to.RmwPartner >= 0 && to.RmwPartner != edge.From ? to.RmwPartner : edge.To;
    }

    private static bool IsExternal(Execution execution, CommunicationEdge edge) =>
        execution.Events[edge.From].Thread != execution.Events[edge.To].Thread;
}
