using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Hvo;

/// <summary>A tail whose folio is freed, and that is allocated as a page of its own (free_tail_page_prepare, v6.12 mm/page_alloc.c; set_page_refcounted, v6.12 mm/internal.h).</summary>
/// <param name="vmemmap">The memmap.</param>
public sealed class FreeTail(Vmemmap vmemmap)
{
    /// <summary>Shown as 1: what is freed does not look like a tail (bad_page).</summary>
    public const string BadPage = "bad-page";

    /// <summary>Shown as 1: the page has a new owner.</summary>
    public const string Reallocated = "reallocated";

    /// <summary>Frees the tail and allocates it again.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="page">The struct page.</param>
    /// <param name="info">What it must say of its head.</param>
    public void FreeAndAllocate(Cpu cpu, Word page, ulong info)
    {
        TranslatedCpu kernel = vmemmap.On(cpu);
        cpu.Step(HvoSteps.FreeFolio);
        Word flags = kernel.Load(StructPage.Flags(page));
        Word head = kernel.Load(StructPage.CompoundHeadWord(page));
        cpu.Observe(BadPage, Word.Select(((flags & StructPage.Head) != 0) | (head != info), 1, 0));
        kernel.Store(StructPage.CompoundHeadWord(page), 0);
        kernel.Store(StructPage.Refcount(page), 1);
        cpu.Observe(Reallocated, 1);
    }
}
