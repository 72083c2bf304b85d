using Racewalk.Mm.Memory;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Migration;

/// <summary>Maps a page in the place of a migration entry (remove_migration_pte, v6.12 mm/migrate.c). The page is locked, the anon_vma's lock is held.</summary>
public sealed class RemoveMigrationPte
{
    /// <summary>Step: map the page.</summary>
    public const string SetPte = "migrate-restore-pte";

    /// <summary>remove_migration_pte.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="vma">The VMA.</param>
    /// <param name="pmdIndex">The PMD entry that the migration entry can be under.</param>
    /// <param name="pteIndex">Its PTE.</param>
    /// <param name="old">The page that it stands for.</param>
    /// <param name="page">The page that is mapped instead; the same after a failure.</param>
    public void Remove(Cpu cpu, VmArea vma, int pmdIndex, int pteIndex, Word old, Word page)
    {
        MmStruct mm = vma.Mm;
        if (!vma.IsInRmap(cpu) || vma.Locks.PteOffsetMapLock(cpu, pmdIndex, out Word pmd) is not { } ptl)
        {
            return;
        }

        Word ptep = mm.PteOffset(pmd, pteIndex);
        Word entry = cpu.ReadOnce(ptep);
        if (MigrationEntry.Is(entry) && mm.PageOf(entry) == old)
        {
            Word folio = StructPage.CompoundHead(cpu, page);
            cpu.AtomicInc(StructPage.Refcount(folio));
            cpu.AtomicInc(StructPage.Mapcount(folio));
            if (PageTableEntry.IsWritable(entry))
            {
                StructPage.SetAnonExclusive(cpu, page);
            }

            cpu.Step(SetPte);
            Word flags = (entry & ((1UL << PageTableEntry.PfnShift) - 1) & ~PageTableEntry.Migration) | PageTableEntry.Present;
            cpu.WriteOnce(ptep, (mm.Pages.IndexOf(page) << PageTableEntry.PfnShift) | flags);
        }

        cpu.SpinUnlock(ptl);
    }
}
