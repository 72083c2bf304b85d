using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Machine.Lowering;

/// <summary>
/// arm64 with FEAT_LSE (v6.12 arch/arm64/include/asm/atomic_lse.h): LDADD, SWP, CAS with the suffixes A, L, AL; the fully ordered one is
/// AL and needs no barrier. A CASAL that fails still loads with acquire: more than the kernel asks for, but what the instruction does.
/// </summary>
internal sealed class Arm64LseLowering : Arm64Lowering
{
    internal override Access Unordered => Access.Atomic;

    internal override Word Rmw(ThreadContext context, RmwKind kind, Word address, Word operand, Word comparand, MemoryOrder order) =>
        context.Rmw(kind, address, operand, comparand, Access.Atomic | order switch
        {
            MemoryOrder.Acquire => Access.Acquire,
            MemoryOrder.Release => Access.Release,
            MemoryOrder.Full => Access.Acquire | Access.Release,
            _ => Access.None,
        });

    internal override Word AddUnless(ThreadContext context, Word address, Word addend, Word unless, MemoryOrder order) =>
        AddUnlessByCompareExchange(context, address, addend, unless, order);
}
