using Racewalk.Mm.Memory;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Faults;

/// <summary>By what a write fault knows that nobody else has the page.</summary>
public enum WpReuse
{
    /// <summary>By its reference count, under the lock of the folio (wp_can_reuse_anon_folio, since 09854ba94c6a, v5.9).</summary>
    Refcount,

    /// <summary>By the number of its mappings (reuse_swap_page, until v5.8): somebody who has it without a mapping is not seen.</summary>
    Mapcount,
}

/// <summary>A write fault on a page that is mapped read-only in a private anonymous VMA (do_wp_page, v6.12 mm/memory.c): it is used as it is, or copied.</summary>
/// <param name="vma">The VMA.</param>
/// <param name="clear">How the entry is cleared (ptep_clear_flush).</param>
/// <param name="reuse">By what it knows that nobody else has the page.</param>
public sealed class WpPage(VmArea vma, EntryClear clear, WpReuse reuse = WpReuse.Refcount)
{
    /// <summary>Step: a page that is exclusive is used, whoever has a reference on it.</summary>
    public const string TestExclusive = "wp-test-exclusive";

    /// <summary>Step: lock the folio.</summary>
    public const string TrylockFolio = "wp-trylock-folio";

    /// <summary>Step: nobody else has the page.</summary>
    public const string CheckCount = "wp-check-count";

    /// <summary>Step: it is exclusive from now on.</summary>
    public const string SetExclusive = "wp-set-exclusive";

    /// <summary>Step: use it: the entry becomes writable.</summary>
    public const string ReusePte = "wp-reuse-pte";

    /// <summary>Step: hold the page, since the PTE lock is given back for the copy.</summary>
    public const string HoldOld = "wp-hold-old-page";

    /// <summary>Step: allocate a page.</summary>
    public const string AllocPage = "wp-alloc-page";

    /// <summary>Step: copy.</summary>
    public const string Copy = "wp-copy";

    /// <summary>Step: the entry is unchanged, now that the lock is held again.</summary>
    public const string RecheckPte = "wp-recheck-pte";

    /// <summary>Step: clear the entry and flush, before the new one is there.</summary>
    public const string ClearFlush = "wp-clear-flush";

    /// <summary>Step: map the copy.</summary>
    public const string SetPte = "wp-set-pte";

    /// <summary>Step: put what is not mapped any more, or was not needed.</summary>
    public const string PutPages = "wp-put-pages";

    /// <summary>Observed: 1 if the page was used as it is.</summary>
    public const string Reused = "wp-reused";

    /// <summary>Observed: 1 if the copy was mapped.</summary>
    public const string Copied = "wp-copied";

    private readonly MmStruct _mm = vma.Mm;

    /// <summary>do_wp_page: the PTE lock is held, and is given back.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="pmdIndex">The PMD entry.</param>
    /// <param name="pteIndex">The PTE.</param>
    /// <param name="ptep">Where it is.</param>
    /// <param name="pte">The PTE, present and not writable, as it is under the lock.</param>
    /// <param name="ptl">The lock.</param>
    /// <returns><see cref="VmFault.None"/> or <see cref="VmFault.Oom"/>.</returns>
    public VmFault DoWpPage(Cpu cpu, int pmdIndex, int pteIndex, Word ptep, Word pte, Spinlock ptl)
    {
        // vm_normal_page: the zero page has no folio here.
        bool hasFolio = PageTableEntry.Pfn(pte) != vma.ZeroPfn ? true : false;
        if (hasFolio && MayReuse(cpu, _mm.PageOf(pte)))
        {
            WpPageReuse(cpu, pmdIndex, pteIndex, ptep, pte);
            cpu.SpinUnlock(ptl);
            return VmFault.None;
        }

        Word folio = 0;
        if (hasFolio)
        {
            cpu.Step(HoldOld);
            folio = _mm.FolioOf(cpu, pte);
            cpu.AtomicInc(StructPage.Refcount(folio));
        }

        cpu.SpinUnlock(ptl);
        return WpPageCopy(cpu, pmdIndex, pteIndex, pte, hasFolio, folio);
    }

    private bool MayReuse(Cpu cpu, Word page)
    {
        if (cpu.Step(TestExclusive) && StructPage.IsAnonExclusive(cpu, page))
        {
            return true;
        }

        if (!CanReuseAnonFolio(cpu, page))
        {
            return false;
        }

        cpu.Step(SetExclusive);
        StructPage.SetAnonExclusive(cpu, page);
        return true;
    }

