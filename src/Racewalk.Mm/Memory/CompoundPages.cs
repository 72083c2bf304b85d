namespace Racewalk.Mm.Memory;

/// <summary>Making a block of pages one folio, and taking it apart (v6.12 mm/page_alloc.c).</summary>
public static class CompoundPages
{
    // Above the flags that the first tail has as a page, such as PG_anon_exclusive.
    private const int OrderShift = 8;

    /// <summary>prep_compound_page: the tails say who their head is, the head that it is one, and the first tail how large the folio is (_flags_1, v6.12 include/linux/mm_types.h).</summary>
    public static void Prep(Cpu cpu, Word head, int order)
    {
        cpu.WriteOnce(StructPage.Flags(head), StructPage.Head);
        cpu.WriteOnce(OrderWord(head), (ulong)order << OrderShift);
        for (ulong i = 1; i < 1UL << order; i++)
        {
            cpu.WriteOnce(StructPage.CompoundHeadWord(head + (i * StructPage.Size)), head + 1);
        }
    }

    /// <summary>free_tail_page_prepare of each tail: it belongs to nobody any more.</summary>
    public static void Destroy(Cpu cpu, Word head, int order)
    {
        for (ulong i = 1; i < 1UL << order; i++)
        {
            cpu.WriteOnce(StructPage.Flags(head + (i * StructPage.Size)), 0);
            cpu.WriteOnce(StructPage.CompoundHeadWord(head + (i * StructPage.Size)), 0);
        }
    }

    /// <summary>folio_order: 0 of a small page.</summary>
    public static Word Order(Cpu cpu, Word folio)
    {
        if ((cpu.ReadOnce(StructPage.Flags(folio)) & StructPage.Head) == 0)
        {
            return 0;
        }

        return cpu.ReadOnce(OrderWord(folio)) >> OrderShift;
    }

    private static Word OrderWord(Word head) => StructPage.Flags(head + StructPage.Size);
}
