namespace Racewalk.Mm.Hvo;

/// <summary>Where the pages of the memmap come from and go to, as mm/hugetlb_vmemmap.c asks for them (v6.12). What can fail returns false: nothing is left, and nothing was taken.</summary>
public abstract class VmemmapPages
{
    /// <summary>alloc_pages_node in vmemmap_remap_free: for a copy of the head's page. Without one the head stays where it is.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="folio">The folio.</param>
    /// <param name="pfn">The frame.</param>
    public abstract bool TryAllocHead(Cpu cpu, HugetlbFolio folio, out ulong pfn);

    /// <summary>alloc_vmemmap_page_list: a page for each vmemmap page of tails, or none at all.</summary>
    public abstract bool TryAllocTails(Cpu cpu, HugetlbFolio folio);

    /// <summary>The frame for a vmemmap page of tails that <see cref="TryAllocTails"/> took.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="folio">The folio.</param>
    /// <param name="index">Which vmemmap page of the folio: from 1 on, each once, in order.</param>
    public abstract ulong TakeTail(Cpu cpu, HugetlbFolio folio, int index);

    /// <summary>list_add in vmemmap_remap_pte: notes what a vmemmap page is mapped to, before that changes.</summary>
    public abstract void Collect(Cpu cpu, Vmemmap vmemmap, HugetlbFolio folio, int index);

    /// <summary>free_vmemmap_page_list: frees all that this CPU has collected.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="folios">The folios that it was collected from.</param>
    public abstract void FreeCollected(Cpu cpu, IReadOnlyList<HugetlbFolio> folios);

    /// <summary>__free_page.</summary>
    public abstract void Free(Cpu cpu, ulong pfn);

    /// <summary>pte_alloc_one_kernel in vmemmap_split_pmd: what it holds is unknown.</summary>
    public abstract bool TryAllocTable(Cpu cpu, out ulong pfn);
}
