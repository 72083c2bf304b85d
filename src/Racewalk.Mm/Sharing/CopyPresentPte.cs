using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Sharing;

/// <summary>Whether fork may share an anonymous page: takes the child's reference, unless the page may be pinned (copy_present_ptes, v6.12 mm/memory.c).</summary>
/// <param name="reference">When the reference is taken.</param>
internal sealed class CopyPresentPte(ForkReference reference)
{
    /// <summary>Tries it.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="mm">The parent's address space.</param>
    /// <param name="page">The page.</param>
    /// <param name="folio">Its folio.</param>
    /// <returns>Whether the page is shared from now on; if not, the child needs a copy.</returns>
    internal bool TryDup(Cpu cpu, MmStruct mm, Word page, Word folio) =>
        reference == ForkReference.BeforeCheck ? TryDupAfterReference(cpu, mm, page, folio) : TryDupBeforeReference(cpu, folio);

    /// <summary>folio_get, then folio_try_dup_anon_rmap_pte (v6.12 include/linux/rmap.h).</summary>
    private static bool TryDupAfterReference(Cpu cpu, MmStruct mm, Word page, Word folio)
    {
        cpu.Step(ForkCopy.TakeReference);
        cpu.AtomicInc(StructPage.Refcount(folio));
        if (!StructPage.IsAnonExclusive(cpu, page))
        {
            return true;
        }

        if (IsPinned(cpu, folio))
        {
            PageReference.FolioPutRefs(cpu, mm, folio, 1);
            return false;
        }

        if (cpu.Step(ForkCopy.ClearExclusive))
        {
            cpu.AtomicAnd(StructPage.Flags(page), ~StructPage.AnonExclusive);
        }

        return true;
    }

    /// <summary>copy_present_page, then get_page (v5.11 mm/memory.c). PG_anon_exclusive was not there yet.</summary>
    private static bool TryDupBeforeReference(Cpu cpu, Word folio)
    {
        if (IsPinned(cpu, folio))
        {
            return false;
        }

        cpu.Step(ForkCopy.TakeReference);
        cpu.AtomicInc(StructPage.Refcount(folio));
        return true;
    }

    /// <summary>page_needs_cow_for_dma (v6.12 folio_needs_cow_for_dma), in a process that has pinned pages before.</summary>
    private static Flag IsPinned(Cpu cpu, Word folio)
    {
        cpu.Step(ForkCopy.CheckPinned);
        return cpu.Has(ForkCopy.CheckPinned) && StructPage.MaybeDmaPinned(cpu, folio);
    }
}
