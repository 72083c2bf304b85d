using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Hvo;

/// <summary>Which head a struct page belongs to, where struct pages may be fake heads (include/linux/page-flags.h).</summary>
public static class CompoundPage
{
    /// <summary>
    /// page_fixed_fake_head (v6.12): the head if the struct page is a fake head, otherwise the struct page itself. Two reads through one vmemmap page, and nothing says that both find
    /// the same frame.
    /// </summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="vmemmap">The memmap.</param>
    /// <param name="page">The struct page; where it lies is no secret, so that the test of its alignment is no branch on what was read.</param>
    public static Word FixedFakeHead(Cpu cpu, Vmemmap vmemmap, Word page)
    {
        TranslatedCpu kernel = vmemmap.On(cpu);
        if ((kernel.Load(StructPage.Flags(page)) & StructPage.Head) == 0)
        {
            return page;
        }

        Word head = kernel.Load(StructPage.CompoundHeadWord(page + StructPage.Size));
        if ((head & 1) != 0)
        {
            return head - 1;
        }

        return page;
    }

    /// <summary>
    /// compound_head: before E7 the address in the struct page, or what page_fixed_fake_head makes of it (_compound_head, v6.12); in E7 a mask.
    /// </summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="vmemmap">The memmap.</param>
    /// <param name="era">The kernel.</param>
    /// <param name="page">The struct page, the first of its vmemmap page.</param>
    public static Word Head(Cpu cpu, Vmemmap vmemmap, HvoEra era, Word page)
    {
        Word info = vmemmap.On(cpu).Load(StructPage.CompoundHeadWord(page));
        if (era == HvoEra.E7)
        {
            return Word.Select((info & 1) != 0, page & info & ~1UL, page);
        }

        if ((info & 1) != 0)
        {
            return info - 1;
        }

        return FixedFakeHead(cpu, vmemmap, page);
    }
}
