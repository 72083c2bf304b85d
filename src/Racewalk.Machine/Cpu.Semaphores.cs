using Racewalk.Programs;

namespace Racewalk.Machine;

/// <content>
/// Reader-writer semaphores (v6.12 kernel/locking/rwsem.c): taking one is an acquire, giving it back a release, each by one read-modify-write of the count. They sleep. A PREEMPT_RT kernel
/// builds them differently (rwbase_rt.c), which is not modelled.
/// </content>
public sealed partial class Cpu
{
    private readonly List<(RwSemaphore Semaphore, bool IsWriter)> _semaphores = [];

    /// <summary>down_read.</summary>
    public void DownRead(RwSemaphore semaphore) => Down(semaphore, isWriter: false);

    /// <summary>down_write.</summary>
    public void DownWrite(RwSemaphore semaphore) => Down(semaphore, isWriter: true);

    /// <summary>down_read_trylock: never waits. That it may fail because a writer is queued is not modelled.</summary>
    public bool DownReadTrylock(RwSemaphore semaphore)
    {
        RefuseRt(semaphore);
        if (!TryDown(semaphore, isWriter: false, isTrylock: true))
        {
            return false;
        }

        _semaphores.Add((semaphore, false));
        return true;
    }

    /// <summary>up_read.</summary>
    public void UpRead(RwSemaphore semaphore) => Up(semaphore, isWriter: false, unchecked(0 - RwSemaphore.ReaderBias));

    /// <summary>up_write.</summary>
    public void UpWrite(RwSemaphore semaphore) => Up(semaphore, isWriter: true, unchecked(0 - RwSemaphore.WriterLocked));

    /// <summary>downgrade_write: a writer becomes a reader, without letting another writer in.</summary>
    public void DowngradeWrite(RwSemaphore semaphore)
    {
        Forget(semaphore, isWriter: true);
        SwitchPoint();
        _lowering.Rmw(_context, RmwKind.Add, semaphore.Address, RwSemaphore.ReaderBias - RwSemaphore.WriterLocked, 0, MemoryOrder.Release);
        _semaphores.Add((semaphore, false));
    }

    // As long as it is not free for us.
    private static WaitCondition FreeFor(RwSemaphore semaphore, bool isWriter) =>
        new(semaphore.Address, AwaitKind.Equal, 0, isWriter ? ulong.MaxValue : RwSemaphore.WriterLocked);

    private void Down(RwSemaphore semaphore, bool isWriter)
    {
        RefuseRt(semaphore);
        RefuseOwn(semaphore);
        MustNotBeAtomic($"takes {semaphore.ClassName}", mayBeReader: false);
        WaitCondition free = FreeFor(semaphore, isWriter);
        if (_run is null && !MayBeInterrupted())
        {
            SwitchPoint();
            _context.Add(Waiting(semaphore.ClassName, semaphore.Address, canSleep: true));
            _context.Add(new LockNote(semaphore.ClassName, semaphore.Address, Acquire: true));
            _lowering.AwaitRmwAcquire(
                _context, RmwKind.Add, semaphore.Address, isWriter ? RwSemaphore.WriterLocked : RwSemaphore.ReaderBias, free.Kind, free.Operand, free.Mask);
        }
        else
        {
            SleepFor(semaphore, isWriter, free);
        }

        _semaphores.Add((semaphore, isWriter));
    }

    // rwsem_down_read_slowpath, rwsem_down_write_slowpath: tries, sleeps until it is free, tries again.
    private void SleepFor(RwSemaphore semaphore, bool isWriter, WaitCondition free)
    {
        while (true)
        {
            _context.LoopHead("rwsem_down_slowpath");
            if (TryDown(semaphore, isWriter, isTrylock: false))
            {
                return;
            }

            Sleep(free, null);
        }
    }

    private bool TryDown(RwSemaphore semaphore, bool isWriter, bool isTrylock)
    {
        SwitchPoint();
        _context.Add(new LockNote(semaphore.ClassName, semaphore.Address, Acquire: true) { IsTrylock = isTrylock });
        return isWriter
            ? _lowering.Rmw(_context, RmwKind.CompareExchange, semaphore.Address, RwSemaphore.WriterLocked, 0, MemoryOrder.Acquire) == 0 ? true : false
            : _lowering.AddUnless(_context, semaphore.Address, RwSemaphore.ReaderBias, RwSemaphore.WriterLocked, MemoryOrder.Acquire) != RwSemaphore.WriterLocked ? true : false;
    }

    private void Up(RwSemaphore semaphore, bool isWriter, ulong change)
    {
        Forget(semaphore, isWriter);
        SwitchPoint();
        _context.Add(new LockNote(semaphore.ClassName, semaphore.Address, Acquire: false));
        _lowering.Rmw(_context, RmwKind.Add, semaphore.Address, change, 0, MemoryOrder.Release);
    }

    private void Forget(RwSemaphore semaphore, bool isWriter)
    {
        if (!_semaphores.Remove((semaphore, isWriter)))
        {
            _context.Fail(
                ViolationKind.Discipline, $"CPU {Id} gives back {semaphore.ClassName}, which it does not hold for {(isWriter ? "writing" : "reading")}");
        }
    }

    private void RefuseOwn(RwSemaphore semaphore)
    {
        _machine.NestsLocks |= HoldsAny;
        if (_semaphores.Exists(h => h.Semaphore == semaphore))
        {
            _context.Fail(ViolationKind.SelfDeadlock, $"CPU {Id} takes {semaphore.ClassName}, which it holds");
        }
    }

    private void RefuseRt(RwSemaphore semaphore)
    {
        if (_machine.PreemptRt)
        {
            throw new NotSupportedException($"{semaphore.ClassName}: semaphores of a PREEMPT_RT kernel are not modelled");
        }
    }
}