    // wp_can_reuse_anon_folio, of a page that is not in the swap cache. A look at the count without the folio's lock saves the lock.
    private bool CanReuseAnonFolio(Cpu cpu, Word page)
    {
        Word counter = reuse == WpReuse.Refcount ? StructPage.Refcount(page) : StructPage.Mapcount(page);
        if ((cpu.ReadOnce(StructPage.Flags(page)) & StructPage.Head) != 0 || StructPage.CompoundHead(cpu, page) != page)
        {
            return false;
        }

        if (cpu.Step(CheckCount) && cpu.AtomicRead(counter) != 1)
        {
            return false;
        }

        cpu.Step(TrylockFolio);
        if (!StructPage.TryLock(cpu, page))
        {
            return false;
        }

        bool isMine = !cpu.Has(CheckCount) || cpu.AtomicRead(counter) == 1 ? true : false;
        StructPage.Unlock(cpu, page);
        return isMine;
    }

    private void WpPageReuse(Cpu cpu, int pmdIndex, int pteIndex, Word ptep, Word pte)
    {
        cpu.Step(ReusePte);
        cpu.Observe(Reused, 1);
        _mm.Pte.SetAccessFlags(cpu, ptep, _mm.Pte.MakeDirty(_mm.Pte.MakeYoung(pte | PageTableEntry.Write)));
        if (_mm.Pte.FlushesForStore)
        {
            _mm.FlushPte(cpu, pmdIndex, pteIndex);
        }
    }

    private VmFault WpPageCopy(Cpu cpu, int pmdIndex, int pteIndex, Word orig, bool hasFolio, Word folio)
    {
        cpu.Step(AllocPage);
        bool isMapped = false;
        bool hasPage = _mm.PageAllocator.TryAllocPage(cpu, _mm, zero: !hasFolio, out ulong pfn);
        if (hasPage && hasFolio)
        {
            cpu.Step(Copy);
            PageContents.Copy(cpu, _mm, PageTableEntry.FrameAddress(orig), pfn);
        }

        if (hasPage)
        {
            // __folio_mark_uptodate.
            cpu.SmpWmb();
            isMapped = TryMapCopy(cpu, pmdIndex, pteIndex, orig, pfn, hasFolio, folio);
        }

        cpu.Step(PutPages);
        if (hasPage && !isMapped)
        {
            cpu.Observe(AnonFault.Refault, 1);
            PageReference.FolioPutRefs(cpu, _mm, _mm.Pages[pfn], 1);
        }

        if (hasFolio)
        {
            // What the mapping had, and what was held for the copy.
            PageReference.FolioPutRefs(cpu, _mm, folio, isMapped ? 2UL : 1UL);
        }

        return hasPage ? VmFault.None : VmFault.Oom;
    }

    private bool TryMapCopy(Cpu cpu, int pmdIndex, int pteIndex, Word orig, ulong pfn, bool hasFolio, Word folio)
    {
        if (vma.Locks.PteOffsetMapLock(cpu, pmdIndex, out Word pmd) is not { } ptl)
        {
            return false;
        }

        Word ptep = _mm.PteOffset(pmd, pteIndex);
        bool isSame = !cpu.Step(RecheckPte) || cpu.ReadOnce(ptep) == orig ? true : false;
        if (isSame)
        {
            if (cpu.Step(ClearFlush))
            {
                clear.GetAndClear(cpu, ptep);
                _mm.FlushPte(cpu, pmdIndex, pteIndex);
            }

            // folio_add_new_anon_rmap.
            Word page = _mm.Pages[pfn];
            cpu.AtomicSet(StructPage.Mapcount(page), 1);
            StructPage.SetAnonExclusive(cpu, page);
            cpu.Step(SetPte);
            cpu.Observe(Copied, 1);
            cpu.WriteOnce(ptep, _mm.Pte.MakeDirty(_mm.Pte.MakeYoung(_mm.Leaf(pfn, write: true))));
            if (hasFolio)
            {
                // Not before the switch: who finds the count low may use the old page, and this entry would still lead to it.
                cpu.AtomicDec(StructPage.Mapcount(folio));
            }
        }

        cpu.SpinUnlock(ptl);
        return isSame;
    }
}
