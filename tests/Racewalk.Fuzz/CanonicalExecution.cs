using Racewalk.Executions;
using Racewalk.Exploration;
using Racewalk.Oracle;

namespace Racewalk.Fuzz;

/// <summary>The canonical string of an execution that the engine visited; equal to the oracle's string for the same execution.</summary>
public static class CanonicalExecution
{
    /// <summary>The canonical string of an execution.</summary>
    public static string Of(Execution execution)
    {
        ArgumentNullException.ThrowIfNull(execution);
        var writer = new CanonicalWriter();
        var writes = new SortedDictionary<ulong, SortedDictionary<int, ExecutionEvent>>();
        foreach (ExecutionThread thread in execution.Threads)
        {
            writer.StartThread();
            foreach (int id in thread.Events)
            {
                ExecutionEvent e = execution.Events[id];
                Write(writer, execution, e);
                if (e.Kind == EventKind.Write)
                {
                    if (!writes.TryGetValue(e.Operation.Address, out SortedDictionary<int, ExecutionEvent>? order))
                    {
                        writes[e.Operation.Address] = order = [];
                    }

                    // Two writes in one place of the coherence order would be the engine's mistake; Add throws then.
                    order.Add(e.Coherence, e);
                }
            }

            writer.EndThread(thread.Status == ThreadStatus.Blocked);
        }

        foreach ((ulong address, SortedDictionary<int, ExecutionEvent> order) in writes)
        {
            writer.StartCoherence(address);
            foreach (ExecutionEvent e in order.Values)
            {
                writer.NextWrite(e.Thread, e.Index);
            }

            writer.EndCoherence();
        }

        return writer.ToString();
    }

    private static void Write(CanonicalWriter writer, Execution execution, ExecutionEvent e)
    {
        (int, int)? source = e.ReadsFrom < 0 ? null : (execution.Events[e.ReadsFrom].Thread, execution.Events[e.ReadsFrom].Index);
        switch (e.Kind)
        {
            case EventKind.Read:
                writer.Read(e.Operation.Address, e.Value, e.RmwPartner >= 0, source);
                break;
            case EventKind.Write:
                writer.Write(e.Operation.Address, e.Value, e.RmwPartner >= 0);
                break;
            case EventKind.Fence:
                writer.Fence(e.Operation.Fence);
                break;
            case EventKind.Choice:
                writer.Choice(e.Value);
                break;
            case EventKind.Send:
                writer.Send((int)e.Operation.Address, (int)e.Operation.Operand);
                break;
            case EventKind.Poll:
                writer.Poll(source);
                break;
            default:
                throw new NotSupportedException(e.Kind.ToString());
        }
    }
}
