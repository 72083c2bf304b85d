using Racewalk.Programs;

namespace Racewalk.Machine;

/// <content>Flushes where translations are modelled: each says what it invalidates. How is the architecture's.</content>
public sealed partial class Cpu
{
    /// <summary>The steps that a flush has, in order, where translations are modelled; on the hash MMU those of <see cref="HashTlbie"/>.</summary>
    /// <param name="architecture">The architecture.</param>
    /// <param name="isKernel">Whether of kernel addresses.</param>
    /// <exception cref="NotSupportedException">They are not, on this architecture.</exception>
    public static IReadOnlyList<string> TranslatedFlushSteps(Architecture architecture, bool isKernel = false) => architecture.Flush switch
    {
        TlbFlush.BroadcastArm64 => isKernel ? [FlushDsbIshst, FlushTlbi, FlushDsbIsh, FlushIsb] : [FlushDsbIshst, FlushTlbi, FlushDsbIsh],
        TlbFlush.Interrupt or TlbFlush.InterruptUnlessPreempted => isKernel ? [FlushIpi, FlushInvlpg] : [FlushTlbGen, FlushIpi, FlushInvlpg],
        TlbFlush.HashTable => [FlushPtesyncFirst, FlushTlbie, FlushTlbsync, FlushPtesync],
        TlbFlush.BroadcastRadix => isKernel ? [FlushPtesyncFirst, FlushTlbie, FlushTlbsync, FlushPtesync] : [FlushMb, FlushPtesyncFirst, FlushTlbie, FlushTlbsync, FlushPtesync],
        _ => throw new NotSupportedException($"invalidations are not modelled on {architecture.Name}"),
    };

    /// <summary>flush_tlb_range.</summary>
    /// <param name="space">The address space.</param>
    /// <param name="firstPage">The first page.</param>
    /// <param name="pages">How many.</param>
    /// <param name="lastLevelOnly">Whether entries that point to tables may stay cached.</param>
    public void FlushTlbRange(AddressSpace space, int firstPage, int pages, bool lastLevelOnly = false) =>
        Flush(Request(space, firstPage, pages, lastLevelOnly), space.CpuMask, isLocal: false);

    /// <summary>As <see cref="FlushTlbRange(AddressSpace, int, int, bool)"/>, but of this CPU only: no kernel does that to addresses that others use.</summary>
    /// <inheritdoc cref="FlushTlbRange(AddressSpace, int, int, bool)"/>
    public void LocalFlushTlbRange(AddressSpace space, int firstPage, int pages, bool lastLevelOnly = false) =>
        Flush(Request(space, firstPage, pages, lastLevelOnly), 0, isLocal: true);

    /// <summary>flush_tlb_mm.</summary>
    /// <param name="space">The address space.</param>
    public void FlushTlbMm(AddressSpace space) => Flush(Request(space, 0, 0, false), space.CpuMask, isLocal: false);

    /// <summary>flush_tlb_kernel_range.</summary>
    /// <inheritdoc cref="FlushTlbRange(AddressSpace, int, int, bool)"/>
    public void FlushTlbKernelRange(AddressSpace space, int firstPage, int pages, bool lastLevelOnly = true)
    {
        Flush(Request(space, firstPage, pages, lastLevelOnly), ulong.MaxValue, isLocal: false, isKernel: true);
        FinishKernelFlush();
    }

    /// <summary>flush_tlb_all.</summary>
    public void FlushTlbAll()
    {
        Flush(FlushRequest.All, ulong.MaxValue, isLocal: false, isKernel: true);
        FinishKernelFlush();
    }

    /// <summary>local_flush_tlb_all.</summary>
    public void LocalFlushTlbAll()
    {
        Flush(FlushRequest.All, 0, isLocal: true, isKernel: true);
        FinishKernelFlush();
    }

    private void Flush(FlushRequest request, ulong cpus, bool isLocal, bool isKernel = false)
    {
        if (_machine.AddressSpaces.Count == 0)
        {
            throw new InvalidOperationException($"the machine ({_machine.Architecture.Name}) has no address space");
        }

        switch (_machine.Architecture.Flush)
        {
            case TlbFlush.BroadcastArm64:
                FlushArm64(request, isLocal);
                break;
            case TlbFlush.Interrupt or TlbFlush.InterruptUnlessPreempted:
                FlushX86(request, cpus & OtherCpus, isLocal, isKernel);
                break;
            case TlbFlush.BroadcastRadix:
                FlushRadix(request, isLocal, isKernel);
                break;
            case TlbFlush.HashTable:
                break;
            default:
                throw new NotSupportedException($"invalidations are not modelled on {_machine.Architecture.Name}");
        }
    }

    private void Invalidate(FlushRequest request, bool isLocal)
    {
        _context.Add(new InvalidationNote(request.Text(_machine) + (isLocal ? ", on this CPU only" : "")));
        Invalidate(request.ScopesOf(_machine), isLocal);
    }

    private FlushRequest Request(AddressSpace space, int firstPage, int pages, bool lastLevelOnly)
    {
        for (int s = 0; s < _machine.AddressSpaces.Count; s++)
        {
            if (ReferenceEquals(_machine.AddressSpaces[s], space))
            {
                return new FlushRequest(s, firstPage, pages, lastLevelOnly);
            }
        }

        throw new InvalidOperationException($"the machine ({_machine.Architecture.Name}) has no address space {space.Name}");
    }
}
