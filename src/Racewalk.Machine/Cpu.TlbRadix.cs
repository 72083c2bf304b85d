using Racewalk.Executions;

namespace Racewalk.Machine;

/// <content>
/// The flushes of Power's radix MMU where translations are modelled (v6.12 arch/powerpc/mm/book3s64/radix_tlb.c): smp_mb; ptesync; tlbie; eieio; tlbsync; ptesync, by
/// address with RIC 2 if a table was taken out, else with RIC 0, which leaves the walk cache. Local ones: ptesync; tlbiel; ptesync.
/// </content>
public sealed partial class Cpu
{
    /// <summary>ppc64 radix: ptesync before the tlbie (_tlbie_va_range, v6.12 arch/powerpc/mm/book3s64/radix_tlb.c).</summary>
    public const string FlushPtesyncFirst = "flush-ptesync-first";

    /// <summary>ppc64 radix: the tlbie itself (__tlbie_va, v6.12 arch/powerpc/mm/book3s64/radix_tlb.c).</summary>
    public const string FlushTlbie = "flush-tlbie";

    /// <summary>ppc64 radix: eieio; tlbsync, behind the tlbie (_tlbie_va_range, v6.12 arch/powerpc/mm/book3s64/radix_tlb.c).</summary>
    public const string FlushTlbsync = "flush-tlbsync";

    // The smp_mb orders the read of mm_cpumask: radix__flush_tlb_kernel_range has none.
    private void FlushRadix(FlushRequest request, bool isLocal, bool isKernel)
    {
        if (!isKernel)
        {
            FenceStep(FlushMb, FenceKind.Full);
        }

        Tlbie(request, isLocal);
    }

    private void Tlbie(FlushRequest request, bool isLocal)
    {
        FenceStep(FlushPtesyncFirst, FenceKind.DsbFull);
        if (Step(FlushTlbie))
        {
            Invalidate(request, isLocal);
        }

        if (!isLocal && Step(FlushTlbsync))
        {
            _context.Fence(FenceKind.Eieio);
            _context.Fence(FenceKind.TlbSync);
        }

        FenceStep(FlushPtesync, FenceKind.DsbFull);
    }
}
