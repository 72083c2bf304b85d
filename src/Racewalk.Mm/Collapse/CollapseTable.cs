using Racewalk.Mm.Memory;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Collapse;

/// <summary>What a collapse does to the PTE table that it has taken out (v6.12 mm/khugepaged.c).</summary>
/// <param name="vma">The VMA.</param>
/// <param name="isNested">Whether the PMD lock is held meanwhile.</param>
/// <param name="pages">How many pages are collapsed: the first under the PMD entry, or all.</param>
internal sealed class CollapseTable(VmArea vma, bool isNested, int pages)
{
    private readonly MmStruct _mm = vma.Mm;

    /// <summary>__collapse_huge_page_isolate, K9: locks and isolates all pages, or none.</summary>
    internal bool Isolate(Cpu cpu, Word pmd)
    {
        Spinlock ptl = vma.Locks.Pte(cpu, pmd);
        bool taken = cpu.Step(AnonCollapseSteps.PteLock) && Lock(cpu, ptl);
        bool isolated = IsolateLocked(cpu, pmd);
        Unlock(cpu, ptl, taken);
        return isolated;
    }

    /// <summary>__collapse_huge_page_copy, K11.</summary>
    internal void Copy(Cpu cpu, Word pmd, ulong hugePfn)
    {
        for (int i = 0; i < pages; i++)
        {
            cpu.Step(CollapseSteps.Copy);
            Word pte = cpu.ReadOnce(_mm.PteOffset(pmd, i));
            if (IsNoneOrZero(pte))
            {
                PageContents.Clear(cpu, _mm, hugePfn + (ulong)i);
            }
            else
            {
                PageContents.Copy(cpu, _mm, PageTableEntry.FrameAddress(pte), hugePfn + (ulong)i);
            }
        }
    }

    /// <summary>__collapse_huge_page_copy_succeeded, K12.</summary>
    internal void CopySucceeded(Cpu cpu, Word pmd)
    {
        Spinlock ptl = vma.Locks.Pte(cpu, pmd);
        for (int i = 0; i < pages; i++)
        {
            cpu.Step(CollapseSteps.ClearPtes);
            Word ptep = _mm.PteOffset(pmd, i);
            Word pte = cpu.ReadOnce(ptep);
            if (PageTableEntry.None(pte))
            {
                continue;
            }

            bool isZeroPage = IsNoneOrZero(pte) ? true : false;
            Word folio = isZeroPage ? 0 : _mm.FolioOf(cpu, pte);
            if (!isZeroPage)
            {
                Release(cpu, pte);
            }

            bool taken = Lock(cpu, ptl);
            cpu.WriteOnce(ptep, 0);
            if (!isZeroPage)
            {
                cpu.AtomicDec(StructPage.Mapcount(folio));
            }

            Unlock(cpu, ptl, taken);
            if (!isZeroPage)
            {
                PageReference.FolioPutRefs(cpu, _mm, folio, 1);
            }
        }
    }

    // max_ptes_none is one less than all; a huge page that could not be written is not made (SCAN_PAGE_RO).
    private bool IsolateLocked(Cpu cpu, Word pmd)
    {
        int none = 0;
        bool writable = false;
        for (int i = 0; i < pages; i++)
        {
            cpu.Step(AnonCollapseSteps.Isolate);
            Word pte = cpu.ReadOnce(_mm.PteOffset(pmd, i));
            if (IsNoneOrZero(pte))
            {
                none++;
            }
            else if (IsUsable(pte) && TryIsolate(cpu, _mm.FolioOf(cpu, pte)))
            {
                writable |= PageTableEntry.IsWritable(pte) ? true : false;
            }
            else
            {
                ReleaseFirst(cpu, pmd, i);
                return false;
            }
        }

        if (none == pages || !writable)
        {
            ReleaseFirst(cpu, pmd, pages);
            return false;
        }

        return true;
    }

    private static Flag IsUsable(Word pte) => (pte & (PageTableEntry.Present | PageTableEntry.UffdWp)) == PageTableEntry.Present;

    private Flag IsNoneOrZero(Word pte) => PageTableEntry.None(pte) | (PageTableEntry.Pfn(pte) == vma.ZeroPfn);

    private static bool TryIsolate(Cpu cpu, Word folio)
    {
        if (!StructPage.TryLock(cpu, folio))
        {
            return false;
        }

        if (cpu.Step(CollapseSteps.CheckRefcount) && !CollapsePages.IsRefcountSuitable(cpu, folio))
        {
            StructPage.Unlock(cpu, folio);
            return false;
        }

        // folio_isolate_lru takes a reference.
        cpu.AtomicInc(StructPage.Refcount(folio));
        return true;
    }

    // release_pte_folio: unlocked, back on the LRU list.
    private void Release(Cpu cpu, Word pte)
    {
        Word folio = _mm.FolioOf(cpu, pte);
        StructPage.Unlock(cpu, folio);
        PageReference.FolioPutRefs(cpu, _mm, folio, 1);
    }

    // release_pte_pages.
    private void ReleaseFirst(Cpu cpu, Word pmd, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Word pte = cpu.ReadOnce(_mm.PteOffset(pmd, i));
            if (!IsNoneOrZero(pte))
            {
                Release(cpu, pte);
            }
        }
    }

    private bool Lock(Cpu cpu, Spinlock ptl)
    {
        if (isNested)
        {
            return vma.Locks.NestPte(cpu, ptl);
        }

        cpu.SpinLock(ptl);
        return true;
    }

    private static void Unlock(Cpu cpu, Spinlock ptl, bool taken)
    {
        if (taken)
        {
            cpu.SpinUnlock(ptl);
        }
    }
}
