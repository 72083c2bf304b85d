using Racewalk.Executions;

namespace Racewalk.Machine;

/// <content>
/// Power's hash MMU where translations are modelled: flush_tlb_range and its like do nothing (v6.12 arch/powerpc/include/asm/book3s/64/tlbflush.h); what ends a
/// translation is that its entry of the hash table is made invalid, and this behind it.
/// </content>
public sealed partial class Cpu
{
    /// <summary>tlbie of one page: ptesync; tlbie; eieio; tlbsync; ptesync (v6.12 arch/powerpc/mm/book3s64/hash_native.c). The steps are those of the radix MMU.</summary>
    /// <param name="space">The address space.</param>
    /// <param name="page">The page.</param>
    public void HashTlbie(AddressSpace space, int page) => Tlbie(Request(space, page, 1, lastLevelOnly: false), isLocal: false);

    /// <summary>ptesync: waits for all accesses, and is before all later walks.</summary>
    public void Ptesync() => _context.Fence(FenceKind.DsbFull);

    /// <summary>eieio: orders stores to ordinary memory.</summary>
    public void Eieio() => _context.Fence(FenceKind.Eieio);
}
