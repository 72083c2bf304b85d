using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Contpte;

/// <summary>Contiguous sets of PTEs: which entries belong to one, and what an entry says of it (v6.12 arch/arm64/mm/contpte.c, arch/arm64/include/asm/pgtable.h).</summary>
/// <param name="contPtes">How many entries a set has (CONT_PTES: 16 with pages of 4 KiB); a power of two.</param>
public sealed class ContBlock(int contPtes)
{
    private readonly Arm64Pte _pte = new();

    /// <summary>CONT_PTES.</summary>
    public int Entries => contPtes;

    /// <summary>What the architecture makes of an entry.</summary>
    public Arm64Pte Pte => _pte;

    /// <summary>contpte_align_down: the first entry of the set.</summary>
    public Word AlignDown(Word ptep) => ptep & ~(((ulong)contPtes * 8) - 1);

    /// <summary>The first page of the set that a page is in.</summary>
    public int FirstPage(int page) => page / contPtes * contPtes;

    /// <summary>The address of an entry of the set.</summary>
    /// <param name="start">The address of the first.</param>
    /// <param name="index">Which.</param>
    public static Word EntryAt(Word start, int index) => start + ((ulong)index * 8);

    /// <summary>pte_valid_cont.</summary>
    public static Flag IsValidCont(Word pte) => (pte & (PageTableEntry.Present | PageTableEntry.Contiguous)) == (PageTableEntry.Present | PageTableEntry.Contiguous);

    /// <summary>pte_mkold(pte_mkclean(pte)): what must be equal in a set, besides the frame numbers.</summary>
    public static Word OldClean(Word pte) => (pte & ~(PageTableEntry.Accessed | PageTableEntry.Dirty)) | PageTableEntry.ReadOnly;

    /// <summary>An entry with the access flag and the dirty state of another one added.</summary>
    public Word Gather(Word pte, Word other)
    {
        Word dirty = Word.Select(_pte.IsDirty(other), _pte.MakeDirty(pte), pte);
        return Word.Select(IsYoung(other), _pte.MakeYoung(dirty), dirty);
    }

    /// <summary>pte_young.</summary>
    public static Flag IsYoung(Word pte) => (pte & PageTableEntry.Accessed) != 0;

    /// <summary>The entry that the set's first page would have.</summary>
    public Word FirstOf(Word pte) => pte - ((PageTableEntry.Pfn(pte) % (ulong)contPtes) << PageTableEntry.PfnShift);

    /// <summary>pte_advance_pfn.</summary>
    public static Word Advance(Word pte, int pages) => pte + ((ulong)pages << PageTableEntry.PfnShift);
}
