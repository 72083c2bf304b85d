using Racewalk.Programs;

namespace Racewalk.Machine.Contexts;

/// <content>
/// What may come before an event of a context: interrupts that are not masked, a task that preempts, the host that takes the virtual CPU away for ever. Before barriers, too: an
/// interrupt that comes before one runs without it.
/// </content>
internal sealed partial class CpuContexts
{
    /// <summary>Whether anything may come between the operations of a context as it stands; then a wait must give it the opportunity.</summary>
    internal bool MayBeInterrupted(ContextRun run) =>
        Coming(run).Count > 0 || (IsPreemptible(run) && _tasks.Any(t => t != run && t.State != TaskState.Finished));

    /// <summary>Whether something that has yet to come may end a wait that nothing else ends: an interrupt, or a task that somebody wakes.</summary>
    internal bool AwaitsMore(ContextRun run) =>
        Coming(run).Count > 0 || (IsPreemptible(run) && _tasks.Any(t => t != run && t.State is TaskState.Unwoken && Effective(t) >= Effective(run)));

    /// <summary>What tasks of this CPU that sleep wait for, where they would preempt a context.</summary>
    internal IReadOnlyList<WaitCondition> Wakes(ContextRun run) => !IsPreemptible(run) ? [] :
    [
        .. _tasks.Where(t => t != run && t.State == TaskState.Sleeping && Effective(t) > Effective(run)).Select(static t => t.Awaited),
    ];

    private static bool IsPreemptible(ContextRun run) => run.Kind == ContextKind.Task && !run.Cpu!.IsAtomic;

    private bool TryPassSwitchPoint(ContextRun run)
    {
        while (true)
        {
            if (IsPreemptible(run) && _tasks.Any(t => t != run && t.State == TaskState.Ready && Effective(t) > Effective(run)) && !TryReschedule(run))
            {
                return false;
            }

            List<Alternative> alternatives = [new("", null), .. Coming(run)];
            int halt = alternatives.Count;
            if (_machine.HaltedCpu == _cpu.Thread)
            {
                alternatives.Add(new Alternative($"the host halts the vCPU of CPU {_cpu.Thread} for ever", null));
            }

            int slices = alternatives.Count;
            alternatives.AddRange(Preempting(run));
            int chosen = Choose(alternatives);
            if (chosen == 0)
            {
                return true;
            }

            if (chosen == halt && halt < slices)
            {
                _cpu.Fail(ViolationKind.Halted, alternatives[halt].Text);
            }

            ContextRun? task = Take(alternatives[chosen]);
            if (task is not null && Effective(task) <= Effective(run))
            {
                return TryReschedule(run, task);
            }

            if (IsLeaving)
            {
                return false;
            }
        }
    }

    // Interrupts that the context does not mask.
    private List<Alternative> Coming(ContextRun run) =>
        [.. _untaken.Where(i => run.Cpu!.Takes(i.Kind)).Select(static i => new Alternative($"{i.Name} interrupts", null, i))];

    // Tasks that may be woken and preempt, and those whose turn it may be among equals: not before this one has done something, or the two could go on for ever.
    private IEnumerable<Alternative> Preempting(ContextRun run)
    {
        if (!IsPreemptible(run))
        {
            return [];
        }

        int own = Effective(run);
        return _tasks.Where(t => t != run && (t.State switch
        {
            TaskState.Unwoken or TaskState.Sleeping => Effective(t) > own,
            TaskState.Ready => run.HasMoved && Effective(t) == own,
            _ => false,
        })).Select(static t => new Alternative(t.State == TaskState.Ready ? t.Name + " runs" : t.Name + " is woken", t));
    }
}
