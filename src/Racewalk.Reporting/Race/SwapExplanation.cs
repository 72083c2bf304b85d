using Racewalk.Executions;
using Racewalk.Exploration;
using Racewalk.Programs;
using Racewalk.Reporting.Order;

namespace Racewalk.Reporting.Race;

/// <summary>Says which accesses of a CPU took effect against program order, and what would have kept them in order.</summary>
internal sealed class SwapExplanation(RaceStory story, BarrierNames names)
{
    private const int MaxSwaps = 3;

    private readonly StepTrack _steps = new(story.Execution);

    /// <summary>One paragraph a swap.</summary>
    public IEnumerable<string> Lines(IReadOnlyList<SwappedAccesses> swaps)
    {
        if (swaps.Count > 0)
        {
            yield return "No interleaving of the CPUs gives this execution: memory order is the cause.";
        }

        foreach (SwappedAccesses swap in swaps.Take(MaxSwaps))
        {
            yield return $"{Cpu(swap.First)}: {Describe(swap.First)} and {Describe(swap.Second)} after it appear swapped. " +
                $"To order them: {Barrier(swap.First, swap.Second)}.";
            foreach ((int first, int second) in swap.AlsoUnordered)
            {
                yield return $"{Cpu(first)}: that alone is not enough, as nothing orders {Describe(first)} and {Describe(second)} " +
                    $"after it either. To order them: {Barrier(first, second)}.";
            }
        }

        if (swaps.Count > MaxSwaps)
        {
            yield return FormattableString.Invariant($"({swaps.Count - MaxSwaps} more pairs appear swapped.)");
        }
    }

    private string Describe(int id)
    {
        ExecutionEvent e = story.Execution.Events[id];
        string verb = e.Operation.Walk is not null ? "the walk's read of" : e.Kind == EventKind.Write ? "the store to" : "the load of";
        string step = _steps.Of(id).Name;
        return $"{verb} {story.Program.LocationName(e.Operation.Address)}" + (step.Length > 0 ? $" ({step})" : "");
    }

    private string Cpu(int id) => RaceStory.CpuName(story.Execution.Events[id].Thread);

    private string Barrier(int firstId, int secondId)
    {
        ExecutionEvent first = story.Execution.Events[firstId];
        ExecutionEvent second = story.Execution.Events[secondId];
        return (first.Kind, second.Kind) switch
        {
            _ when second.Operation.Walk is not null => "a dsb and an isb between them, or CPUs with FEAT_ETS2",
            (EventKind.Write, EventKind.Read) when first.Operation.Kind == OperationKind.Rmw => names.AfterAtomic,
            (EventKind.Write, EventKind.Read) => names.Full,
            (EventKind.Write, _) => $"{names.Write}, or {Release(second)}",
            (_, EventKind.Read) => $"{names.Read}, or {Acquire(first)}",
            _ => $"a dependency, {Release(second)}, or {names.Full}",
        };
    }

    private string Acquire(ExecutionEvent first) => first.Operation.Kind == OperationKind.Rmw ? names.AcquireAtomic : names.Acquire;

    private string Release(ExecutionEvent second) => second.Operation.Kind == OperationKind.Rmw ? names.ReleaseAtomic : names.Release;
}
