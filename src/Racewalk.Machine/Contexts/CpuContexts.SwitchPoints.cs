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
        HasComing(run) || (IsPreemptible(run) && HasOthers(run));

    /// <summary>Whether something that has yet to come may end a wait that nothing else ends: an interrupt, a task that somebody wakes, or one that can go on itself.</summary>
    internal bool AwaitsMore(ContextRun run) => HasComing(run)
        || RivalsOf(run).Any(static t => t.State == TaskState.Unwoken || (t.State == TaskState.Ready && t.SpinsFor is null));

    /// <summary>What tasks of this CPU wait for that may have it in a context's place: those that sleep, and those of the same priority that spin.</summary>
    internal IReadOnlyList<WaitCondition> Wakes(ContextRun run) =>
    [
        .. RivalsOf(run).Select(static t => t.State == TaskState.Sleeping ? t.Awaited : t.State == TaskState.Ready ? t.SpinsFor : null).OfType<WaitCondition>(),
    ];

    // Among equals the scheduler may change its mind wherever preemption is on.
    private IEnumerable<ContextRun> RivalsOf(ContextRun run) =>
        IsPreemptible(run) ? _tasks.Where(t => t != run && Effective(t) >= Effective(run)) : [];

    private static bool IsPreemptible(ContextRun run) => run.Kind == ContextKind.Task && !run.Cpu!.IsAtomic;

    /// <summary>
    /// Passes the point at which a context masks something: only what is masked from here on is asked for, as the rest may come before the next event.
    /// </summary>
    /// <param name="run">The context.</param>
    /// <param name="masked">The highest kind of interrupt that is masked from here on; a task's for preemption alone.</param>
    /// <returns>False if the context is left.</returns>
    internal bool TryPassMask(ContextRun run, ContextKind masked) => IsLeaving || TryPass(run, masked);

    /// <summary>Passes the point before an event, or before a mask.</summary>
    private bool TryPass(ContextRun run, ContextKind? masked)
    {
        while (NeedsChoice(run))
        {
            JoinControl(run.Control);
            if (IsPreemptible(run) && HasReadyAbove(run) && !TryReschedule(run))
            {
                return false;
            }

            List<Alternative> alternatives = [new("", null)];
            AddComing(alternatives, run, masked ?? ContextKind.Nmi);
            int halt = alternatives.Count;
            if (masked is null && _machine.HaltedCpu == _cpu.Thread)
            {
                alternatives.Add(new Alternative($"the host halts the vCPU of CPU {_cpu.Thread} for ever", null));
            }

            int slices = alternatives.Count;
            AddPreempting(alternatives, run);
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
            if (IsLeaving || (task is not null && Effective(task) <= Effective(run) && !TryReschedule(run, task)))
            {
                return false;
            }
        }

        return true;
    }

    // Most events have nothing that could come before them.
    private bool NeedsChoice(ContextRun run) => _machine.HaltedCpu == _cpu.Thread || MayBeInterrupted(run);

    private bool HasComing(ContextRun run)
    {
        foreach (InterruptSource source in _untaken)
        {
            if (run.Cpu!.Takes(source.Kind))
            {
                return true;
            }
        }

        return false;
    }

    private bool HasOthers(ContextRun run)
    {
        foreach (ContextRun task in _tasks)
        {
            if (task != run && task.State != TaskState.Finished)
            {
                return true;
            }
        }

        return false;
    }

    private bool HasReadyAbove(ContextRun run)
    {
        foreach (ContextRun task in _tasks)
        {
            if (task != run && task.State == TaskState.Ready && Effective(task) > Effective(run))
            {
                return true;
            }
        }

        return false;
    }

    // Interrupts up to a kind that the context does not mask.
    private void AddComing(List<Alternative> alternatives, ContextRun run, ContextKind highest)
    {
        foreach (InterruptSource source in _untaken)
        {
            if (source.Kind <= highest && run.Cpu!.Takes(source.Kind))
            {
                alternatives.Add(new Alternative($"{source.Name} interrupts", null, source));
            }
        }
    }

    // Tasks that may be woken and preempt, and those whose turn it may be among equals: not before this one has done something, or the two could go on for ever.
    private void AddPreempting(List<Alternative> alternatives, ContextRun run)
    {
        if (!IsPreemptible(run))
        {
            return;
        }

        int own = Effective(run);
        foreach (ContextRun task in _tasks)
        {
            bool isTurn = task != run && (Effective(task) > own || (run.HasMoved && Effective(task) == own));
            if (isTurn && task.State is TaskState.Unwoken or TaskState.Sleeping)
            {
                alternatives.Add(new Alternative(task.Name + " is woken", task));
            }
            else if (isTurn && task.State == TaskState.Ready)
            {
                alternatives.Add(new Alternative(task.Name + " runs", task));
            }
        }
    }
}
