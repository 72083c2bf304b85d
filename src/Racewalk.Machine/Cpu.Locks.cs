using Racewalk.Programs;

namespace Racewalk.Machine;

/// <content>Spinlocks (v6.12 include/linux/spinlock.h): taking one is an acquire, giving it back a release.</content>
public sealed partial class Cpu
{
    private readonly List<Spinlock> _held = [];

    /// <summary>spin_lock.</summary>
    public void SpinLock(Spinlock spinlock)
    {
        if (_held.Contains(spinlock))
        {
            _context.Fail(ViolationKind.SelfDeadlock, $"CPU {Id} takes the lock {spinlock.ClassName}, which it holds");
        }

        // Preemption goes off before the lock is taken (__raw_spin_lock); on PREEMPT_RT __rt_spin_lock calls rcu_read_lock once it has it (kernel/locking/spinlock_rt.c).
        BeginReadSide();
        if (_canBeInterrupted && !IrqsDisabled)
        {
            SpinTakingInterrupts(spinlock);
        }
        else
        {
            SwitchPoint();
            _context.Add(new LockNote(spinlock.ClassName, spinlock.Address, Acquire: true));
            _lowering.AwaitExchangeAcquire(_context, spinlock.Address, 1, AwaitKind.Equal, 0);
        }

        _held.Add(spinlock);
    }

    // Whoever holds the lock may wait for an interrupt that this CPU takes.
    private void SpinTakingInterrupts(Spinlock spinlock)
    {
        do
        {
            _context.LoopHead("spin_lock");
            SwitchPoint();
            _context.Add(new LockNote(spinlock.ClassName, spinlock.Address, Acquire: true));
        }
        while (_lowering.Rmw(_context, RmwKind.CompareExchange, spinlock.Address, 1, 0, MemoryOrder.Acquire) != 0);
    }

    /// <summary>spin_unlock.</summary>
    public void SpinUnlock(Spinlock spinlock)
    {
        if (!_held.Remove(spinlock))
        {
            _context.Fail(ViolationKind.Discipline, $"CPU {Id} gives back the lock {spinlock.ClassName}, which it does not hold");
        }

        SwitchPoint();
        _context.Add(new LockNote(spinlock.ClassName, spinlock.Address, Acquire: false));
        _lowering.Unlock(_context, spinlock.Address);
        EndReadSide();
    }

    /// <summary>smp_mb__after_spinlock: makes taking a lock a full barrier.</summary>
    public void SmpMbAfterSpinlock() => _lowering.MbAfterSpinlock(_context);

    /// <summary>smp_mb__after_unlock_lock: makes giving a lock back and taking one a full barrier.</summary>
    public void SmpMbAfterUnlockLock() => _lowering.MbAfterUnlockLock(_context);

    /// <summary>spin_lock_irqsave.</summary>
    public void SpinLockIrqSave(Spinlock spinlock)
    {
        LocalIrqSave();
        SpinLock(spinlock);
    }

    /// <summary>spin_unlock_irqrestore.</summary>
    public void SpinUnlockIrqRestore(Spinlock spinlock)
    {
        SpinUnlock(spinlock);
        LocalIrqRestore();
    }
}
