using Racewalk.Executions;
using Racewalk.Exploration;

namespace Racewalk.Reporting.Race;

/// <summary>Why a translation that somebody has overwritten was not ended by an invalidation: there is none, or it cannot be relied on.</summary>
internal static class EscapedInvalidation
{
    private const string Tso = "tso";
    private const string Power = "power";

    /// <summary>The reason; null if the read is no walk's of a valid entry, nothing overwrites the entry, or an invalidation does end it.</summary>
    public static string? Of(RaceStory story, ExecutionEvent read)
    {
        if (read.Operation.Walk is not { } rule || rule.OutcomeOf(read.Value) == WalkOutcome.Uncacheable)
        {
            return null;
        }

        Execution execution = story.Execution;
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

        string?[] reasons = [.. covering.Select(i => Reason(story, i, read, overwriting))];
        return reasons.Contains(null) ? null : reasons[0];
    }

    private static string? Reason(RaceStory story, ExecutionEvent i, ExecutionEvent read, ExecutionEvent overwriting)
    {
        string cpu = RaceStory.CpuName(i.Thread);
        if (i.Operation.IsLocal && i.Thread != read.Thread)
        {
            return $"{cpu} invalidates on itself only";
        }

        if (i.Thread == read.Thread && i.Index > read.Index)
        {
            return $"{cpu} invalidates it later";
        }

        return story.Model == Tso ? $"{cpu} has invalidated it before the store"
            : NotCompleted(story, i) is { } barriers ? $"the invalidation of {cpu} is not waited for (no {barriers})"
            : i.Thread != overwriting.Thread ? null
            : i.Index < overwriting.Index ? $"the invalidation of {cpu} comes before the store"
            : NotBehind(story, i, overwriting) is { } barrier ? $"the invalidation of {cpu} is not ordered behind the store (no {barrier})"
            : null;
    }

    /// <summary>The barriers that would complete an invalidation, if they are not there.</summary>
    private static string? NotCompleted(RaceStory story, ExecutionEvent i)
    {
        FenceKind[] behind = [.. Fences(story.Execution, i.Thread, i.Index, int.MaxValue)];
        if (story.Model != Power)
        {
            return behind.Contains(FenceKind.DsbFull) ? null : "dsb ish";
        }

        int tlbsync = Array.IndexOf(behind, FenceKind.TlbSync);
        return !i.Operation.IsLocal && tlbsync < 0 ? "tlbsync" : behind.Skip(tlbsync + 1).Contains(FenceKind.DsbFull) ? null : "ptesync behind it";
    }

    /// <summary>The barrier that would order an invalidation behind a store of its thread, if it is not there.</summary>
    private static string? NotBehind(RaceStory story, ExecutionEvent i, ExecutionEvent store)
    {
        bool isPower = story.Model == Power;
        bool isBehind = Fences(story.Execution, i.Thread, store.Index, i.Index).Any(f => f == FenceKind.DsbFull || (f == FenceKind.DsbStore && !isPower));
        return isBehind ? null : isPower ? "ptesync" : "dsb ishst";
    }

    private static IEnumerable<FenceKind> Fences(Execution execution, int thread, int after, int before) => execution.Threads[thread].Events
        .Select(id => execution.Events[id])
        .Where(e => e.Kind == EventKind.Fence && e.Index > after && e.Index < before)
        .Select(static e => e.Operation.Fence);
}
