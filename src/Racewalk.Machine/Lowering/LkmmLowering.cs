using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Machine.Lowering;

/// <summary>The kernel's operations as LKMM's events (v6.12 tools/memory-model/linux-kernel.def).</summary>
internal sealed class LkmmLowering : OperationLowering
{
    internal override Access Unordered => Access.None;

    internal override Word LoadPlain(ThreadContext context, Word address) => context.Load(address, Access.Plain);

    internal override void StorePlain(ThreadContext context, Word address, Word value) => context.Store(address, value, Access.Plain);

    internal override Word LoadAcquire(ThreadContext context, Word address) => context.Load(address, Access.Acquire);

    internal override void StoreRelease(ThreadContext context, Word address, Word value) => context.Store(address, value, Access.Release);

    internal override Word Rmw(ThreadContext context, RmwKind kind, Word address, Word operand, Word comparand, MemoryOrder order) =>
        context.Rmw(kind, address, operand, comparand, order switch
        {
            MemoryOrder.Acquire => Access.Acquire,
            MemoryOrder.Release => Access.Release,
            MemoryOrder.Full => Access.FullBarrier,
            _ => Access.None,
        });

    internal override Word RmwVoid(ThreadContext context, RmwKind kind, Word address, Word operand) =>
        context.Rmw(kind, address, operand, 0, Access.NoReturn);

    internal override Word AwaitAcquire(ThreadContext context, Word address, AwaitKind condition, Word operand, ulong mask) =>
        context.Await(address, condition, operand, Access.Acquire, mask);

    internal override Word AwaitExchangeAcquire(ThreadContext context, Word address, Word value, AwaitKind condition, Word awaited) =>
        context.AwaitRmw(RmwKind.Exchange, address, value, condition, awaited, Access.Lock | Access.Acquire);

    internal override Word AwaitRmwAcquire(ThreadContext context, RmwKind kind, Word address, Word operand, AwaitKind condition, Word awaited, ulong mask) =>
        context.AwaitRmw(kind, address, operand, condition, awaited, Access.Acquire, mask);

    internal override void Unlock(ThreadContext context, Word address) => context.Store(address, 0, Access.Unlock | Access.Release);

    internal override void Rmb(ThreadContext context) => context.Fence(FenceKind.ReadRead);

    internal override void Wmb(ThreadContext context) => context.Fence(FenceKind.Store);

    internal override void MbBeforeAtomic(ThreadContext context) => context.Fence(FenceKind.BeforeAtomic);

    internal override void MbAfterAtomic(ThreadContext context) => context.Fence(FenceKind.AfterAtomic);

    internal override void MbAfterSpinlock(ThreadContext context) => context.Fence(FenceKind.AfterSpinlock);

    internal override void MbAfterUnlockLock(ThreadContext context) => context.Fence(FenceKind.AfterUnlockLock);
}
