using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Exploration;

/// <summary>
/// What was open in each thread of an execution, in program order, which is the whole of it since threads are deterministic: for a read the place in coherence order of the write that it read (0 for
/// the initial value), for a write its own place, for a choice the alternative, for a poll which interrupt it took (0 for none; they are numbered by sending thread, then by its program order). It does
/// not depend on the order in which the execution was built.
/// </summary>
public static class ExecutionChoices
{
    /// <summary>Stands where a grace period never ends; where it ends nothing does.</summary>
    public const ulong EndlessGracePeriod = ulong.MaxValue;

    /// <summary>The choices, by thread.</summary>
    public static ulong[][] Of(Execution execution)
    {
        int[] sendNumber = SendNumbers(execution);
        return [.. execution.Threads.Select(t => (ulong[])[.. t.Events.Select(id => execution.Events[id]).SelectMany(Of)])];

        IEnumerable<ulong> Of(ExecutionEvent e) => e.Kind switch
        {
            EventKind.Read => [e.ReadsFrom < 0 ? 0 : (ulong)execution.Events[e.ReadsFrom].Coherence],
            EventKind.Write => [(ulong)e.Coherence],
            EventKind.Choice when e.Notes.Contains(ChoiceNote.GracePeriod) => e.Value == 0 ? [] : [EndlessGracePeriod],
            EventKind.Choice => [e.Value],
            EventKind.Poll => [e.ReadsFrom < 0 ? 0 : (ulong)sendNumber[e.ReadsFrom]],
            _ => [],
        };
    }

    private static int[] SendNumbers(Execution execution)
    {
        int[] numbers = new int[execution.Events.Count];
        int next = 1;
        foreach (int id in execution.Threads.SelectMany(static t => t.Events).Where(id => execution.Events[id].Kind == EventKind.Send))
        {
            numbers[id] = next++;
        }

        return numbers;
    }
}
