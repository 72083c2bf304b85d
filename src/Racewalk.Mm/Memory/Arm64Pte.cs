namespace Racewalk.Mm.Memory;

/// <summary>
/// What arm64 makes of an entry that maps memory (v6.12 arch/arm64/include/asm/pgtable.h). <see cref="PageTableEntry.Write"/> is PTE_WRITE, which is DBM: hardware
/// that manages the dirty state takes the missing <see cref="PageTableEntry.ReadOnly"/> for "dirty"; without it the kernel does the same in its fault handler.
/// </summary>
public sealed class Arm64Pte : ArchPte
{
    private const ulong Flags = PageTableEntry.ReadOnly | PageTableEntry.Accessed | PageTableEntry.Write | PageTableEntry.Dirty;

    /// <inheritdoc/>
    public override bool FlushesForStore => true;

    /// <inheritdoc/>
    public override ulong Clean(ulong pfn) => base.Clean(pfn) | PageTableEntry.ReadOnly;

    /// <inheritdoc/>
    public override ulong ReadOnly(ulong pfn) => base.ReadOnly(pfn) | PageTableEntry.ReadOnly;

    /// <inheritdoc/>
    public override ulong KernelReadOnly(ulong pfn) => base.KernelReadOnly(pfn) | PageTableEntry.ReadOnly;

    /// <summary>pte_hw_dirty: writable, and stores are made.</summary>
    public static Flag IsHardwareDirty(Word pte) => (pte & (PageTableEntry.Write | PageTableEntry.ReadOnly)) == PageTableEntry.Write;

    /// <inheritdoc/>
    public override Flag IsDirty(Word pte) => base.IsDirty(pte) | IsHardwareDirty(pte);

    /// <inheritdoc/>
    public override Word MakeDirty(Word pte)
    {
        Word dirty = pte | PageTableEntry.Dirty;
        return Word.Select((pte & PageTableEntry.Write) != 0, dirty & ~PageTableEntry.ReadOnly, dirty);
    }

    /// <summary>pte_wrprotect: what the hardware says of the dirty state becomes software's.</summary>
    public override Word WriteProtect(Word pte)
    {
        Word kept = Word.Select(IsHardwareDirty(pte), pte | PageTableEntry.Dirty, pte);
        return (kept | PageTableEntry.ReadOnly) & ~PageTableEntry.Write;
    }

    /// <summary>__ptep_set_wrprotect: the hardware may set the dirty state meanwhile, so it is a compare-and-exchange, tried again.</summary>
    public override void SetWriteProtect(Cpu cpu, Word ptep) => Change(cpu, ptep, WriteProtect, MemoryOrder.Relaxed);

    /// <summary>__ptep_test_and_clear_young: the hardware may set the flag meanwhile, so it is a compare-and-exchange, tried again.</summary>
    public void ClearYoung(Cpu cpu, Word ptep) => Change(cpu, ptep, static pte => pte & ~PageTableEntry.Accessed, MemoryOrder.Relaxed);

    /// <summary>
    /// __ptep_set_access_flags (v6.12 arch/arm64/mm/fault.c): adds flags to an entry; it becomes the more permissive of what it is and what it shall be, as the
    /// hardware may add flags meanwhile.
    /// </summary>
    public override void SetAccessFlags(Cpu cpu, Word ptep, Word entry)
    {
        Word wanted = (entry & Flags) ^ PageTableEntry.ReadOnly;
        Change(cpu, ptep, old => ((old ^ PageTableEntry.ReadOnly) | wanted) ^ PageTableEntry.ReadOnly, MemoryOrder.Relaxed);
    }
}
