namespace Racewalk.Mm.Memory;

/// <summary>Where the words of a struct page lie (v6.12 include/linux/mm_types.h), and what is read from them.</summary>
public static class StructPage
{
    /// <summary>Size in bytes.</summary>
    public const ulong Size = 64;

    /// <summary>PG_anon_exclusive in <c>flags</c>: the page belongs to one process only.</summary>
    public const ulong AnonExclusive = 1;

    /// <summary>What pinning a small page adds to its reference count (GUP_PIN_COUNTING_BIAS, v6.12 include/linux/mm.h).</summary>
    public const ulong PinBias = 1024;

    /// <summary>The address of <c>flags</c>.</summary>
    public static Word Flags(Word page) => page;

    /// <summary>The address of <c>_refcount</c>.</summary>
    public static Word Refcount(Word page) => page + 8;

    /// <summary>The address of <c>_mapcount</c>; here it counts from 0.</summary>
    public static Word Mapcount(Word page) => page + 16;

    /// <summary>The address of <c>compound_head</c>: bit 0 set and the head's address in a tail page, otherwise 0.</summary>
    public static Word CompoundHeadWord(Word page) => page + 24;

    /// <summary>The address of <c>mapping</c>.</summary>
    public static Word Mapping(Word page) => page + 32;

    /// <summary>page_folio: the head of the compound page that a page is in, or the page itself (_compound_head, v6.12 include/linux/page-flags.h).</summary>
    public static Word CompoundHead(Cpu cpu, Word page)
    {
        Word head = cpu.ReadOnce(CompoundHeadWord(page));
        if ((head & 1) != 0)
        {
            return head - 1;
        }

        return page;
    }

    /// <summary>PageAnonExclusive.</summary>
    public static Flag IsAnonExclusive(Cpu cpu, Word page) => (cpu.ReadOnce(Flags(page)) & AnonExclusive) != 0;

    /// <summary>folio_maybe_dma_pinned of a small folio (v6.12 include/linux/mm.h).</summary>
    public static Flag MaybeDmaPinned(Cpu cpu, Word folio) => cpu.AtomicRead(Refcount(folio)) >= PinBias;
}
