using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Machine.Lowering;

/// <summary>
/// arm64 without FEAT_LSE (v6.12 arch/arm64/include/asm/atomic_ll_sc.h): LDXR and STXR, LDAXR for acquire, STLXR for release; the fully
/// ordered one is LDXR, STLXR and a DMB ISH behind it, which a failed compare-and-exchange jumps over.
/// </summary>
internal sealed class Arm64LlScLowering : Arm64Lowering
{
    internal override Access Unordered => Access.Exclusive;

    internal override Word Rmw(ThreadContext context, RmwKind kind, Word address, Word operand, Word comparand, MemoryOrder order)
    {
        Word seen = context.Rmw(kind, address, operand, comparand, Access.Exclusive | order switch
        {
            MemoryOrder.Acquire => Access.Acquire,
            MemoryOrder.Release or MemoryOrder.Full => Access.Release,
            _ => Access.None,
        });

        if (order == MemoryOrder.Full && Outcome.Wrote(kind, seen, comparand))
        {
            context.Fence(FenceKind.Full);
        }

        return seen;
    }
}
