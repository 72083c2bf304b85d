using Racewalk.Executions;

namespace Racewalk.Machine;

/// <content>
/// Flushing user addresses from the TLBs: what it orders, whom it interrupts and for whom it waits. For machines without address spaces: nobody could notice the
/// invalidation itself, so it is no event. Each part is a step of its own, named by the constants here.
/// </content>
public sealed partial class Cpu
{
    /// <summary>x86: inc_mm_tlb_gen, an atomic64_inc_return, which is a full barrier (v6.12 arch/x86/include/asm/tlbflush.h).</summary>
    public const string FlushTlbGen = "flush-tlb-gen";

    /// <summary>x86: the interrupt to the other CPUs, and the wait for them (native_flush_tlb_multi, v6.12 arch/x86/mm/tlb.c).</summary>
    public const string FlushIpi = "flush-ipi";

    /// <summary>arm64: dsb ishst, before the tlbi (__flush_tlb_range_nosync, v6.12 arch/arm64/include/asm/tlbflush.h).</summary>
    public const string FlushDsbIshst = "flush-dsb-ishst";

    /// <summary>arm64: dsb ish, after the tlbi (__flush_tlb_range, v6.12 arch/arm64/include/asm/tlbflush.h).</summary>
    public const string FlushDsbIsh = "flush-dsb-ish";

    /// <summary>ppc64 radix: smp_mb, before the tlbie (radix__flush_tlb_collapsed_pmd, v6.12 arch/powerpc/mm/book3s64/radix_tlb.c).</summary>
    public const string FlushMb = "flush-mb";

    /// <summary>
    /// ppc64 radix: ptesync on both sides of the tlbie, where translations are modelled the one behind it (_tlbie_va_range, v6.12
    /// arch/powerpc/mm/book3s64/radix_tlb.c).
    /// </summary>
    public const string FlushPtesync = "flush-ptesync";

    /// <summary>The steps that a flush has on an architecture, in order.</summary>
    public static IReadOnlyList<string> FlushSteps(Architecture architecture) => architecture.Flush switch
    {
        TlbFlush.Interrupt or TlbFlush.InterruptUnlessPreempted => [FlushTlbGen, FlushIpi],
        TlbFlush.BroadcastArm64 => [FlushDsbIshst, FlushDsbIsh],
        TlbFlush.BroadcastRadix => [FlushMb, FlushPtesync],
        _ => [],
    };

    /// <summary>flush_tlb_range: invalidates a range of an address space on all CPUs that use it.</summary>
    /// <param name="mmCpumask">The CPUs that use the address space (mm_cpumask).</param>
    /// <exception cref="InvalidOperationException">The machine has address spaces: a flush must say what it invalidates.</exception>
    public void FlushTlbRange(ulong mmCpumask)
    {
        if (_machine.AddressSpaces.Count > 0)
        {
            throw new InvalidOperationException($"a flush that does not say which pages of {_machine.AddressSpaces[0].Name} would invalidate nothing");
        }

        switch (_machine.Architecture.Flush)
        {
            case TlbFlush.Interrupt:
                FenceStep(FlushTlbGen, FenceKind.Full);
                Interrupt(mmCpumask & OtherCpus, skipPreempted: false);
                break;
            case TlbFlush.InterruptUnlessPreempted:
                FenceStep(FlushTlbGen, FenceKind.Full);
                Interrupt(mmCpumask & OtherCpus, skipPreempted: true);
                break;
            case TlbFlush.BroadcastArm64:
                FenceStep(FlushDsbIshst, FenceKind.DsbStore);
                FenceStep(FlushDsbIsh, FenceKind.DsbFull);
                break;
            case TlbFlush.BroadcastRadix:
                FenceStep(FlushMb, FenceKind.Full);
                FenceStep(FlushPtesync, FenceKind.DsbFull);
                break;
            default:
                break;
        }
    }

    private void Interrupt(ulong targets, bool skipPreempted)
    {
        if (targets == 0 || !Step(FlushIpi))
        {
            return;
        }

        ulong running = skipPreempted ? Running(targets) : targets;
        if (running != 0)
        {
            SmpCallFunctionMany(running, IpiFunction.DoNothing);
        }
    }

    // kvm_flush_tlb_multi: a virtual CPU that the host has preempted is marked, not interrupted. The mark is a cmpxchg, hence a full barrier.
    private ulong Running(ulong targets)
    {
        for (int target = 0; target < _machine.Cpus; target++)
        {
            if ((targets >> target & 1) != 0 && Choose("", $"the vCPU of CPU {target} is preempted: not interrupted") == 1)
            {
                targets &= ~(1UL << target);
                _lowering.Mb(_context);
            }
        }

        return targets;
    }

    private void FenceStep(string step, FenceKind fence)
    {
        if (Step(step))
        {
            _context.Fence(fence);
        }
    }
}
