using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Machine.Lowering;

/// <summary>arm64's loads, stores and barriers (v6.12 arch/arm64/include/asm/barrier.h): LDAR, STLR, DMB ISH, DMB ISHLD, DMB ISHST.</summary>
internal abstract class Arm64Lowering : OperationLowering
{
    internal override Word LoadAcquire(ThreadContext context, Word address) => context.Load(address, Access.Acquire);

    internal override void StoreRelease(ThreadContext context, Word address, Word value) => context.Store(address, value, Access.Release);

    internal override Word AwaitAcquire(ThreadContext context, Word address, AwaitKind condition, Word operand, ulong mask) =>
        context.Await(address, condition, operand, Access.Acquire, mask);

    internal override Word AwaitRmwAcquire(ThreadContext context, RmwKind kind, Word address, Word operand, AwaitKind condition, Word awaited, ulong mask) =>
        context.AwaitRmw(kind, address, operand, condition, awaited, Unordered | Access.Acquire, mask);

    internal override void BeforeIpi(ThreadContext context) => context.Fence(FenceKind.DsbStore);

    // __switch_to has a dsb(ish); the return from the exception that asked for the switch synchronises context.
    internal override void TaskSwitch(ThreadContext context)
    {
        context.Fence(FenceKind.DsbFull);
        context.Fence(FenceKind.ContextSync);
    }

    internal override void Rmb(ThreadContext context) => context.Fence(FenceKind.Load);

    internal override void Wmb(ThreadContext context) => context.Fence(FenceKind.Store);
}
