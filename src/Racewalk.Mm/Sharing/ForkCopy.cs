using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Sharing;

/// <summary>When fork takes the child's reference on a page.</summary>
public enum ForkReference
{
    /// <summary>Before it looks whether the page is pinned: since v5.19 (fb3d824d1a46).</summary>
    BeforeCheck,

    /// <summary>After that: v5.11 (57efa1fe5957, which introduced write_protect_seq) to v5.18.</summary>
    AfterCheck,
}

/// <summary>
/// What fork does to a page of the parent (copy_page_range, copy_present_ptes; v6.12 mm/memory.c): a page that may be pinned is copied for
/// the child, any other is shared and write-protected. The child's entry and the parent's later TLB flush are left out.
/// </summary>
/// <param name="mm">The parent's address space.</param>
/// <param name="reference">When the child's reference is taken.</param>
public sealed class ForkCopy(MmStruct mm, ForkReference reference)
{
    /// <summary>Step: write_protect_seq is odd while pages are write-protected.</summary>
    public const string Seqcount = "fork-seqcount";

    /// <summary>Step, not in the kernel: a full barrier after the count has become odd.</summary>
    public const string SeqcountMb = "fork-seqcount-mb";

    /// <summary>Step: the child's reference.</summary>
    public const string TakeReference = "fork-take-reference";

    /// <summary>Step: is the page pinned?</summary>
    public const string CheckPinned = "fork-check-pinned";

    /// <summary>Step: the page is no longer exclusive.</summary>
    public const string ClearExclusive = "fork-clear-exclusive";

    /// <summary>Step: the parent may no longer write through the entry.</summary>
    public const string WriteProtect = "fork-write-protect";

    /// <summary>Observed: 1 if the page is shared with the child from now on.</summary>
    public const string Shared = "fork-shared";

    /// <summary>Observed: 1 if the child gets a copy at once.</summary>
    public const string Copied = "fork-copied";

    /// <summary>copy_page_range of one page.</summary>
    public void CopyPage(Cpu cpu, int pmdIndex, int pteIndex)
    {
        bool counts = cpu.Step(Seqcount);
        if (counts)
        {
            SeqCount.RawWriteBegin(cpu, mm.WriteProtectSeq);
        }

        if (cpu.Step(SeqcountMb))
        {
            cpu.SmpMb();
        }

        Word pmd = cpu.ReadOnce(mm.PmdOffset(pmdIndex));
        cpu.SpinLock(mm.PageTableLock);
        CopyPresentPte(cpu, mm.PteOffset(pmd, pteIndex));
        cpu.SpinUnlock(mm.PageTableLock);
        if (counts && cpu.Step(Seqcount))
        {
            SeqCount.RawWriteEnd(cpu, mm.WriteProtectSeq);
        }
    }

    /// <summary>copy_present_ptes of one PTE of an anonymous page.</summary>
    private void CopyPresentPte(Cpu cpu, Word ptep)
    {
        Word page = mm.PageOf(cpu.ReadOnce(ptep));
        bool mayShare = reference == ForkReference.BeforeCheck ? TryDupAfterReference(cpu, page) : TryDupBeforeReference(cpu, page);
        if (!mayShare)
        {
            cpu.Observe(Copied, 1);
            return;
        }

        // ptep_set_wrprotect is an atomic clear of one bit: hardware may set others meanwhile.
        cpu.Step(WriteProtect);
        cpu.Observe(Shared, 1);
        cpu.AtomicAnd(ptep, ~PageTableEntry.Write);
    }

    /// <summary>folio_get, then folio_try_dup_anon_rmap_pte (v6.12 include/linux/rmap.h).</summary>
    private bool TryDupAfterReference(Cpu cpu, Word page)
    {
        cpu.Step(TakeReference);
        cpu.AtomicInc(StructPage.Refcount(page));
        if (!StructPage.IsAnonExclusive(cpu, page))
        {
            return true;
        }

        if (IsPinned(cpu, page))
        {
            PageReference.FolioPutRefs(cpu, mm, page, 1);
            return false;
        }

        cpu.Step(ClearExclusive);
        cpu.AtomicAnd(StructPage.Flags(page), ~StructPage.AnonExclusive);
        return true;
    }

    /// <summary>copy_present_page, then get_page (v5.11 mm/memory.c). PG_anon_exclusive was not there yet.</summary>
    private static bool TryDupBeforeReference(Cpu cpu, Word page)
    {
        if (IsPinned(cpu, page))
        {
            return false;
        }

        cpu.Step(TakeReference);
        cpu.AtomicInc(StructPage.Refcount(page));
        return true;
    }

    /// <summary>page_needs_cow_for_dma (v6.12 folio_needs_cow_for_dma), in a process that has pinned pages before.</summary>
    private static Flag IsPinned(Cpu cpu, Word page)
    {
        cpu.Step(CheckPinned);
        return cpu.Has(CheckPinned) && StructPage.MaybeDmaPinned(cpu, page);
    }
}
