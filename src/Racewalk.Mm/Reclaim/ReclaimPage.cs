using Racewalk.Mm.Kvm;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Reclaim;

/// <summary>
/// Writes a page of a file back and drops it if it is clean after that (shrink_folio_list and __remove_mapping, v6.12 mm/vmscan.c), between KVM's notifiers. The page is isolated:
/// reclaim holds a reference of its own.
/// </summary>
/// <param name="mm">The address space.</param>
/// <param name="clear">How the entry is cleared.</param>
/// <param name="notifier">The notifier.</param>
/// <param name="disk">Where the page is written to.</param>
public sealed class ReclaimPage(MmStruct mm, EntryClear clear, KvmMmuNotifier notifier, ulong disk)
{
    /// <summary>Step: the notifiers around the cleaning of the entry, MMU_NOTIFY_PROTECTION_PAGE.</summary>
    public const string CleanNotify = "mkclean-notify";

    /// <summary>Step: the entry becomes read-only and clean.</summary>
    public const string CleanPte = "mkclean-pte";

    /// <summary>Step: write the page's contents.</summary>
    public const string WriteBack = "write-back";

    /// <summary>Step: the notifiers around the unmapping.</summary>
    public const string UnmapNotify = "unmap-notify";

    /// <summary>Step: make the entry none.</summary>
    public const string UnmapPte = "unmap-pte";

    /// <summary>Step: the reference of the mapping goes.</summary>
    public const string PutMapping = "put-mapping";

    /// <summary>Step: keep the page if it is dirty.</summary>
    public const string TestDirty = "test-dirty";

    /// <summary>Step: keep it if somebody else holds a reference.</summary>
    public const string Freeze = "freeze-refcount";

    /// <summary>Step: keep it if it has become dirty meanwhile.</summary>
    public const string TestDirtyAgain = "test-dirty-again";

    /// <summary>Observed: 1 if the page was dropped as clean.</summary>
    public const string Dropped = "reclaim-dropped";

    /// <summary>Observed: 1 if it stays.</summary>
    public const string Kept = "reclaim-kept";

    /// <summary>folio_clear_dirty_for_io with page_vma_mkclean_one (v6.12 mm/page-writeback.c, mm/rmap.c), then the write.</summary>
    public void WritePageBack(Cpu cpu, int pmdIndex, int pteIndex)
    {
        bool notifies = cpu.Step(CleanNotify);
        int gfn = (pmdIndex * mm.Geometry.PtrsPerPte) + pteIndex;
        if (notifies)
        {
            notifier.InvalidateRangeStart(cpu, gfn, gfn + 1);
        }

        Word ptep = mm.PteOffset(cpu.ReadOnce(mm.PmdOffset(pmdIndex)), pteIndex);
        cpu.SpinLock(mm.PageTableLock);
        cpu.Step(CleanPte);
        Word pte = clear.GetAndClear(cpu, ptep);
        mm.FlushPte(cpu, pmdIndex, pteIndex);
        cpu.WriteOnce(ptep, pte & ~(PageTableEntry.Write | PageTableEntry.Dirty));
        cpu.SpinUnlock(mm.PageTableLock);
        if (notifies)
        {
            notifier.InvalidateRangeEnd(cpu);
        }

        Word page = mm.PageOf(pte);
        cpu.AtomicAnd(StructPage.Flags(page), ~StructPage.Dirty);
        cpu.Step(WriteBack);
        cpu.WriteOnce(disk, cpu.ReadOnce(mm.FrameOf(page)));
    }

    /// <summary>try_to_unmap_one (v6.12 mm/rmap.c), then __remove_mapping.</summary>
    public void UnmapAndDrop(Cpu cpu, int pmdIndex, int pteIndex)
    {
        Word page = Unmap(cpu, pmdIndex, pteIndex);
        bool isDropped = !IsDirty(cpu, page, TestDirty) && IsFrozen(cpu, page) && !IsDirty(cpu, page, TestDirtyAgain);
        cpu.Observe(isDropped ? Dropped : Kept, 1);
    }

    private Word Unmap(Cpu cpu, int pmdIndex, int pteIndex)
    {
        bool notifies = cpu.Step(UnmapNotify);
        int gfn = (pmdIndex * mm.Geometry.PtrsPerPte) + pteIndex;
        if (notifies)
        {
            notifier.InvalidateRangeStart(cpu, gfn, gfn + 1);
        }

        Word ptep = mm.PteOffset(cpu.ReadOnce(mm.PmdOffset(pmdIndex)), pteIndex);
        cpu.SpinLock(mm.PageTableLock);
        cpu.Step(UnmapPte);
        Word pte = clear.GetAndClear(cpu, ptep);
        mm.FlushPte(cpu, pmdIndex, pteIndex);
        Word page = mm.PageOf(pte);
        if (mm.Pte.IsDirty(pte))
        {
            cpu.AtomicOr(StructPage.Flags(page), StructPage.Dirty);
        }

        cpu.AtomicDec(StructPage.Mapcount(page));
        cpu.SpinUnlock(mm.PageTableLock);
        if (notifies)
        {
            notifier.InvalidateRangeEnd(cpu);
        }

        cpu.Step(PutMapping);
        PageReference.FolioPutRefs(cpu, mm, page, 1);
        return page;
    }

    private static bool IsDirty(Cpu cpu, Word page, string step)
    {
        if (cpu.Step(step) && (cpu.ReadOnce(StructPage.Flags(page)) & StructPage.Dirty) != 0)
        {
            return true;
        }

        return false;
    }

    /// <summary>folio_ref_freeze: nobody but reclaim holds a reference, and nobody takes one from here on.</summary>
    private static bool IsFrozen(Cpu cpu, Word page)
    {
        if (cpu.Step(Freeze) && cpu.Cmpxchg(StructPage.Refcount(page), 1, 0) != 1)
        {
            return false;
        }

        return true;
    }
}
