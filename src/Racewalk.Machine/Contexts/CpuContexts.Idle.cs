using Racewalk.Programs;

namespace Racewalk.Machine.Contexts;

/// <content>What a CPU does that no task can run on: it waits for whatever comes first. What comes at any time comes now at the latest.</content>
internal sealed partial class CpuContexts
{
    /// <summary>Waits until a task can run.</summary>
    /// <returns>False if none ever will: all have ended and every interrupt was taken, or nothing more is known.</returns>
    private bool TryIdle(ContextRun? current)
    {
        // Interrupts of other CPUs may come before and after any of the others.
        PollIdle();
        ContextRun[] sleepers = [.. _tasks.Where(static t => t.State == TaskState.Sleeping)];
        List<Alternative> coming =
        [
            .. _tasks.Where(static t => t.State == TaskState.Unwoken).Select(static t => new Alternative(t.Name + " is woken", t)),
            .. _untaken.Select(static i => new Alternative($"{i.Name} interrupts", null, i)),
        ];
        if (coming.Count == 0)
        {
            return sleepers.Length > 0 && TryWaitFor(sleepers);
        }

        coming.AddRange(sleepers.Select(static t => new Alternative(t.Name + " is woken", t)));
        Take(coming[Choose(coming)]);
        return !_hasEnded && (current is null || !IsLeaving);
    }

    // The idle task (do_idle, v6.12 kernel/sched/idle.c).
    private bool TryWaitFor(ContextRun[] sleepers)
    {
        if (sleepers.Length == 1 && !_machine.IsInterruptible(_cpu.Thread))
        {
            WaitCondition awaited = sleepers[0].Awaited;
            AddWait(sleepers[0]);
            _cpu.Await(awaited.Address, awaited.Kind, awaited.Operand, mask: awaited.Mask);
            Wake(sleepers[0]);
            return true;
        }

        while (true)
        {
            foreach (ContextRun sleeper in sleepers)
            {
                AddWait(sleeper);
            }

            _cpu.LoopHead("idle");
            PollIdle();

            foreach (ContextRun sleeper in sleepers)
            {
                if (sleeper.Awaited.IsMetBy(_cpu.Concretise(_cpu.Load(sleeper.Awaited.Address))))
                {
                    Wake(sleeper);
                    return true;
                }
            }
        }
    }

    private void PollIdle()
    {
        while (_machine.IsInterruptible(_cpu.Thread) && _cpu.Poll())
        {
        }
    }

    private void AddWait(ContextRun sleeper) => _cpu.Add(new WaitNote(
        sleeper.AwaitedLock is { } spinlock ? spinlock.ClassName : _machine.Name(sleeper.Awaited.Address), sleeper.Awaited.Address, CanSleep: true)
    {
        Context = sleeper.Name,
        Task = sleeper.Name,
    });
}
