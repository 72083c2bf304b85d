namespace Racewalk.Mm.Memory;

/// <summary>References on pages, and what happens when the last one goes.</summary>
public static class PageReference
{
    /// <summary>Step: the last reference is gone, the page is freed.</summary>
    public const string FreePageStep = "free-page";

    /// <summary>folio_put_refs (v6.12 include/linux/mm.h): drops references; whoever drops the last one frees the page.</summary>
    /// <returns>Whether this was the last one.</returns>
    public static bool FolioPutRefs(Cpu cpu, MmStruct mm, Word folio, ulong refs)
    {
        if (cpu.AtomicSubAndTest(StructPage.Refcount(folio), refs))
        {
            cpu.Step(FreePageStep);
            mm.PageAllocator.FreeFolio(cpu, mm, folio);
            return true;
        }

        return false;
    }

    /// <summary>Takes a freed page for somebody else: new contents, then set_page_refcounted (v6.12 mm/internal.h).</summary>
    public static void AllocateForOther(Cpu cpu, MmStruct mm, Word page, ulong contents)
    {
        cpu.Allocate(mm.FrameOf(page), mm.Geometry.WordsPerPage, contents);
        cpu.AtomicSet(StructPage.Refcount(page), 1);
    }
}
