using Racewalk.Executions;
using Racewalk.Exploration;

namespace Racewalk.Reporting.Order;

/// <summary>By which number dependencies name each read: its ordinal in the task or the interrupt that it belongs to.</summary>
internal static class ReadOrdinals
{
    /// <summary>The ordinals, by the events' ids; -1 for what is no read.</summary>
    public static int[] Of(Execution execution)
    {
        int[] ordinal = new int[execution.Events.Count];
        foreach (ExecutionThread thread in execution.Threads)
        {
            var last = new Dictionary<int, int>();
            foreach (ExecutionEvent e in thread.Events.Select(id => execution.Events[id]))
            {
                ordinal[e.Id] = e.Kind == EventKind.Read ? last[e.Context] = last.GetValueOrDefault(e.Context, -1) + 1 : -1;
            }
        }

        return ordinal;
    }
}
