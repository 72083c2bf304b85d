using Racewalk.Executions;
using Racewalk.Exploration;

namespace Racewalk.Scenarios.Findings;

/// <summary>Who waits for whom when nothing can move.</summary>
/// <param name="execution">The execution.</param>
/// <param name="names">What the CPUs' programs are called.</param>
public sealed class WaitGraph(Execution execution, IReadOnlyList<string> names)
{
    private readonly IReadOnlyList<HeldLock> _held = HeldLock.AtTheEnd(execution);

    /// <summary>Those that wait.</summary>
    public IReadOnlyList<Waiter> Waiters { get; } = Waiter.Of(execution);

    /// <summary>The cycle of waits, each for the next and the last for the first; empty if there is none.</summary>
    public IReadOnlyList<Waiter> Cycle()
    {
        foreach (Waiter start in Waiters)
        {
            List<Waiter> path = [];
            for (Waiter? at = start; at is not null; at = Next(at))
            {
                int first = path.IndexOf(at);
                if (first >= 0)
                {
                    return path[first..];
                }

                path.Add(at);
            }
        }

        return [];
    }

    /// <summary>The waits in words: the cycle, if there is one, otherwise all.</summary>
    public string Describe()
    {
        IReadOnlyList<Waiter> cycle = Cycle();
        return cycle.Count == 1
            ? $"{Name(cycle[0])} waits for {What(cycle[0])}, which it holds up itself"
            : string.Join("; ", (cycle.Count > 0 ? cycle : Waiters).Select(Describe));
    }

    /// <summary>One wait in words.</summary>
    public string Describe(Waiter waiter)
    {
        string who = Holder(waiter) is { } holder ? holder.Thread == waiter.Thread ? ", which it holds itself" : $", held by {Name(holder.Thread, holder.Context)}" : "";
        return $"{Subject(waiter)}waits for {What(waiter)}{who}";
    }

    /// <summary>Who waits, and what others may wait for because of that.</summary>
    public string Subject(Waiter waiter)
    {
        string[] held = [.. _held.Where(h => IsOf(h, waiter)).Select(static h => h.Lock.LockClass)];
        string holds = held.Length == 0 ? "" : $"holds {string.Join(" and ", held)} and ";
        string inside = IsInSection(waiter.Thread) ? "is in a read-side section and " : "";
        return $"{Name(waiter)} {holds}{inside}";
    }

    private static bool IsOf(HeldLock held, Waiter waiter) => held.Thread == waiter.Thread && (waiter.Wait is null || waiter.Wait.Task.Length == 0 || held.Context == waiter.Wait.Task);

    // What a section matters for is a grace period; without one there is nothing to say of it.
    private bool IsInSection(int thread) => Waiters.Any(static w => w.Wait?.What == Waiter.GracePeriod)
        && execution.Threads[thread].Events.Select(id => execution.Events[id]).Sum(static e => e.Kind != EventKind.Fence ? 0
            : e.Operation.Fence == FenceKind.RcuLock ? 1 : e.Operation.Fence == FenceKind.RcuUnlock ? -1 : 0) > 0;

    private HeldLock? Holder(Waiter waiter) => waiter.Wait is null ? null : _held.FirstOrDefault(h => h.Lock.Address == waiter.Wait.Address);

    // Whoever must move for this one to: the task that holds the lock, or what its CPU does; the CPU that is to run a function.
    private Waiter? Next(Waiter waiter)
    {
        HeldLock? holder = Holder(waiter);
        int thread = holder?.Thread ?? waiter.Wait?.ForCpu ?? -1;
        Waiter[] there = [.. Waiters.Where(w => w.Thread == thread)];
        return there.FirstOrDefault(w => holder is not null && w.Wait?.Task == holder.Context) ?? there.FirstOrDefault();
    }

    private string What(Waiter waiter) => waiter.Wait switch
    {
        null => "something that nobody will do",
        { ForCpu: >= 0 } wait => $"{Name(wait.ForCpu, "")} ({wait.What})",
        _ => waiter.Wait.What,
    };

    private string Name(Waiter waiter) => Name(waiter.Thread, waiter.Wait?.Context ?? "");

    private string Name(int thread, string context)
    {
        string name = names.ElementAtOrDefault(thread) ?? "";
        string cpu = FormattableString.Invariant($"CPU {thread}");
        string[] parts = [.. new[] { name, context }.Where(static p => p.Length > 0).Distinct(StringComparer.Ordinal)];
        return parts.Length == 0 ? cpu : $"{cpu} ({string.Join(", ", parts)})";
    }
}
