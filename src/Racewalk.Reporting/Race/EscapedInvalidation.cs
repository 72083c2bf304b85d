using Racewalk.Executions;
using Racewalk.Exploration;

namespace Racewalk.Reporting.Race;

/// <summary>Why a translation that somebody has overwritten was not ended by an invalidation: there is none, or it cannot be relied on.</summary>
internal static class EscapedInvalidation
{
    /// <summary>The reason; null if the read is no walk's of a valid entry, nothing overwrites the entry, or an invalidation does end it.</summary>
    public static string? Of(Execution execution, ExecutionEvent read)
    {
        if (read.Operation.Walk is not { } rule || rule.OutcomeOf(read.Value) == WalkOutcome.Uncacheable)
        {
            return null;
        }

        int source = read.ReadsFrom < 0 ? 0 : execution.Events[read.ReadsFrom].Coherence;
        ExecutionEvent? overwriting = execution.Events.FirstOrDefault(e =>
            e.Kind == EventKind.Write && e.Operation.Address == read.Operation.Address && e.Coherence == source + 1 && e.Operation.Walk is null);
        if (overwriting is null)
        {
            return null;
        }

        uint tag = rule.TagOf(read.Operation.Tag, read.Value);
        ExecutionEvent[] covering =
        [
            .. execution.Events.Where(e => e.Kind == EventKind.Invalidate && InvalidationScope.Unpack(e.Operation.Operand).Covers(tag)),
        ];
        if (covering.Length == 0)
        {
            return "nothing invalidates it";
        }

        string?[] reasons = [.. covering.Select(i => Reason(execution, i, read, overwriting))];
        return reasons.Contains(null) ? null : reasons[0];
    }

    private static string? Reason(Execution execution, ExecutionEvent i, ExecutionEvent read, ExecutionEvent overwriting)
    {
        string cpu = RaceStory.CpuName(i.Thread);
        if (i.Operation.IsLocal && i.Thread != read.Thread)
        {
            return $"{cpu} invalidates on itself only";
        }

        if (!Fences(execution, i.Thread, i.Index, int.MaxValue).Any(static f => f == FenceKind.DsbFull))
        {
            return $"the invalidation of {cpu} is not waited for (no dsb ish)";
        }

        if (i.Thread != overwriting.Thread)
        {
            return null;
        }

        return i.Index < overwriting.Index ? $"the invalidation of {cpu} comes before the store"
            : Fences(execution, i.Thread, overwriting.Index, i.Index).Any(static f => f is FenceKind.DsbFull or FenceKind.DsbStore) ? null
            : $"the invalidation of {cpu} is not ordered behind the store (no dsb ishst)";
    }

    private static IEnumerable<FenceKind> Fences(Execution execution, int thread, int after, int before) => execution.Threads[thread].Events
        .Select(id => execution.Events[id])
        .Where(e => e.Kind == EventKind.Fence && e.Index > after && e.Index < before)
        .Select(static e => e.Operation.Fence);
}
