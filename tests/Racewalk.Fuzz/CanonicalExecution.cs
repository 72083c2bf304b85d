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
        var writes = new List<ExecutionEvent>();
        foreach (ExecutionThread thread in execution.Threads)
        {
            writer.StartThread();
            foreach (int id in thread.Events)
            {
                ExecutionEvent e = execution.Events[id];
                Write(writer, execution, e);
                if (e.Kind == EventKind.Write)
                {
                    writes.Add(e);
                }
            }

            writer.EndThread(thread.Status == ThreadStatus.Blocked);
        }

        writes.Sort(static (a, b) => (a.Operation.Address, a.Coherence).CompareTo((b.Operation.Address, b.Coherence)));
        WriteCoherence(writer, writes);
        return writer.ToString();
    }

    private static void WriteCoherence(CanonicalWriter writer, List<ExecutionEvent> writes)
    {
        for (int i = 0; i < writes.Count; i++)
        {
            bool isFirst = i == 0 || writes[i - 1].Operation.Address != writes[i].Operation.Address;
            if (isFirst)
            {
                writer.StartCoherence(writes[i].Operation.Address);
            }
            else if (writes[i - 1].Coherence == writes[i].Coherence)
            {
                throw new ArgumentException($"the engine has two writes in place {writes[i].Coherence} of a coherence order");
            }

            writer.NextWrite(writes[i].Thread, writes[i].Index);
            if (i == writes.Count - 1 || writes[i + 1].Operation.Address != writes[i].Operation.Address)
            {
                writer.EndCoherence();
            }
        }
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
