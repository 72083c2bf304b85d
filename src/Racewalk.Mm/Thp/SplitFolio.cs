using Racewalk.Mm.Memory;
using Racewalk.Mm.Migration;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Thp;

/// <summary>How the head's count comes back after a split.</summary>
public enum HeadUnfreeze
{
    /// <summary>An increment that orders nothing (folio_ref_inc, until v6.14).</summary>
    Increment,

    /// <summary>A store-release (folio_ref_unfreeze, since v6.15).</summary>
    Release,
}

/// <summary>
/// Makes single pages of an anonymous huge page (split_huge_page_to_list_to_order, v6.12 mm/huge_memory.c): unmaps it to migration entries, makes sure that nobody else has a reference,
/// rewrites the struct pages and maps the pages again. Mapped or not, its mappings are counted in the head (CONFIG_NO_PAGE_MAPCOUNT).
/// </summary>
/// <param name="vmas">The VMAs that the anon_vma leads to: a parent before its children, which fork may have given entries of it meanwhile.</param>
/// <param name="clear">How entries are cleared.</param>
/// <param name="unfreeze">How the head's count comes back.</param>
public sealed class SplitFolio(IReadOnlyList<VmArea> vmas, EntryClear clear, HeadUnfreeze unfreeze = HeadUnfreeze.Increment)
{
    /// <summary>Step: get and lock the folio.</summary>
    public const string LockFolio = "split-lock-folio";

    /// <summary>Step: the anon_vma's lock, for writing.</summary>
    public const string AnonVmaLock = "split-anon-vma-lock";

    /// <summary>Step: nobody but page tables has a reference, as far as can be seen.</summary>
    public const string CanSplit = "split-can-split";

    /// <summary>Step: freeze the count: nobody else has a reference, and nobody gets one.</summary>
    public const string Freeze = "split-freeze";

    /// <summary>Step: a tail's flags are there before it is a page of its own.</summary>
    public const string TailWmb = "split-tail-wmb";

    /// <summary>Step: a tail is a page of its own.</summary>
    public const string ClearHead = "split-clear-compound-head";

    /// <summary>Step: a tail can be referenced.</summary>
    public const string UnfreezeTail = "split-unfreeze-tail";

    /// <summary>Step: the head can be referenced again.</summary>
    public const string UnfreezeHead = "split-unfreeze-head";

    /// <summary>Step: unlock and put the pages.</summary>
    public const string Release = "split-release-pages";

    /// <summary>Observed: 1 if it was split.</summary>
    public const string Split = "split-folio";

    /// <summary>Observed: 1 if somebody else has a reference, so that it stays.</summary>
    public const string GaveUp = "split-gave-up";

    private readonly MmStruct _mm = vmas[0].Mm;
    private readonly SplitHugePmd[] _pmds = [.. vmas.Select(v => new SplitHugePmd(v, clear))];
    private readonly TryToMigrate _migrate = new(clear);
    private readonly RemoveMigrationPte _remap = new();

    /// <summary>Splits a folio, as deferred_split_scan does.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="pmdIndex">The PMD entry that it is mapped under, by itself or by the PTEs of its table.</param>
    /// <param name="pfn">Its first frame.</param>
    /// <returns>Whether it succeeded.</returns>
    public bool SplitHugePage(Cpu cpu, int pmdIndex, ulong pfn)
    {
        Word folio = _mm.Pages[pfn];
        cpu.Step(LockFolio);
        if (!cpu.AtomicAddUnless(StructPage.Refcount(folio), 1, 0))
        {
            return false;
        }

        if ((cpu.ReadOnce(StructPage.Flags(folio)) & StructPage.Head) == 0 || !StructPage.TryLock(cpu, folio))
        {
            PageReference.FolioPutRefs(cpu, _mm, folio, 1);
            return false;
        }

        cpu.Step(AnonVmaLock);
        cpu.DownWrite(vmas[0].AnonVma);
        bool isSplit = TrySplit(cpu, pmdIndex, folio);
        cpu.UpWrite(vmas[0].AnonVma);
        cpu.Observe(isSplit ? Split : GaveUp, 1);
        cpu.Step(Release);
        for (int i = 0; i < (isSplit ? _mm.Geometry.PtrsPerPte : 1); i++)
        {
            StructPage.Unlock(cpu, Page(folio, i));
            PageReference.FolioPutRefs(cpu, _mm, Page(folio, i), 1);
        }

        return isSplit;
    }

