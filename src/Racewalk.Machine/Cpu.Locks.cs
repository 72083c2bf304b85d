using Racewalk.Programs;

namespace Racewalk.Machine;

/// <content>Spinlocks (v6.12 include/linux/spinlock.h): taking one is an acquire, giving it back a release. On PREEMPT_RT those that are not raw sleep.</content>
public sealed partial class Cpu
{
    private readonly List<Spinlock> _held = [];

    /// <summary>spin_lock; raw_spin_lock of a raw one.</summary>
    public void SpinLock(Spinlock spinlock)
    {
        RefuseOwn(spinlock);
        if (Sleeps(spinlock))
        {
            LockSleeping(spinlock);
            return;
        }

        // Preemption goes off before the lock is taken (__raw_spin_lock).
        PreemptDisable();
        if (MayBeInterrupted())
        {
            SpinTakingInterrupts(spinlock);
        }
        else
        {
            SwitchPoint();
            _context.Add(Waiting(spinlock.ClassName, spinlock.Address));
            _context.Add(new LockNote(spinlock.ClassName, spinlock.Address, Acquire: true));
            _lowering.AwaitExchangeAcquire(_context, spinlock.Address, OwnerWord, AwaitKind.Equal, 0);
        }

        _held.Add(spinlock);
    }

    /// <summary>spin_unlock; raw_spin_unlock of a raw one.</summary>
    public void SpinUnlock(Spinlock spinlock)
    {
        if (!_held.Contains(spinlock))
        {
            _context.Fail(ViolationKind.Discipline, $"CPU {Id} gives back the lock {spinlock.ClassName}, which it does not hold");
        }

        SwitchPoint();
        _context.Add(new LockNote(spinlock.ClassName, spinlock.Address, Acquire: false));
        _lowering.Unlock(_context, spinlock.Address);
        _held.Remove(spinlock);
        if (!Sleeps(spinlock))
        {
            PreemptEnable();
        }
        else if (!spinlock.IsMutex)
        {
            RcuReadUnlock();
        }
    }

    /// <summary>spin_trylock: takes the lock if it is free, and says whether it did; without order if not. Not for mutexes.</summary>
    public Flag SpinTrylock(Spinlock spinlock)
    {
        _machine.NestsLocks |= _held.Count > 0;
        PreemptDisable();
        SwitchPoint();
        _context.Add(new LockNote(spinlock.ClassName, spinlock.Address, Acquire: true) { IsTrylock = true });
        Flag isFree = _lowering.Rmw(_context, RmwKind.CompareExchange, spinlock.Address, OwnerWord, 0, MemoryOrder.Acquire) == 0;
        if (isFree)
        {
            _held.Add(spinlock);
            if (Sleeps(spinlock))
            {
                // __rt_spin_trylock (v6.12 kernel/locking/spinlock_rt.c).
                PreemptEnable();
                RcuReadLock();
            }
        }
        else
        {
            PreemptEnable();
        }

        return isFree;
    }

    /// <summary>smp_mb__after_spinlock: makes taking a lock a full barrier.</summary>
    public void SmpMbAfterSpinlock() => _lowering.MbAfterSpinlock(_context);

    /// <summary>smp_mb__after_unlock_lock: makes giving a lock back and taking one a full barrier.</summary>
    public void SmpMbAfterUnlockLock() => _lowering.MbAfterUnlockLock(_context);

    /// <summary>spin_lock_irqsave. On PREEMPT_RT, if the lock is not raw, interrupts stay on.</summary>
    public void SpinLockIrqSave(Spinlock spinlock)
    {
        if (!Sleeps(spinlock))
        {
            LocalIrqSave();
        }

        SpinLock(spinlock);
    }

    /// <summary>spin_unlock_irqrestore.</summary>
    public void SpinUnlockIrqRestore(Spinlock spinlock)
    {
        SpinUnlock(spinlock);
        if (!Sleeps(spinlock))
        {
            LocalIrqRestore();
        }
    }

    /// <summary>spin_lock_irq: for callers that have interrupts on. On PREEMPT_RT, if the lock is not raw, they stay on.</summary>
    public void SpinLockIrq(Spinlock spinlock)
    {
        if (!Sleeps(spinlock))
        {
            LocalIrqDisable();
        }

        SpinLock(spinlock);
    }

    /// <summary>spin_unlock_irq: switches interrupts on, whatever they were before.</summary>
    public void SpinUnlockIrq(Spinlock spinlock)
    {
        SpinUnlock(spinlock);
        if (!Sleeps(spinlock))
        {
            LocalIrqEnable();
        }
    }

    /// <summary>Whether this context holds a lock.</summary>
    internal bool Holds(Spinlock spinlock) => _held.Contains(spinlock);

    private bool HoldsAny => _held.Count > 0 || _semaphores.Count > 0;

    private bool Sleeps(Spinlock spinlock) => spinlock.IsMutex || (_machine.PreemptRt && !spinlock.IsRaw);

    // Whoever holds the lock may wait for an interrupt that this CPU takes.
    private void SpinTakingInterrupts(Spinlock spinlock)
    {
        do
        {
            _context.Add(Waiting(spinlock.ClassName, spinlock.Address));
            _context.LoopHead("spin_lock");
            SwitchPoint();
            _context.Add(new LockNote(spinlock.ClassName, spinlock.Address, Acquire: true));
        }
        while (_lowering.Rmw(_context, RmwKind.CompareExchange, spinlock.Address, OwnerWord, 0, MemoryOrder.Acquire) != 0);
    }

    private void RefuseOwn(Spinlock spinlock)
    {
        _machine.NestsLocks |= HoldsAny;
        if (_held.Contains(spinlock))
        {
            _context.Fail(ViolationKind.SelfDeadlock, $"CPU {Id} takes the lock {spinlock.ClassName}, which it holds");
        }

        if (_run is not null && !_run.IsReplaying && _contexts!.HolderBelow(_run, spinlock) is { } holder)
        {
            _context.Fail(
                ViolationKind.SelfDeadlock, $"{_run.Name} on CPU {Id} takes the lock {spinlock.ClassName}, which {holder.Name} holds that it has interrupted");
        }
    }
}
