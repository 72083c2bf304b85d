using Racewalk.Mm.Memory;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Migration;

/// <summary>
/// Moves an anonymous page to another frame, with all locks (migrate_folio_unmap, migrate_folio_move, v6.12 mm/migrate.c). <see cref="MigratePage"/> is the same as walkers without a lock see it.
/// </summary>
/// <param name="vmas">The VMAs that the anon_vma leads to: a parent before its children.</param>
/// <param name="clear">How entries are cleared.</param>
public sealed class MigrateFolio(IReadOnlyList<VmArea> vmas, EntryClear clear)
{
    /// <summary>Step: allocate the page that it goes to (alloc_migration_target).</summary>
    public const string AllocTarget = "migrate-alloc-target";

    /// <summary>Step: find the page and hold it (folio_isolate_lru).</summary>
    public const string Isolate = "migrate-isolate";

    /// <summary>Step: lock it.</summary>
    public const string LockFolio = "migrate-lock-folio";

    /// <summary>Step: the anon_vma's lock, for reading.</summary>
    public const string AnonVmaLock = "migrate-anon-vma-lock";

    /// <summary>Step: nobody else has a reference.</summary>
    public const string CheckCount = "migrate-check-count";

    /// <summary>Step: copy.</summary>
    public const string Copy = "migrate-copy";

    /// <summary>Step: unlock and put both.</summary>
    public const string Done = "migrate-done";

    private readonly TryToMigrate _unmap = new(clear);
    private readonly RemoveMigrationPte _remove = new();

    /// <summary>Migrates the page of an entry.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="pmdIndex">The PMD entry.</param>
    /// <param name="pteIndex">The PTE.</param>
    /// <returns>Whether it has moved.</returns>
    public bool Migrate(Cpu cpu, int pmdIndex, int pteIndex)
    {
        MmStruct mm = vmas[0].Mm;
        cpu.Step(AllocTarget);
        if (!mm.PageAllocator.TryAllocPage(cpu, mm, zero: false, out ulong newPfn))
        {
            return false;
        }

        bool hasMoved = false;
        if (TryIsolate(cpu, pmdIndex, pteIndex, out Word folio))
        {
            hasMoved = MoveLocked(cpu, pmdIndex, pteIndex, folio, newPfn);
            cpu.Step(Done);
            StructPage.Unlock(cpu, folio);
            PageReference.FolioPutRefs(cpu, mm, folio, 1);
        }

        PageReference.FolioPutRefs(cpu, mm, mm.Pages[newPfn], 1);
        return hasMoved;
    }

    // Large folios are split before they are migrated here: they stay.
    private bool TryIsolate(Cpu cpu, int pmdIndex, int pteIndex, out Word folio)
    {
        VmArea vma = vmas[0];
        folio = 0;
        cpu.Step(Isolate);
        if (vma.Locks.PteOffsetMapLock(cpu, pmdIndex, out Word pmd) is not { } ptl)
        {
            return false;
        }

        Word pte = cpu.ReadOnce(vma.Mm.PteOffset(pmd, pteIndex));
        bool isSmall = PageTableEntry.IsPresent(pte) && PageTableEntry.Pfn(pte) != vma.ZeroPfn && IsSmall(cpu, vma.Mm, pte) ? true : false;
        if (isSmall)
        {
            folio = vma.Mm.PageOf(pte);
            cpu.AtomicInc(StructPage.Refcount(folio));
        }

        cpu.SpinUnlock(ptl);
        if (!isSmall)
        {
            return false;
        }

        cpu.Step(LockFolio);
        if (StructPage.TryLock(cpu, folio))
        {
            return true;
        }

        PageReference.FolioPutRefs(cpu, vma.Mm, folio, 1);
        return false;
    }

    private static Flag IsSmall(Cpu cpu, MmStruct mm, Word pte) =>
        (cpu.ReadOnce(StructPage.Flags(mm.PageOf(pte))) & StructPage.Head) == 0 && mm.FolioOf(cpu, pte) == mm.PageOf(pte);

    private bool MoveLocked(Cpu cpu, int pmdIndex, int pteIndex, Word folio, ulong newPfn)
    {
        MmStruct mm = vmas[0].Mm;
        Word target = mm.Pages[newPfn];
        cpu.AtomicOr(StructPage.Flags(target), StructPage.Locked);
        cpu.Step(AnonVmaLock);
        cpu.DownRead(vmas[0].AnonVma);
        foreach (VmArea vma in vmas)
        {
            _unmap.UnmapPage(cpu, vma, pmdIndex, pteIndex, folio, flushes: true);
        }

        cpu.UpRead(vmas[0].AnonVma);

        // folio_migrate_mapping, of a page that is not in the swap cache.
        bool mayMove = !cpu.Step(CheckCount) || cpu.AtomicRead(StructPage.Refcount(folio)) == 1 ? true : false;
        if (mayMove)
        {
            cpu.Step(Copy);
            PageContents.Copy(cpu, mm, mm.FrameOf(folio), newPfn);
            cpu.SmpWmb();
            cpu.Observe(MigratePage.Migrated, 1);
        }
        else
        {
            cpu.Observe(MigratePage.GaveUp, 1);
        }

        cpu.DownRead(vmas[0].AnonVma);
        foreach (VmArea vma in vmas)
        {
            _remove.Remove(cpu, vma, pmdIndex, pteIndex, folio, mayMove ? target : folio);
        }

        cpu.UpRead(vmas[0].AnonVma);
        StructPage.Unlock(cpu, target);
        return mayMove;
    }
}
