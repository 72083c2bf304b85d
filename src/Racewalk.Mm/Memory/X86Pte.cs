namespace Racewalk.Mm.Memory;

/// <summary>What x86 makes of an entry that maps memory (v6.12 arch/x86/include/asm/pgtable.h, arch/x86/mm/pgtable.c). The hardware sets accessed and dirty.</summary>
public sealed class X86Pte : ArchPte
{
    /// <summary>_PAGE_TABLE has _PAGE_ACCESSED (v6.12 arch/x86/include/asm/pgtable_types.h), so the hardware has nothing to set.</summary>
    public override ulong TableFlags => PageTableEntry.Accessed;

    /// <summary>ptep_set_wrprotect: a compare-and-exchange, tried again.</summary>
    /// <inheritdoc/>
    public override void SetWriteProtect(Cpu cpu, Word ptep) => Change(cpu, ptep, WriteProtect, MemoryOrder.Full);

    /// <summary>ptep_set_access_flags: a store, for a fault that writes; the hardware has set accessed by itself.</summary>
    /// <inheritdoc/>
    public override void SetAccessFlags(Cpu cpu, Word ptep, Word entry)
    {
        if (IsDirty(entry))
        {
            cpu.WriteOnce(ptep, entry);
        }
    }
}
