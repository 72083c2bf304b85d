using Racewalk.Executions;
using Racewalk.Exploration;
using Racewalk.Programs;

namespace Racewalk.Reporting.Race;

/// <summary>Says who waits for what, and who holds it.</summary>
internal static class DeadlockExplanation
{
    /// <summary>One line for each thread that is blocked, in order.</summary>
    public static IEnumerable<string> Lines(RaceStory story, Func<ulong, ulong, string> format)
    {
        Execution execution = story.Execution;
        List<LockNote>[] held = [.. execution.Threads.Select(t => Held(execution, t))];
        for (int thread = 0; thread < execution.Threads.Count; thread++)
        {
            if (execution.Threads[thread].Status != ThreadStatus.Blocked)
            {
                continue;
            }

            string holds = held[thread].Count == 0
                ? ""
                : "holds " + string.Join(" and ", held[thread].Select(static n => n.LockClass)) + " and ";
            string inside = IsInSection(execution, thread) ? "is in a read-side section and " : "";
            yield return $"{RaceStory.CpuName(thread)} {holds}{inside}waits{Awaited(story, thread, held, format)}";
        }
    }

    private static string Awaited(RaceStory story, int thread, List<LockNote>[] held, Func<ulong, ulong, string> format)
    {
        ExecutionThread blocked = story.Execution.Threads[thread];
        ExecutionEvent? last = blocked.Events.Count == 0 ? null : story.Execution.Events[blocked.Events[^1]];
        if (last is { Kind: EventKind.Choice, Value: 1 } && last.Notes.Contains(ChoiceNote.GracePeriod))
        {
            return " for a grace period that never ends";
        }

        LockNote? wanted = blocked.FinalNotes.OfType<LockNote>().LastOrDefault(static n => n.Acquire) ?? WantedBy(last);
        if (wanted is not null)
        {
            int holder = Array.FindIndex(held, notes => notes.Any(n => n.Address == wanted.Address));
            return $" for {wanted.LockClass}" +
                (holder < 0 ? "" : holder == thread ? ", which it holds itself" : $", held by {RaceStory.CpuName(holder)}");
        }

        return last is { Kind: EventKind.Read } && !last.Operation.Satisfies(last.Value)
            ? $" at {story.Program.LocationName(last.Operation.Address)}={format(last.Operation.Address, last.Value)}"
            : " for something that nobody will do";
    }

    // What a section matters for is a grace period; without one there is nothing to say of it.
    private static bool IsInSection(Execution execution, int thread) =>
        execution.Events.Any(static e => e.Kind == EventKind.Choice && e.Value == 1 && e.Notes.Contains(ChoiceNote.GracePeriod))
        && execution.Threads[thread].Events.Select(id => execution.Events[id]).Sum(static e => e.Kind != EventKind.Fence ? 0
            : e.Operation.Fence == FenceKind.RcuLock ? 1 : e.Operation.Fence == FenceKind.RcuUnlock ? -1 : 0) > 0;

    private static LockNote? WantedBy(ExecutionEvent? last) => last is null || last.Operation.Satisfies(last.Value)
        ? null
        : last.Notes.OfType<LockNote>().LastOrDefault(n => n.Acquire && n.Address == last.Operation.Address);

    /// <summary>The locks whose acquire succeeded and that were not given back, oldest first.</summary>
    private static List<LockNote> Held(Execution execution, ExecutionThread thread)
    {
        List<LockNote> held = [];
        LockNote? wanted = null;
        foreach (ExecutionEvent e in thread.Events.Select(id => execution.Events[id]))
        {
            foreach (LockNote note in e.Notes.OfType<LockNote>())
            {
                if (note.Acquire)
                {
                    wanted = note;
                }
                else
                {
                    held.RemoveAll(h => h.Address == note.Address);
                }
            }

            // A lock is taken when the access to its word succeeds; that need not be the event that carries the note.
            if (wanted is not null && e.Kind == EventKind.Write && e.Operation.Address == wanted.Address)
            {
                held.Add(wanted);
                wanted = null;
            }
        }

        return held;
    }
}
