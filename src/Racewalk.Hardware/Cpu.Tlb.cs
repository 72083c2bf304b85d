using System.Numerics;

namespace Racewalk.Hardware;

/// <summary>How TLBs of other CPUs are flushed.</summary>
public enum FlushKind
{
    /// <summary>By an interrupt that the sender waits for (x86).</summary>
    Interrupt,

    /// <summary>Broadcast in hardware (arm64): nobody is interrupted, but what used the old translation has ended when the flush has.</summary>
    Broadcast,
}

/// <content>Flushing TLBs. The names of steps are the checked machine's.</content>
public sealed partial class Cpu
{
    private const string FlushIpi = "flush-ipi";
    private const string FlushTlbi = "flush-tlbi";

    private readonly Tlb _tlb;

    /// <summary>flush_tlb_range on machines without translated accesses: what it orders, and whom it waits for.</summary>
    public void FlushTlbRange(ulong mmCpumask)
    {
        SmpMb();
        if (_machine.Flush == FlushKind.Interrupt && Step(FlushIpi))
        {
            SmpCallFunctionMany(mmCpumask, IpiFunction.DoNothing);
        }
    }

    /// <summary>flush_tlb_range.</summary>
    /// <param name="space">The address space.</param>
    /// <param name="firstPage">The first page.</param>
    /// <param name="pages">How many; 0 for all.</param>
    /// <param name="lastLevelOnly">Whether entries that point to tables may stay cached: none are here.</param>
    public void FlushTlbRange(AddressSpace space, int firstPage, int pages, bool lastLevelOnly = false) => Flush(space, firstPage, pages, space.CpuMask);

    /// <summary>As <see cref="FlushTlbRange(AddressSpace, int, int, bool)"/>, but of this CPU only.</summary>
    /// <inheritdoc cref="FlushTlbRange(AddressSpace, int, int, bool)"/>
    public void LocalFlushTlbRange(AddressSpace space, int firstPage, int pages, bool lastLevelOnly = false) => _tlb.Drop(space, firstPage, pages);

    /// <summary>flush_tlb_mm.</summary>
    public void FlushTlbMm(AddressSpace space) => Flush(space, 0, 0, space.CpuMask);

    /// <summary>flush_tlb_kernel_range.</summary>
    /// <inheritdoc cref="FlushTlbRange(AddressSpace, int, int, bool)"/>
    public void FlushTlbKernelRange(AddressSpace space, int firstPage, int pages, bool lastLevelOnly = true) => Flush(space, firstPage, pages, ulong.MaxValue);

    /// <summary>flush_tlb_all.</summary>
    public void FlushTlbAll() => Flush(null, 0, 0, ulong.MaxValue);

    /// <summary>local_flush_tlb_all.</summary>
    public void LocalFlushTlbAll() => _tlb.Drop(null, 0, 0);

    /// <summary>flush_tlb_func: invalidates what the sender of the interrupt says.</summary>
    internal void FlushTlbFunc()
    {
        TlbFlushInfo info = _machine.Flushes[_sender];
        _tlb.Drop(info.Space, info.FirstPage, info.Pages);
    }

    private void Flush(AddressSpace? space, int firstPage, int pages, ulong cpus)
    {
        SmpMb();
        _tlb.Drop(space, firstPage, pages);
        ulong others = cpus & OtherCpus;
        if (_machine.Flush == FlushKind.Broadcast)
        {
            if (Step(FlushTlbi))
            {
                Broadcast(space, firstPage, pages, others);
            }
        }
        else if (others != 0 && Step(FlushIpi))
        {
            _machine.Flushes[Id] = new TlbFlushInfo(space, firstPage, pages);
            SmpCallFunctionMany(others, IpiFunction.FlushTlbFunc);
        }
    }

    // A walk that has read the old entry may yet put it into its TLB, so walks end first; then the entries go; then accesses end that had found them before.
    private void Broadcast(AddressSpace? space, int firstPage, int pages, ulong others)
    {
        Interlocked.MemoryBarrierProcessWide();
        WaitForAccesses(others);
        for (ulong rest = others; rest != 0; rest &= rest - 1)
        {
            _machine.CpuOf(BitOperations.TrailingZeroCount(rest))._tlb.Drop(space, firstPage, pages);
        }

        Interlocked.MemoryBarrierProcessWide();
        WaitForAccesses(others);
    }

    private void WaitForAccesses(ulong others)
    {
        for (ulong rest = others; rest != 0; rest &= rest - 1)
        {
            CpuState other = _machine.StateOf(BitOperations.TrailingZeroCount(rest));
            ulong seen = Volatile.Read(ref other.Access);
            while ((seen & 1) != 0 && Volatile.Read(ref other.Access) == seen)
            {
                // Accesses are short and wait for nothing: no interrupts are taken meanwhile, as a barrier takes none.
                Thread.Yield();
            }
        }
    }
}

/// <summary>What a flush by interrupt invalidates (flush_tlb_info).</summary>
internal readonly record struct TlbFlushInfo(AddressSpace? Space, int FirstPage, int Pages);
