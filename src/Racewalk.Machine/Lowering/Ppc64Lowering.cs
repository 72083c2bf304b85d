using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Machine.Lowering;

/// <summary>
/// 64-bit Power (v6.12 arch/powerpc/include/asm/{barrier,atomic,cmpxchg,synch,simple_spinlock}.h). The barrier behind an acquire read-modify-write is
/// isync, PPC_ACQUIRE_BARRIER as it stands; at boot it is patched to lwsync where the CPU has that (do_lwsync_fixups), which orders all that isync
/// behind a branch does, so what holds here holds there, too.
/// </summary>
internal sealed class Ppc64Lowering : OperationLowering
{
    internal override Access Unordered => Access.Exclusive;

    internal override Word LoadAcquire(ThreadContext context, Word address)
    {
        Word value = context.Load(address);
        LwSync(context);
        return value;
    }

    internal override void StoreRelease(ThreadContext context, Word address, Word value)
    {
        LwSync(context);
        context.Store(address, value);
    }

    internal override Word Rmw(ThreadContext context, RmwKind kind, Word address, Word operand, Word comparand, MemoryOrder order)
    {
        if (order == MemoryOrder.Full)
        {
            context.Fence(FenceKind.Full);
        }
        else if (order == MemoryOrder.Release)
        {
            LwSync(context);
        }

        Word seen = context.Rmw(kind, address, operand, comparand, Access.Exclusive);
        if (order is MemoryOrder.Relaxed or MemoryOrder.Release || !Outcome.Wrote(kind, seen, comparand))
        {
            return seen;
        }

        if (order == MemoryOrder.Full)
        {
            context.Fence(FenceKind.Full);
        }
        else
        {
            // bne- on the outcome of stwcx., which is known only when lwarx is done: that is what isync waits for.
            context.Concretise(seen);
            context.Fence(FenceKind.ContextSync);
        }

        return seen;
    }

    internal override Word AwaitAcquire(ThreadContext context, Word address, AwaitKind condition, Word operand, ulong mask)
    {
        Word value = context.Await(address, condition, operand, Access.None, mask);
        LwSync(context);
        return value;
    }

    internal override Word AwaitRmwAcquire(ThreadContext context, RmwKind kind, Word address, Word operand, AwaitKind condition, Word awaited, ulong mask)
    {
        Word seen = context.AwaitRmw(kind, address, operand, condition, awaited, Access.Exclusive, mask);
        context.Fence(FenceKind.ContextSync);
        return seen;
    }

    internal override void Rmb(ThreadContext context) => LwSync(context);

    internal override void Wmb(ThreadContext context) => LwSync(context);

    internal override void MbAfterUnlockLock(ThreadContext context) => Mb(context);

    private static void LwSync(ThreadContext context) => context.Fence(FenceKind.LightSync);
}
