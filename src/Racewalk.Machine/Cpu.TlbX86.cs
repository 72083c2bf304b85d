using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Machine;

/// <content>
/// x86's flushes where translations are modelled (v6.12 arch/x86/mm/tlb.c): each CPU executes INVLPG itself, the others because they are interrupted and told what; and the
/// paravirtual form (v6.12 arch/x86/kernel/kvm.c), where a virtual CPU that the host has preempted is marked instead, and the host flushes all before it runs again.
/// </content>
public sealed partial class Cpu
{
    /// <summary>x86: INVLPG on the CPU that flushes (flush_tlb_func, v6.12 arch/x86/mm/tlb.c).</summary>
    public const string FlushInvlpg = "flush-invlpg";

    private const ulong VcpuPreempted = 1;
    private const ulong VcpuFlushTlb = 2;

    private bool _wasPreempted;

    /// <summary>flush_tlb_func on a CPU that was interrupted.</summary>
    internal void FlushTlbFunc()
    {
        Word info = _lowering.Load(_context, _machine.FlushInfo(_context.Argument));
        Invalidate(FlushRequest.Unpack(_context.Concretise(info)), isLocal: true);
    }

    // flush_tlb_mm_range: on_each_cpu_mask sends, runs the function itself, waits. The kernel's addresses have no generation, and are flushed by on_each_cpu, which has no
    // paravirtual form (flush_tlb_kernel_range, flush_tlb_all, v6.12 arch/x86/mm/tlb.c).
    private void FlushX86(FlushRequest request, ulong targets, bool isLocal, bool isKernel)
    {
        // INVLPG ends what is cached of the levels above as well (Intel SDM 3A 4.10.4.1): freed_tables only says who must be interrupted.
        request = request with { LastLevelOnly = false };
        ulong interrupted = 0;
        if (!isLocal)
        {
            if (!isKernel)
            {
                FenceStep(FlushTlbGen, FenceKind.Full);
            }

            if (targets != 0 && Step(FlushIpi))
            {
                _lowering.Store(_context, _machine.FlushInfo(Id), request.Packed);
                interrupted = isKernel || _machine.Architecture.Flush == TlbFlush.Interrupt ? targets : NotPreempted(targets);
                SendCalls(interrupted, IpiFunction.FlushTlbFunc);
            }
        }

        if (Step(FlushInvlpg))
        {
            Invalidate(request, isLocal: true);
        }

        WaitForCalls(interrupted);
    }

    // kvm_flush_tlb_multi: whoever is preempted and takes the mark is not interrupted.
    private ulong NotPreempted(ulong targets)
    {
        for (int target = 0; target < _machine.Cpus; target++)
        {
            if ((targets >> target & 1) == 0 || _lowering.Load(_context, _machine.Preempted(target)) != VcpuPreempted)
            {
                continue;
            }

            Word seen = _lowering.Rmw(
                _context, RmwKind.CompareExchange, _machine.Preempted(target), VcpuPreempted | VcpuFlushTlb, VcpuPreempted, MemoryOrder.Full);
            if (seen == VcpuPreempted)
            {
                targets &= ~(1UL << target);
            }
        }

        return targets;
    }

    // The host: takes the virtual CPU away at some place, once, and gives it back (record_steal_time, v6.12 arch/x86/kvm/x86.c). Whether interrupts are off does not matter.
    private void BePreempted()
    {
        bool canBe = CanBeInterrupted && _kind == ContextKind.Task && !_wasPreempted && _machine.Architecture.Flush == TlbFlush.InterruptUnlessPreempted && _machine.AddressSpaces.Count > 0;
        if (!canBe || Choose("", $"the vCPU of CPU {Id} is preempted here") == 0)
        {
            return;
        }

        _wasPreempted = true;
        _lowering.Rmw(_context, RmwKind.Exchange, _machine.Preempted(Id), VcpuPreempted, 0, MemoryOrder.Full);
        Word mark = _lowering.Rmw(_context, RmwKind.Exchange, _machine.Preempted(Id), 0, 0, MemoryOrder.Full);
        if ((mark & VcpuFlushTlb) != 0)
        {
            Invalidate(FlushRequest.All, isLocal: true);
        }
    }
}
