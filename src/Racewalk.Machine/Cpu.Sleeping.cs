using Racewalk.Programs;

namespace Racewalk.Machine;

/// <content>
/// Waits that leave the CPU to others: mutexes, completions, and on PREEMPT_RT spinlocks, whose holder inherits the priority of whoever waits (v6.12
/// kernel/locking/{rtmutex,spinlock_rt,mutex}.c, kernel/sched/completion.c).
/// </content>
public sealed partial class Cpu
{
    // Which CPU holds a lock, and, on PREEMPT_RT, the lowest priority of other tasks there that could keep the holder from running.
    private const ulong OwnerMask = 63;
    private const int RivalShift = 6;

    private ulong OwnerWord => (ulong)Id + 1 + (_machine.PreemptRt && _contexts?.LowestRival(_run!) is { } rival ? (ulong)rival << RivalShift : 0);

    /// <summary>mutex_lock.</summary>
    /// <exception cref="ArgumentException">It is no mutex.</exception>
    public void MutexLock(Spinlock mutex)
    {
        RefuseOwn(IsMutex(mutex));
        LockSleeping(mutex);
    }

    /// <summary>mutex_unlock.</summary>
    /// <exception cref="ArgumentException">It is no mutex.</exception>
    public void MutexUnlock(Spinlock mutex) => SpinUnlock(IsMutex(mutex));

    /// <summary>wait_for_completion: sleeps until the word is not 0, then is an acquire.</summary>
    public void WaitForCompletion(ulong completion)
    {
        MustNotBeAtomic("waits for a completion", mayBeReader: false);
        while (true)
        {
            SwitchPoint();
            if (_lowering.LoadAcquire(_context, completion) != 0)
            {
                return;
            }

            Sleep(new WaitCondition(completion, AwaitKind.NotEqual, 0), null);
        }
    }

    /// <summary>complete.</summary>
    public void Complete(ulong completion)
    {
        SwitchPoint();
        _lowering.StoreRelease(_context, completion, 1);
    }

    /// <summary>Leaves the CPU to others until a word compares as asked, at least once: schedule() in a wait loop.</summary>
    internal void Sleep(WaitCondition condition, Spinlock? spinlock)
    {
        if (_run is null)
        {
            string what = spinlock?.ClassName ?? _machine.Name(condition.Address);
            WaitFor(condition.Address, condition.Kind, condition.Operand, condition.Mask, isAcquire: false, "schedule", what, canSleep: true);
        }
        else if (!_run.TrySleep(condition, spinlock))
        {
            // The run is left here.
            _context.Assume(false);
        }
    }

    private static Spinlock IsMutex(Spinlock mutex) => mutex.IsMutex ? mutex : throw new ArgumentException($"{mutex.ClassName} is no mutex", nameof(mutex));

    // rt_mutex_slowlock: tries, sleeps until it is free, tries again: somebody else may have been faster.
    private void LockSleeping(Spinlock spinlock)
    {
        MustNotBeAtomic($"takes {spinlock.ClassName}", mayBeReader: !spinlock.IsMutex);
        while (true)
        {
            _context.LoopHead("rt_mutex_slowlock");
            SwitchPoint();
            _context.Add(new LockNote(spinlock.ClassName, spinlock.Address, Acquire: true));
            Word seen = _lowering.Rmw(_context, RmwKind.CompareExchange, spinlock.Address, OwnerWord, 0, MemoryOrder.Acquire);
            if (seen == 0)
            {
                break;
            }

            RefuseToBoost(spinlock, _context.Concretise(seen));
            Sleep(new WaitCondition(spinlock.Address, AwaitKind.Equal, 0), spinlock);
        }

        _held.Add(spinlock);
        if (!spinlock.IsMutex)
        {
            // __rt_spin_lock (v6.12 kernel/locking/spinlock_rt.c); migrate_disable has nothing to keep here.
            RcuReadLock();
        }
    }

    private void RefuseToBoost(Spinlock spinlock, ulong owner)
    {
        ulong cpu = (owner & OwnerMask) - 1;
        ulong rival = owner >> RivalShift;
        if (rival != 0 && cpu != (ulong)Id && (ulong)(_run?.Priority ?? 0) > rival)
        {
            throw new NotSupportedException(
                $"a task of CPU {Id} waits for {spinlock.ClassName}, whose holder shares CPU {cpu} with a task of lower priority: priority inheritance across CPUs is not modelled");
        }
    }
}
