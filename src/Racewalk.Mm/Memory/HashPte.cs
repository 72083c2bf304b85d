namespace Racewalk.Mm.Memory;

/// <summary>
/// What Power's hash MMU makes of an entry that maps memory (v6.12 arch/powerpc/include/asm/book3s/64/hash.h): the hardware does not see it. Whoever changes it waits while
/// hash_page is at work on it, so that it says whether it has an entry in the hash table.
/// </summary>
public sealed class HashPte : ArchPte
{
    /// <summary>hash__pte_update: clears and sets bits of an entry that is not busy.</summary>
    /// <returns>The entry as it was.</returns>
    public static Word Update(Cpu cpu, Word ptep, ulong clear, Word set)
    {
        while (true)
        {
            Word old = cpu.SmpCondLoadRelaxedEqual(ptep, 0, PageTableEntry.Busy);
            if (cpu.CmpxchgRelaxed(ptep, old, (old & ~clear) | set) == old)
            {
                return old;
            }
        }
    }

    /// <summary>ptep_set_wrprotect. The caller flushes what the entry has in the hash table.</summary>
    /// <inheritdoc/>
    public override void SetWriteProtect(Cpu cpu, Word ptep) => Update(cpu, ptep, PageTableEntry.Write, 0);

    /// <summary>hash__ptep_set_access_flags.</summary>
    /// <inheritdoc/>
    public override void SetAccessFlags(Cpu cpu, Word ptep, Word entry) =>
        Update(cpu, ptep, 0, entry & (PageTableEntry.Dirty | PageTableEntry.Accessed | PageTableEntry.Write));
}
