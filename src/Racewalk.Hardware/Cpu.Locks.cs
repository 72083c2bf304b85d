using System.Runtime.CompilerServices;

namespace Racewalk.Hardware;

/// <content>
/// Spinlocks (v6.12 kernel/locking/qspinlock.c): the lowest byte of the word says that it is taken, the upper bits who waits last; each waits on a line of its own for its
/// predecessor, and only the first looks at the word. Lock handover is in the order of arrival.
/// </content>
public sealed partial class Cpu
{
    private const ulong Locked = 1;
    private const int TailShift = 16;

    private readonly QueueNodes _queue;
    private int _queued;

    /// <summary>spin_lock.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SpinLock(Spinlock spinlock)
    {
        PreemptDisable();
        TakeWord(spinlock);
    }

    /// <summary>spin_unlock.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SpinUnlock(Spinlock spinlock)
    {
        Volatile.Write(ref Memory.ByteAt(spinlock.Address), 0);
        PreemptEnable();
    }

    /// <summary>spin_trylock.</summary>
    public bool SpinTrylock(Spinlock spinlock)
    {
        PreemptDisable();
        if (Interlocked.CompareExchange(ref Memory.At(spinlock.Address), Locked, 0) == 0)
        {
            return true;
        }

        PreemptEnable();
        return false;
    }

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

    /// <summary>spin_lock_irq.</summary>
    public void SpinLockIrq(Spinlock spinlock)
    {
        LocalIrqDisable();
        SpinLock(spinlock);
    }

    /// <summary>spin_unlock_irq.</summary>
    public void SpinUnlockIrq(Spinlock spinlock)
    {
        SpinUnlock(spinlock);
        LocalIrqEnable();
    }

    /// <summary>mutex_lock.</summary>
    /// <exception cref="BrokenRuleException">The CPU may not sleep here.</exception>
    public void MutexLock(Spinlock mutex)
    {
        if (IsAtomic)
        {
            Fail($"takes {mutex.ClassName} where it must not sleep");
        }

        TakeWord(mutex);
    }

    /// <summary>mutex_unlock.</summary>
    public void MutexUnlock(Spinlock mutex) => Volatile.Write(ref Memory.ByteAt(mutex.Address), 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TakeWord(Spinlock spinlock)
    {
        if (Interlocked.CompareExchange(ref Memory.At(spinlock.Address), Locked, 0) != 0)
        {
            TakeInTurn(spinlock);
        }
    }

    // queued_spin_lock_slowpath, without the pending bit.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TakeInTurn(Spinlock spinlock)
    {
        ref ulong word = ref Memory.At(spinlock.Address);
        if (_queued == QueueNodes.PerCpu)
        {
            Fail($"waits for {spinlock.ClassName}, the fifth lock at once");
        }

        ulong own = ((ulong)Id * QueueNodes.PerCpu) + (ulong)_queued++ + 1;
        Volatile.Write(ref _queue.Next(own), 0);
        Volatile.Write(ref _queue.Waits(own), 1);
        WaitForTurn(spinlock, ref word, own);

        // At the head of the queue: the holder goes, nobody else can come.
        int spins = 0;
        long since = 0;
        ulong old;
        while (((old = Volatile.Read(ref word)) & 0xff) != 0)
        {
            Relax(ref spins, ref since, spinlock.ClassName);
        }

        if (old >> TailShift != own || Interlocked.CompareExchange(ref word, Locked, old) != old)
        {
            Interlocked.Or(ref word, Locked);
            ulong next;
            while ((next = Volatile.Read(ref _queue.Next(own))) == 0)
            {
                Relax(ref spins, ref since, spinlock.ClassName);
            }

            Volatile.Write(ref _queue.Waits(next), 0);
        }

        _queued--;
    }

    private void WaitForTurn(Spinlock spinlock, ref ulong word, ulong own)
    {
        ulong old = Volatile.Read(ref word);
        while (true)
        {
            ulong seen = Interlocked.CompareExchange(ref word, (old & ((1UL << TailShift) - 1)) | own << TailShift, old);
            if (seen == old)
            {
                break;
            }

            old = seen;
        }

        ulong before = old >> TailShift;
        if (before == 0)
        {
            return;
        }

        Volatile.Write(ref _queue.Next(before), own);
        int spins = 0;
        long since = 0;
        while (Volatile.Read(ref _queue.Waits(own)) != 0)
        {
            Relax(ref spins, ref since, spinlock.ClassName);
        }
    }
}
