using Racewalk.Executions;
using Racewalk.Exploration;
using Racewalk.Programs;

namespace Racewalk.Scenarios.Findings;

/// <summary>A context that waits for ever at the end of an execution.</summary>
/// <param name="Thread">Its CPU.</param>
/// <param name="Wait">What it waits for; null where the code does not say.</param>
public sealed record Waiter(int Thread, WaitNote? Wait)
{
    /// <summary>What waits for a grace period wait for.</summary>
    internal const string GracePeriod = "a grace period that never ends";

    /// <summary>Those of an execution, in order of CPUs.</summary>
    public static IReadOnlyList<Waiter> Of(Execution execution)
    {
        List<Waiter> waiters = [];
        for (int thread = 0; thread < execution.Threads.Count; thread++)
        {
            if (execution.Threads[thread].Status == ThreadStatus.Blocked)
            {
                WaitNote[] waits = Waits(execution, execution.Threads[thread]);
                waiters.AddRange(waits.Length == 0 ? [new Waiter(thread, null)] : waits.Select(w => new Waiter(thread, w)));
            }
        }

        return waiters;
    }

    /// <summary>Whether it may still go on: by something that has yet to come, or by a task that preempts it and is woken by what memory holds at the end.</summary>
    /// <param name="final">The last value of a location.</param>
    internal bool MayGoOn(Func<ulong, ulong> final) => Wait is not null && (Wait.AwaitsMore || Wait.Wakes.Any(w => w.IsMetBy(final(w.Address))));

    // A loop waits at its head, an await at its read; an idle CPU for all that its tasks wait for.
    private static WaitNote[] Waits(Execution execution, ExecutionThread thread)
    {
        ExecutionEvent? last = thread.Events.Count == 0 ? null : execution.Events[thread.Events[^1]];
        if (last is { Kind: EventKind.Choice, Value: 1 } && last.Notes.Contains(ChoiceNote.GracePeriod))
        {
            return [new WaitNote(GracePeriod, 0, CanSleep: true)];
        }

        LockNote? wanted = thread.FinalNotes.OfType<LockNote>().LastOrDefault(static n => n.Acquire) ?? Wanted(last);
        WaitNote[] atHead = [.. thread.FinalNotes.OfType<WaitNote>()];
        if (wanted is not null && atHead.Length == 0)
        {
            return [last?.Notes.OfType<WaitNote>().LastOrDefault() ?? new WaitNote(wanted.LockClass, wanted.Address, CanSleep: false)];
        }

        return atHead.Length > 0 || last is null ? atHead : [.. last.Notes.OfType<WaitNote>()];
    }

    private static LockNote? Wanted(ExecutionEvent? last) => last is null || last.Operation.Satisfies(last.Value)
        ? null
        : last.Notes.OfType<LockNote>().LastOrDefault(n => n.Acquire && n.Address == last.Operation.Address);
}
