using Racewalk.Executions;
using Racewalk.Exploration;
using Racewalk.Scenarios.Findings;

namespace Racewalk.Reporting.Race;

/// <summary>Says who waits for what, and who holds it.</summary>
internal static class DeadlockExplanation
{
    /// <summary>One line for each context that waits, in order.</summary>
    public static IEnumerable<string> Lines(RaceStory story, Func<ulong, ulong, string> format)
    {
        var waits = new WaitGraph(story.Execution, []);
        return waits.Waiters.Select(w => w.Wait is null ? $"{waits.Subject(w)}waits{Awaited(story, w.Thread, format)}" : waits.Describe(w));
    }

    private static string Awaited(RaceStory story, int thread, Func<ulong, ulong, string> format)
    {
        ExecutionThread blocked = story.Execution.Threads[thread];
        return blocked.Events.Count > 0 && story.Execution.Events[blocked.Events[^1]] is { Kind: EventKind.Read } last && !last.Operation.Satisfies(last.Value)
            ? $" at {story.Program.LocationName(last.Operation.Address)}={format(last.Operation.Address, last.Value)}"
            : " for something that nobody will do";
    }
}
