using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Mapping;

/// <summary>Unmaps a page and maps another one at its address: MADV_DONTNEED (zap_present_ptes, v6.12 mm/memory.c), then a fault (do_anonymous_page).</summary>
/// <param name="mm">The address space.</param>
public sealed class RemapPage(MmStruct mm)
{
    /// <summary>Step: make the PTE none.</summary>
    public const string ClearPte = "remap-clear-pte";

    /// <summary>Step: put the page.</summary>
    public const string PutPage = "remap-put-page";

    /// <summary>Step: map another page.</summary>
    public const string SetPte = "remap-set-pte";

    /// <summary>Clears the entry of a page, flushes and puts what it mapped.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="page">The page.</param>
    /// <param name="ptep">Where its entry is.</param>
    /// <param name="folio">The folio that was mapped.</param>
    /// <returns>Whether that freed it.</returns>
    public bool Unmap(Cpu cpu, int page, Word ptep, out Word folio)
    {
        cpu.Step(ClearPte);
        Word pte = mm.Ptep.GetAndClear(cpu, mm, page, ptep);
        mm.FlushPages(cpu, page, 1);
        cpu.Step(PutPage);
        folio = StructPage.CompoundHead(cpu, mm.PageOf(pte));
        return PageReference.FolioPutRefs(cpu, mm, folio, 1);
    }

    /// <summary>Maps another page where nothing is mapped.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="page">The page.</param>
    /// <param name="ptep">Where its entry is.</param>
    /// <param name="pte">The new entry.</param>
    public void Map(Cpu cpu, int page, Word ptep, Word pte)
    {
        cpu.Step(SetPte);
        mm.Ptep.Set(cpu, mm, page, ptep, pte);
    }
}
