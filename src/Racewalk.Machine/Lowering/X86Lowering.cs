using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Machine.Lowering;

/// <summary>
/// x86-64 (v6.12 arch/x86/include/asm/{barrier,atomic,cmpxchg}.h): loads and stores are movs whatever their ordering, every
/// read-modify-write has a LOCK prefix and so is a full barrier, smp_rmb and smp_wmb bind the compiler only.
/// </summary>
internal sealed class X86Lowering : OperationLowering
{
    internal override Access Unordered => Access.Atomic;

    internal override Word LoadAcquire(ThreadContext context, Word address) => context.Load(address);

    internal override void StoreRelease(ThreadContext context, Word address, Word value) => context.Store(address, value);

    internal override Word Rmw(ThreadContext context, RmwKind kind, Word address, Word operand, Word comparand, MemoryOrder order) =>
        context.Rmw(kind, address, operand, comparand, Access.Atomic);

    internal override Word AddUnless(ThreadContext context, Word address, Word addend, Word unless, MemoryOrder order) =>
        AddUnlessByCompareExchange(context, address, addend, unless, order);

    internal override Word AwaitAcquire(ThreadContext context, Word address, AwaitKind condition, Word operand, ulong mask) =>
        context.Await(address, condition, operand, Access.None, mask);

    internal override Word AwaitRmwAcquire(ThreadContext context, RmwKind kind, Word address, Word operand, AwaitKind condition, Word awaited, ulong mask) =>
        context.AwaitRmw(kind, address, operand, condition, awaited, Access.Atomic, mask);

    internal override void Rmb(ThreadContext context)
    {
    }

    internal override void Wmb(ThreadContext context)
    {
    }

    internal override void MbBeforeAtomic(ThreadContext context)
    {
    }

    internal override void MbAfterAtomic(ThreadContext context)
    {
    }

    internal override void MbAfterSpinlock(ThreadContext context)
    {
    }
}
