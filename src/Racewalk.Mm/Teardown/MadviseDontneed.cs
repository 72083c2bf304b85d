using Racewalk.Mm.Collapse;
using Racewalk.Mm.Memory;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Teardown;

/// <summary>MADV_DONTNEED of all that one PMD entry maps (madvise_dontneed_single_vma, v6.12 mm/madvise.c; zap_page_range_single, v6.12 mm/memory.c).</summary>
/// <param name="vma">The VMA.</param>
/// <param name="clear">How entries are cleared.</param>
/// <param name="none">What it does where the PMD entry is none.</param>
/// <param name="reclaim">What frees an empty table; null in kernels without PT_RECLAIM.</param>
public sealed class MadviseDontneed(VmArea vma, EntryClear clear, PmdNone none, PtReclaim? reclaim = null)
{
    /// <summary>Step: mmap_lock, for reading.</summary>
    public const string MmapLock = "dontneed-mmap-lock";

    /// <summary>Step: is it a huge page, is there anything? Without a lock.</summary>
    public const string LookAtPmd = "dontneed-look-at-pmd";

    /// <summary>Step: clear the PTEs, with their lock.</summary>
    public const string ClearPtes = "dontneed-clear-ptes";

    /// <summary>Step: put the pages, after the flush.</summary>
    public const string PutPages = "dontneed-put-pages";

    /// <summary>Observed: 1 if it found nothing in the PMD entry.</summary>
    public const string FoundNone = "dontneed-found-none";

    /// <summary>Observed: 1 if it zapped a huge page.</summary>
    public const string ZappedHuge = "dontneed-zapped-huge";

    /// <summary>Observed: 1 if it zapped small pages.</summary>
    public const string ZappedSmall = "dontneed-zapped-small";

    private readonly MmStruct _mm = vma.Mm;
    private readonly ZapHugePmd _huge = new(vma.Mm, clear);

    /// <summary>The whole of it.</summary>
    /// <returns>Whether there is such a VMA; if not, nothing was done (-ENOMEM).</returns>
    public bool Zap(Cpu cpu, int pmdIndex)
    {
        cpu.Step(MmapLock);
        vma.MmapLock.ReadLock(cpu);
        bool isFound = vma.IsFound(cpu);
        while (isFound && !ZapPmdRange(cpu, pmdIndex))
        {
        }

        vma.MmapLock.ReadUnlock(cpu);
        return isFound;
    }

    // zap_pmd_range of one entry. False: look at it again.
    private bool ZapPmdRange(Cpu cpu, int pmdIndex)
    {
        Word pmdp = _mm.PmdOffset(pmdIndex);
        cpu.Step(LookAtPmd);
        if (HugePmd.IsTransHuge(cpu.ReadOnce(pmdp)) && TryZapHuge(cpu, pmdIndex))
        {
            return true;
        }

        if (PageTableEntry.None(cpu.ReadOnce(pmdp)))
        {
            cpu.Observe(FoundNone, 1);
            return !none.LooksAgain(cpu, pmdIndex);
        }

        return TryZapPtes(cpu, pmdIndex);
    }

    // zap_huge_pmd.
    private bool TryZapHuge(Cpu cpu, int pmdIndex)
    {
        if (!vma.Locks.TransHugeLock(cpu, pmdIndex, out _))
        {
            return false;
        }

        Word folio = _huge.Clear(cpu, pmdIndex);
        cpu.Observe(ZappedHuge, 1);
        cpu.SpinUnlock(vma.Locks.Pmd);
        _huge.Finish(cpu, pmdIndex, folio);
        return true;
    }

    // zap_pte_range, and tlb_finish_mmu.
    private bool TryZapPtes(Cpu cpu, int pmdIndex)
    {
        if (vma.Locks.PteOffsetMapLock(cpu, pmdIndex, out Word pmd) is not { } ptl)
        {
            return false;
        }

        int entries = _mm.Geometry.PtrsPerPte;
        var pages = new Word[entries];
        int count = 0;
        for (int i = 0; i < entries; i++)
        {
            Word ptep = _mm.PteOffset(pmd, i);
            cpu.Step(ClearPtes);
            if (PageTableEntry.None(cpu.ReadOnce(ptep)))
            {
                continue;
            }

            // Of a page that is being migrated neither mapping nor reference is left.
            Word pte = clear.GetAndClear(cpu, ptep);
            if (PageTableEntry.IsPresent(pte) && PageTableEntry.Pfn(pte) != vma.ZeroPfn)
            {
                pages[count] = _mm.FolioOf(cpu, pte);
                cpu.AtomicDec(StructPage.Mapcount(pages[count]));
                count++;
            }
        }

        cpu.Observe(ZappedSmall, 1);
        bool unhooked = reclaim is not null && reclaim.TryGetAndClearPmd(cpu, pmdIndex);
        cpu.SpinUnlock(ptl);
        _mm.FlushPmd(cpu, pmdIndex);
        for (int i = 0; i < count; i++)
        {
            if (cpu.Step(PutPages))
            {
                PageReference.FolioPutRefs(cpu, _mm, pages[i], 1);
            }
        }

        if (unhooked)
        {
            reclaim!.FreePte(cpu, pmd);
        }

        return true;
    }
}
