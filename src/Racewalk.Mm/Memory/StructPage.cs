using System.Runtime.CompilerServices;

namespace Racewalk.Mm.Memory;

/// <summary>Where the words of a struct page lie (v6.12 include/linux/mm_types.h), and what is read from them.</summary>
public static class StructPage
{
    /// <summary>Size in bytes.</summary>
    public const ulong Size = 64;

    /// <summary>PG_anon_exclusive in <c>flags</c>: the page belongs to one process only.</summary>
    public const ulong AnonExclusive = 1;

    /// <summary>PG_head in <c>flags</c>: the page is the first of a compound page.</summary>
    public const ulong Head = 2;

    /// <summary>PG_hwpoison in <c>flags</c>: memory-failure has found the page bad.</summary>
    public const ulong HwPoison = 4;

    /// <summary>PG_dirty in <c>flags</c>: the page must be written back before it goes.</summary>
    public const ulong Dirty = 0x10;

    /// <summary>PG_locked in <c>flags</c>: the folio is locked.</summary>
    public const ulong Locked = 8;

    /// <summary>HPG_vmemmap_optimized in <c>private</c> of a hugetlb folio (v6.12 include/linux/hugetlb.h).</summary>
    public const ulong VmemmapOptimized = 1;

    /// <summary>HPG_freed in <c>private</c> of a hugetlb folio: it is in the pool.</summary>
    public const ulong HugetlbFreed = 2;

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

    /// <summary>Whether a word of a page full of struct pages is a <c>compound_head</c>.</summary>
    /// <param name="offset">How far into the page it lies.</param>
    public static bool IsCompoundHeadWord(int offset) => offset % (int)Size == 24;

    /// <summary>The address of <c>mapping</c>.</summary>
    public static Word Mapping(Word page) => page + 32;

    /// <summary>The address of <c>private</c>: of a hugetlb folio's head its flags.</summary>
    public static Word Private(Word page) => page + 40;

    /// <summary>page_folio: the head of the compound page that a page is in, or the page itself (_compound_head, v6.12 include/linux/page-flags.h).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Word CompoundHead(Cpu cpu, Word page)
    {
        Word head = cpu.ReadOnce(CompoundHeadWord(page));
        if ((head & 1) != 0)
        {
            return head - 1;
        }

        return page;
    }

    /// <summary>folio_trylock (v6.12 include/linux/pagemap.h).</summary>
    public static Flag TryLock(Cpu cpu, Word folio) => (cpu.AtomicFetchOr(Flags(folio), Locked, MemoryOrder.Acquire) & Locked) == 0;

    /// <summary>folio_lock (v6.12 include/linux/pagemap.h).</summary>
    public static void Lock(Cpu cpu, Word folio)
    {
        while (!TryLock(cpu, folio))
        {
            cpu.SmpCondLoadRelaxedEqual(Flags(folio), 0, Locked);
        }
    }

    /// <summary>folio_unlock (v6.12 mm/filemap.c).</summary>
    public static void Unlock(Cpu cpu, Word folio) => cpu.AtomicFetchAnd(Flags(folio), ~Locked, MemoryOrder.Release);

    /// <summary>Where the lock of a page table lies: its descriptor is its struct page (struct ptdesc, v6.12 include/linux/mm_types.h).</summary>
    public static Word TableLock(Word page) => Private(page);

    /// <summary>PageAnonExclusive.</summary>
    public static Flag IsAnonExclusive(Cpu cpu, Word page) => (cpu.ReadOnce(Flags(page)) & AnonExclusive) != 0;

    /// <summary>SetPageAnonExclusive.</summary>
    public static void SetAnonExclusive(Cpu cpu, Word page) => cpu.AtomicOr(Flags(page), AnonExclusive);

    /// <summary>folio_maybe_dma_pinned of a small folio (v6.12 include/linux/mm.h).</summary>
    public static Flag MaybeDmaPinned(Cpu cpu, Word folio) => cpu.AtomicRead(Refcount(folio)) >= PinBias;
}
