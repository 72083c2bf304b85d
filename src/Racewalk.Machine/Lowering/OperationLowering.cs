using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Machine.Lowering;

/// <summary>Turns the kernel's memory operations into the instructions of one architecture. Stateless.</summary>
internal abstract class OperationLowering
{
    /// <summary>READ_ONCE, atomic_read.</summary>
    internal virtual Word Load(ThreadContext context, Word address) => context.Load(address);

    /// <summary>An ordinary C access; the compiler is assumed to make one instruction of it.</summary>
    internal virtual Word LoadPlain(ThreadContext context, Word address) => Load(context, address);

    /// <summary>An ordinary C assignment; the compiler is assumed to make one instruction of it.</summary>
    internal virtual void StorePlain(ThreadContext context, Word address, Word value) => Store(context, address, value);

    /// <summary>smp_load_acquire, atomic_read_acquire.</summary>
    internal abstract Word LoadAcquire(ThreadContext context, Word address);

    /// <summary>WRITE_ONCE, atomic_set.</summary>
    internal virtual void Store(ThreadContext context, Word address, Word value) => context.Store(address, value);

    /// <summary>smp_store_release, atomic_set_release.</summary>
    internal abstract void StoreRelease(ThreadContext context, Word address, Word value);

    /// <summary>A read-modify-write that returns the value read. A conditional one that fails is not ordered by what follows a success.</summary>
    internal abstract Word Rmw(ThreadContext context, RmwKind kind, Word address, Word operand, Word comparand, MemoryOrder order);

    /// <summary>A void atomic: atomic_add, atomic_or and so on. What it reads is for the machine to look at only.</summary>
    internal virtual Word RmwVoid(ThreadContext context, RmwKind kind, Word address, Word operand) =>
        Rmw(context, kind, address, operand, 0, MemoryOrder.Relaxed);

    /// <summary>atomic_add_unless: fully ordered if it adds, not at all if it does not.</summary>
    internal virtual Word AddUnless(ThreadContext context, Word address, Word addend, Word unless, MemoryOrder order) =>
        Rmw(context, RmwKind.AddUnless, address, addend, unless, order);

    /// <summary>smp_cond_load_acquire, and the spinning read of a lock.</summary>
    internal abstract Word AwaitAcquire(ThreadContext context, Word address, AwaitKind condition, Word operand, ulong mask);

    /// <summary>Exchanges with acquire once the value read compares as asked: how a spinlock is taken.</summary>
    internal virtual Word AwaitExchangeAcquire(ThreadContext context, Word address, Word value, AwaitKind condition, Word awaited) =>
        AwaitRmwAcquire(context, RmwKind.Exchange, address, value, condition, awaited, ulong.MaxValue);

    /// <summary>A read-modify-write with acquire once the value read, masked, compares as asked: how a lock with a count is taken.</summary>
    internal abstract Word AwaitRmwAcquire(ThreadContext context, RmwKind kind, Word address, Word operand, AwaitKind condition, Word awaited, ulong mask);

    /// <summary>Gives a lock back: stores 0 with release.</summary>
    internal virtual void Unlock(ThreadContext context, Word address) => StoreRelease(context, address, 0);

    /// <summary>smp_mb.</summary>
    internal virtual void Mb(ThreadContext context) => context.Fence(FenceKind.Full);

    /// <summary>Before an interrupt is sent: what was stored is visible to whoever takes it.</summary>
    internal virtual void BeforeIpi(ThreadContext context) => context.Fence(FenceKind.Full);

    /// <summary>A switch between tasks of a CPU: a full barrier.</summary>
    internal virtual void TaskSwitch(ThreadContext context) => context.Fence(FenceKind.Full);

    /// <summary>smp_rmb.</summary>
    internal abstract void Rmb(ThreadContext context);

    /// <summary>smp_wmb.</summary>
    internal abstract void Wmb(ThreadContext context);

    /// <summary>smp_mb__before_atomic.</summary>
    internal virtual void MbBeforeAtomic(ThreadContext context) => Mb(context);

    /// <summary>smp_mb__after_atomic.</summary>
    internal virtual void MbAfterAtomic(ThreadContext context) => Mb(context);

    /// <summary>smp_mb__after_spinlock: empty where taking a lock is a full barrier (v6.12 include/linux/spinlock.h).</summary>
    internal virtual void MbAfterSpinlock(ThreadContext context) => Mb(context);

    /// <summary>smp_mb__after_unlock_lock: empty but where ARCH_WEAK_RELEASE_ACQUIRE (v6.12 include/linux/rcupdate.h).</summary>
    internal virtual void MbAfterUnlockLock(ThreadContext context)
    {
    }

    /// <summary>
    /// The generic atomic_fetch_add_unless (v6.12 include/linux/atomic/atomic-arch-fallback.h): a relaxed read, then a loop over
    /// compare-and-exchange. The loop is one read-modify-write here; the read before it is what leaves a failure unordered.
    /// </summary>
    protected Word AddUnlessByCompareExchange(ThreadContext context, Word address, Word addend, Word unless, MemoryOrder order)
    {
        Word seen = context.Load(address);
        if (seen == unless)
        {
            return seen;
        }

        return Rmw(context, RmwKind.AddUnless, address, addend, unless, order);
    }

    /// <summary>The access annotation of a read-modify-write that is one unit and not ordered: what an allocator uses to look at what it overwrites.</summary>
    internal abstract Access Unordered { get; }
}
