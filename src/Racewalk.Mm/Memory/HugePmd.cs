namespace Racewalk.Mm.Memory;

/// <summary>PMD entries that map a huge page, also while the hardware does not see them as valid.</summary>
public static class HugePmd
{
    /// <summary>Of a PMD entry that is not valid: it maps a huge page and is about to change (PMD_PRESENT_INVALID on arm64; x86 keeps _PAGE_PSE).</summary>
    public const ulong PresentInvalid = 0x10;

    /// <summary>Of a PMD entry that is not valid: it maps a huge page, and the next access faults (PROT_NONE, for NUMA hinting).</summary>
    public const ulong ProtNone = 0x20;

    /// <summary>pmd_mkinvalid.</summary>
    public static Word MakeInvalid(Word pmd) => (pmd & ~PageTableEntry.Present) | PresentInvalid;

    /// <summary>pmd_modify to PAGE_NONE, of an entry as it was before <see cref="MakeInvalid"/>.</summary>
    public static Word MakeProtNone(Word pmd) => (pmd & ~PageTableEntry.Present) | ProtNone;

    /// <summary>pmd_trans_huge.</summary>
    public static Flag IsTransHuge(Word pmd) => (pmd & (PageTableEntry.Present | PresentInvalid | ProtNone)) != 0 & (pmd & PageTableEntry.Table) == 0;
}
