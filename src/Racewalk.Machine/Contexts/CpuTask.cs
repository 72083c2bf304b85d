namespace Racewalk.Machine;

/// <summary>A task that is pinned to a CPU.</summary>
/// <param name="Name">What it is called, unique on its CPU.</param>
/// <param name="Priority">
/// Its priority: the highest that can run does (SCHED_FIFO); among equals the scheduler may change its mind at any point where preemption is on.
/// </param>
/// <param name="Body">What it does.</param>
public sealed record CpuTask(string Name, int Priority, Action<Cpu> Body)
{
    /// <summary>
    /// Whether something outside wakes it, at any time: at the latest when its CPU has nothing else to do. Otherwise it can run from the start, so that no task of
    /// lower priority on its CPU comes before it.
    /// </summary>
    public bool IsWokenAtAnyTime { get; init; }
}
