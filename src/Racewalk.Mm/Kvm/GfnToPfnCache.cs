namespace Racewalk.Mm.Kvm;

/// <summary>A cached translation that the kernel itself accesses guest memory by (struct gfn_to_pfn_cache, v6.12 include/linux/kvm_types.h).</summary>
/// <param name="Valid">The address of <c>valid</c>.</param>
/// <param name="Pfn">The address of <c>pfn</c>.</param>
/// <param name="Lock"><c>lock</c>, taken for reading by users; here each excludes all others.</param>
/// <param name="Gfn">The guest frame that it is of.</param>
public sealed record GfnToPfnCache(ulong Valid, ulong Pfn, Spinlock Lock, int Gfn)
{
    /// <summary>gfn_to_pfn_cache_invalidate_start (v6.12 virt/kvm/pfncache.c).</summary>
    internal void InvalidateStart(Cpu cpu, int start, int end)
    {
        if (Gfn >= start && Gfn < end)
        {
            cpu.SpinLockIrq(Lock);
            cpu.WriteOnce(Valid, 0);
            cpu.SpinUnlockIrq(Lock);
        }
    }
}
