using Racewalk.Mm.Memory;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Migration;

/// <summary>
/// The end of a migration: finds by rmap where the page was mapped and maps the new one there (remove_migration_ptes, v6.12 mm/migrate.c; rmap_walk_anon, v6.12
/// mm/rmap.c; page_vma_mapped_walk, v6.12 mm/page_vma_mapped.c). It holds neither mmap_lock nor a lock of the VMA.
/// </summary>
/// <param name="vma">The VMA that the anon_vma leads to.</param>
public sealed class RemoveMigrationPtes(VmArea vma)
{
    /// <summary>Step: the anon_vma's lock, for reading.</summary>
    public const string AnonVmaLock = "rmap-anon-vma-lock";

    /// <summary>Step: is there a table? Without a lock.</summary>
    public const string LookAtPmd = "rmap-look-at-pmd";

    /// <summary>Step: map the new page in place of the migration entry.</summary>
    public const string Remove = "rmap-remove-migration-pte";

    /// <summary>Step: unlock the old page and put it.</summary>
    public const string PutOld = "rmap-put-old-page";

    /// <summary>Observed: 1 if the entry was found.</summary>
    public const string Found = "rmap-found";

    /// <summary>Observed: 1 if there was nothing in the PMD entry.</summary>
    public const string FoundNone = "rmap-found-none";

    /// <summary>migrate_folio_move, behind the copy.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="pmdIndex">The PMD entry that the page is under.</param>
    /// <param name="pteIndex">Its PTE.</param>
    /// <param name="oldPfn">The frame that it was in: locked, with the reference of the migration.</param>
    /// <param name="newPfn">The frame that it is in now.</param>
    public void Move(Cpu cpu, int pmdIndex, int pteIndex, ulong oldPfn, ulong newPfn)
    {
        cpu.Step(AnonVmaLock);
        cpu.DownRead(vma.AnonVma);
        WalkAnon(cpu, pmdIndex, pteIndex, oldPfn, newPfn);
        cpu.UpRead(vma.AnonVma);
        cpu.Step(PutOld);
        StructPage.Unlock(cpu, vma.Mm.Pages[oldPfn]);
        PageReference.FolioPutRefs(cpu, vma.Mm, vma.Mm.Pages[oldPfn], 1);
    }

    // For a small page PVMW_SYNC takes no PMD lock.
    private void WalkAnon(Cpu cpu, int pmdIndex, int pteIndex, ulong oldPfn, ulong newPfn)
    {
        cpu.Step(LookAtPmd);
        if (vma.Locks.PteOffsetMapLock(cpu, pmdIndex, out Word pmd) is not { } ptl)
        {
            cpu.Observe(FoundNone, 1);
            return;
        }

        Word ptep = vma.Mm.PteOffset(pmd, pteIndex);
        if (cpu.ReadOnce(ptep) == Entry(oldPfn))
        {
            cpu.AtomicSet(StructPage.Mapcount(vma.Mm.Pages[newPfn]), 1);
            cpu.Step(Remove);
            cpu.Observe(Found, 1);
            cpu.WriteOnce(ptep, vma.Mm.Leaf(newPfn, write: true));
        }

        cpu.SpinUnlock(ptl);
    }

    /// <summary>make_writable_migration_entry.</summary>
    public static ulong Entry(ulong pfn) => (pfn << PageTableEntry.PfnShift) | PageTableEntry.Write | PageTableEntry.Migration;
}
