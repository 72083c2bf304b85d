using Racewalk.Programs;

namespace Racewalk.Machine.Contexts;

/// <content>
/// Which task has the CPU: the one of the highest priority that can run (SCHED_FIFO, v6.12 kernel/sched/rt.c); what it inherits from those that sleep on a lock of its own counts
/// (v6.12 kernel/locking/rtmutex.c).
/// </content>
internal sealed partial class CpuContexts
{
    private bool _hasRunTask;

    /// <summary>A task sleeps; others may run meanwhile.</summary>
    /// <returns>False if it is left; it goes on when it is run again.</returns>
    internal bool TrySleep(ContextRun run, WaitCondition condition, Spinlock? spinlock)
    {
        JoinControl(run.Control);
        (run.State, run.Awaited, run.AwaitedLock) = (TaskState.Sleeping, condition, spinlock);
        return TryReschedule(run);
    }

    /// <summary>Gives the CPU to whoever is to have it, and comes back when that is this task again.</summary>
    /// <param name="run">The task that has it, on top of the stack.</param>
    /// <param name="next">Who is to have it first; null to find out.</param>
    /// <returns>False if the task is left.</returns>
    private bool TryReschedule(ContextRun run, ContextRun? next = null)
    {
        bool hasSwitched = false;
        for (next ??= PickNext(run); next != run; next = PickNext(run))
        {
            if (next is null || _hasEnded)
            {
                return false;
            }

            if (_stack.Contains(next))
            {
                _leavingFor = next;
                return false;
            }

            hasSwitched = true;
            RunOnTop(next);
            if (_leavingFor == run)
            {
                _leavingFor = null;
                break;
            }

            if (IsLeaving)
            {
                return false;
            }
        }

        if (hasSwitched)
        {
            _machine.Architecture.Lowering.TaskSwitch(_cpu);
            _cpu.Add(new ContextNote(run.Name));
        }

        run.HasMoved = false;
        return true;
    }

    /// <summary>The task that is to have the CPU; null if all have ended, or nothing more is known.</summary>
    /// <param name="current">The task that has it, if one has.</param>
    private ContextRun? PickNext(ContextRun? current)
    {
        while (true)
        {
            ContextRun[] ready = [.. _tasks.Where(static t => t.State == TaskState.Ready)];
            if (ready.Length == 0)
            {
                if (!TryIdle(current))
                {
                    return null;
                }

                continue;
            }

            int best = ready.Max(Effective);
            List<Alternative> alternatives = [.. ready.Where(t => Effective(t) == best).Select(static t => new Alternative(t.Name + " runs", t))];
            alternatives.AddRange(Wakeable(best));
            ContextRun? chosen = Take(alternatives[Choose(alternatives)]);
            if (chosen is not null)
            {
                return chosen;
            }
        }
    }

    // Tasks of at least a priority that may be woken now.
    private IEnumerable<Alternative> Wakeable(int priority) => _tasks
        .Where(t => t.State is TaskState.Unwoken or TaskState.Sleeping && Effective(t) >= priority)
        .Select(static t => new Alternative(t.Name + " is woken", t));

    private int Choose(List<Alternative> alternatives)
    {
        if (alternatives.Count == 1)
        {
            return 0;
        }

        _cpu.Add(new ChoiceNote([.. alternatives.Select(static a => a.Text)]));
        return _cpu.Choose(alternatives.Count);
    }

    /// <summary>Does what was chosen: runs an interrupt, or wakes a task.</summary>
    /// <returns>The task; null for an interrupt.</returns>
    private ContextRun? Take(Alternative alternative)
    {
        if (alternative.Interrupt is { } source)
        {
            _untaken.Remove(source);
            RunOnTop(new ContextRun(this, source.Name, source.Kind, 0, source.Body));
            return null;
        }

        ContextRun task = alternative.Task!;
        if (task.State == TaskState.Sleeping)
        {
            // Woken by another CPU: what it waits for has come.
            Word seen = _cpu.Load(task.Awaited.Address);
            _cpu.Assume(new Flag(task.Awaited.IsMetBy(seen.Bits), seen.Reads));
        }

        Wake(task);
        return task;
    }

    private static void Wake(ContextRun task) => (task.State, task.AwaitedLock) = (TaskState.Ready, null);

    /// <summary>What this CPU writes itself wakes at once.</summary>
    private void WakeBy(in Operation operation, ulong value, int ordinal)
    {
        if (operation.Kind is not (OperationKind.Write or OperationKind.Rmw))
        {
            return;
        }

        // A read-modify-write that does not write leaves the value that it has read.
        ulong written = operation.Kind == OperationKind.Write ? operation.Operand : operation.Writes(value) ? operation.Result(value) : value;
        foreach (ContextRun task in _tasks)
        {
            if (task.State != TaskState.Sleeping || task.Awaited.Address != operation.Address)
            {
                continue;
            }

            // Who runs next depends on what is written.
            JoinControl(operation.DataReads | operation.AddressReads | (ordinal >= 0 ? ReadSet.Of(ordinal) : default));
            if (task.Awaited.IsMetBy(written))
            {
                Wake(task);
            }
        }
    }

    // What a task inherits it has from those that sleep on a lock that it holds.
    private int Effective(ContextRun task)
    {
        int priority = task.Priority;
        if (!_machine.InheritsPriority || task.Cpu is not { } cpu)
        {
            return priority;
        }

        foreach (ContextRun other in _tasks)
        {
            if (other != task && other.State == TaskState.Sleeping && other.AwaitedLock is { } spinlock && cpu.Holds(spinlock))
            {
                priority = Math.Max(priority, Effective(other));
            }
        }

        return priority;
    }

    /// <summary>Something that may happen next.</summary>
    private readonly record struct Alternative(string Text, ContextRun? Task, InterruptSource? Interrupt = null);
}
