using Racewalk.Executions;

namespace Racewalk.Machine;

/// <content>
/// arm64's flushes where translations are modelled (v6.12 arch/arm64/include/asm/tlbflush.h): dsb ishst; tlbi; dsb ish. By address it is VAE1IS, or VALE1IS if no table was
/// taken out; of an address space ASIDE1IS; of everything VMALLE1IS. The DSBs of local flushes are modelled as those of broadcast ones: a DSB NSH orders as much for
/// its own CPU, and only its own TLB is in question.
/// </content>
public sealed partial class Cpu
{
    /// <summary>arm64: the tlbi itself (__flush_tlb_range_op, v6.12 arch/arm64/include/asm/tlbflush.h).</summary>
    public const string FlushTlbi = "flush-tlbi";

    /// <summary>arm64: isb, after the flush of kernel addresses (flush_tlb_kernel_range, v6.12 arch/arm64/include/asm/tlbflush.h).</summary>
    public const string FlushIsb = "flush-isb";

    /// <summary>The barriers behind the store of a valid kernel entry, dsb(ishst) and isb() (__set_pte, v6.12 arch/arm64/include/asm/pgtable.h): one step each.</summary>
    /// <param name="dsbStep">The name of the first.</param>
    /// <param name="isbStep">The name of the second.</param>
    public void EmitPteBarriers(string dsbStep, string isbStep)
    {
        FenceStep(dsbStep, FenceKind.DsbStore);
        FenceStep(isbStep, FenceKind.ContextSync);
    }

    private void FlushArm64(FlushRequest request, bool isLocal)
    {
        FenceStep(FlushDsbIshst, FenceKind.DsbStore);
        if (Step(FlushTlbi))
        {
            Invalidate(request, isLocal);
        }

        FenceStep(FlushDsbIsh, FenceKind.DsbFull);
    }

    // An isb, for this CPU's own later accesses.
    private void FinishKernelFlush()
    {
        if (_machine.Architecture.Flush == TlbFlush.BroadcastArm64)
        {
            FenceStep(FlushIsb, FenceKind.ContextSync);
        }
    }
}
