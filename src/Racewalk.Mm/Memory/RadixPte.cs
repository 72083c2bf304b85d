namespace Racewalk.Mm.Memory;

/// <summary>
/// What Power's radix MMU makes of an entry that maps memory (v6.12 arch/powerpc/include/asm/book3s/64/radix.h): every change of a live entry is __radix_pte_update, ldarx
/// and stdcx, tried again. The hardware sets accessed (R) and dirty (C).
/// </summary>
public sealed class RadixPte : ArchPte
{
    private const ulong Flags = PageTableEntry.Dirty | PageTableEntry.Accessed | PageTableEntry.Write;

    /// <summary>ptep_set_wrprotect: pte_update that clears _PAGE_WRITE.</summary>
    /// <inheritdoc/>
    public override void SetWriteProtect(Cpu cpu, Word ptep) => cpu.AtomicAnd(ptep, ~PageTableEntry.Write);

    /// <summary>radix__ptep_set_access_flags (v6.12 arch/powerpc/mm/book3s64/radix_pgtable.c).</summary>
    /// <inheritdoc/>
    public override void SetAccessFlags(Cpu cpu, Word ptep, Word entry) => cpu.AtomicOr(ptep, entry & Flags);
}
