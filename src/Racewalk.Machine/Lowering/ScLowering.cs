using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Machine.Lowering;

/// <summary>Sequential consistency: every access is plain and no barrier is needed.</summary>
internal sealed class ScLowering : OperationLowering
{
    internal override Access Unordered => Access.None;

    internal override Word LoadAcquire(ThreadContext context, Word address) => context.Load(address);

    internal override void StoreRelease(ThreadContext context, Word address, Word value) => context.Store(address, value);

    internal override Word Rmw(ThreadContext context, RmwKind kind, Word address, Word operand, Word comparand, MemoryOrder order) =>
        context.Rmw(kind, address, operand, comparand, Access.None);

    internal override Word AwaitAcquire(ThreadContext context, Word address, AwaitKind condition, Word operand, ulong mask) =>
        context.Await(address, condition, operand, Access.None, mask);

    internal override Word AwaitRmwAcquire(ThreadContext context, RmwKind kind, Word address, Word operand, AwaitKind condition, Word awaited, ulong mask) =>
        context.AwaitRmw(kind, address, operand, condition, awaited, Access.None, mask);

    internal override void Mb(ThreadContext context)
    {
    }

    internal override void Rmb(ThreadContext context)
    {
    }

    internal override void Wmb(ThreadContext context)
    {
    }

    internal override void MbAfterSpinlock(ThreadContext context)
    {
    }
}