    private static Word Page(Word folio, int index) => folio + ((ulong)index * StructPage.Size);

    private bool TrySplit(Cpu cpu, int pmdIndex, Word folio)
    {
        // can_split_folio. That the folio is no longer one is seen under its lock alone.
        if ((cpu.ReadOnce(StructPage.Flags(folio)) & StructPage.Head) == 0)
        {
            return false;
        }

        Word mapped = cpu.AtomicRead(StructPage.Mapcount(folio));
        if (cpu.Step(CanSplit) && cpu.AtomicRead(StructPage.Refcount(folio)) != mapped + 1)
        {
            return false;
        }

        for (int i = 0; i < _pmds.Length; i++)
        {
            UnmapFolio(cpu, vmas[i], _pmds[i], pmdIndex, folio);
        }

        bool isFrozen = !cpu.Step(Freeze) || cpu.Cmpxchg(StructPage.Refcount(folio), 1, 0) == 1 ? true : false;
        if (isFrozen)
        {
            SplitStructPages(cpu, folio);
        }

        // remap_page.
        foreach (VmArea vma in vmas)
        {
            for (int i = 0; i < _mm.Geometry.PtrsPerPte; i++)
            {
                _remap.Remove(cpu, vma, pmdIndex, i, Page(folio, i), Page(folio, i));
            }
        }

        return isFrozen;
    }

    // unmap_folio: try_to_migrate with TTU_SPLIT_HUGE_PMD and TTU_BATCH_FLUSH, try_to_unmap_flush.
    private void UnmapFolio(Cpu cpu, VmArea vma, SplitHugePmd pmd, int pmdIndex, Word folio)
    {
        if (vma.IsInRmap(cpu) && HugePmd.IsTransHuge(cpu.ReadOnce(vma.Mm.PmdOffset(pmdIndex))))
        {
            pmd.SplitPmd(cpu, pmdIndex, freezes: true, folio);
        }

        bool hasCleared = false;
        for (int i = 0; i < _mm.Geometry.PtrsPerPte; i++)
        {
            hasCleared |= _migrate.UnmapPage(cpu, vma, pmdIndex, i, Page(folio, i), flushes: false);
        }

        if (hasCleared)
        {
            vma.Mm.FlushPages(cpu, pmdIndex * _mm.Geometry.PtrsPerPte, _mm.Geometry.PtrsPerPte);
        }
    }

    // __split_huge_page.
    private void SplitStructPages(Cpu cpu, Word folio)
    {
        for (int i = _mm.Geometry.PtrsPerPte - 1; i >= 1; i--)
        {
            SplitTail(cpu, Page(folio, i));
        }

        _mm.PageAllocator.SplitPageOwner(cpu, _mm, folio);
        cpu.AtomicAnd(StructPage.Flags(folio), ~StructPage.Head);
        cpu.Step(UnfreezeHead);
        if (unfreeze == HeadUnfreeze.Increment)
        {
            cpu.AtomicInc(StructPage.Refcount(folio));
        }
        else
        {
            cpu.AtomicSetRelease(StructPage.Refcount(folio), 1);
        }
    }

    // __split_huge_page_tail: the lock of the folio is every page's from now on. What was the folio's in the first tail goes.
    private static void SplitTail(Cpu cpu, Word tail)
    {
        cpu.WriteOnce(StructPage.Flags(tail), StructPage.Locked);
        if (cpu.Step(TailWmb))
        {
            cpu.SmpWmb();
        }

        cpu.Step(ClearHead);
        cpu.WriteOnce(StructPage.CompoundHeadWord(tail), 0);
        cpu.Step(UnfreezeTail);
        cpu.AtomicSetRelease(StructPage.Refcount(tail), 1);
    }
}
