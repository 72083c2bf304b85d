namespace Racewalk.Mm.Memory;

/// <summary>
/// Where an address space's frames come from and go to (v6.12 mm/page_alloc.c), as far as the memory manager calls it. What can fail returns false: nothing is left, and the caller unwinds.
/// </summary>
public abstract class PageAllocator
{
    /// <summary>alloc_page: a small page with one reference.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="mm">The address space.</param>
    /// <param name="zero">Whether it must hold zeros (__GFP_ZERO); otherwise the caller fills it.</param>
    /// <param name="pfn">Its frame.</param>
    public abstract bool TryAllocPage(Cpu cpu, MmStruct mm, bool zero, out ulong pfn);

    /// <summary>vma_alloc_folio of HPAGE_PMD_ORDER: a huge page with one reference.</summary>
    /// <inheritdoc cref="TryAllocPage"/>
    public abstract bool TryAllocHugePage(Cpu cpu, MmStruct mm, bool zero, out ulong pfn);

    /// <summary>pte_alloc_one (v6.12 include/asm-generic/pgalloc.h): an empty PTE table, whose lock is free.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="mm">The address space.</param>
    /// <param name="pfn">Its frame.</param>
    public abstract bool TryPteAllocOne(Cpu cpu, MmStruct mm, out ulong pfn);

    /// <summary>__folio_put (v6.12 mm/swap.c): a folio that nobody has a reference on any more.</summary>
    public abstract void FreeFolio(Cpu cpu, MmStruct mm, Word folio);

    /// <summary>
    /// split_page_owner (v6.12 mm/page_owner.c): who keeps books of allocated blocks learns that this one is single pages from now on. Nobody can have put one of them yet.
    /// </summary>
    public virtual void SplitPageOwner(Cpu cpu, MmStruct mm, Word folio)
    {
    }

    /// <summary>pte_free (v6.12 include/asm-generic/pgalloc.h): the table that a PMD entry pointed to, at once.</summary>
    public abstract void PteFree(Cpu cpu, MmStruct mm, Word pmd);
}
