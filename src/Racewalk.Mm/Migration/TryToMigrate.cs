using Racewalk.Mm.Memory;
using Racewalk.Mm.Sharing;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Migration;

/// <summary>
/// Replaces the entry that maps a page by a migration entry, unless the page is pinned (try_to_migrate_one, v6.12 mm/rmap.c). The folio is locked, the anon_vma's lock is held.
/// </summary>
/// <param name="clear">How the entry is cleared.</param>
public sealed class TryToMigrate(EntryClear clear)
{
    /// <summary>Step: find the entry (page_vma_mapped_walk).</summary>
    public const string Find = "migrate-find-pte";

    /// <summary>Step: clear it.</summary>
    public const string ClearPte = "migrate-clear-pte";

    /// <summary>Step: flush, before anybody relies on it.</summary>
    public const string Flush = "migrate-flush";

    /// <summary>Step: put the migration entry there.</summary>
    public const string SetEntry = "migrate-set-entry";

    /// <summary>try_to_migrate_one.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="vma">The VMA.</param>
    /// <param name="pmdIndex">The PMD entry that the page can be under.</param>
    /// <param name="pteIndex">Its PTE.</param>
    /// <param name="page">The page.</param>
    /// <param name="flushes">Whether it flushes; if not, the caller does before it goes on (TTU_BATCH_FLUSH).</param>
    /// <returns>Whether the entry was cleared for a moment or for good, so that there is something to flush.</returns>
    public bool UnmapPage(Cpu cpu, VmArea vma, int pmdIndex, int pteIndex, Word page, bool flushes)
    {
        MmStruct mm = vma.Mm;
        cpu.Step(Find);
        if (!vma.IsInRmap(cpu) || vma.Locks.PteOffsetMapLock(cpu, pmdIndex, out Word pmd) is not { } ptl)
        {
            return false;
        }

        Word ptep = mm.PteOffset(pmd, pteIndex);
        bool isMapped = PageTableEntry.IsPresent(cpu.ReadOnce(ptep)) && mm.PageOf(cpu.ReadOnce(ptep)) == page ? true : false;
        if (isMapped)
        {
            cpu.Step(ClearPte);
            Word pte = clear.GetAndClear(cpu, ptep);
            if (flushes && cpu.Step(Flush))
            {
                mm.FlushPte(cpu, pmdIndex, pteIndex);
            }

            Word folio = StructPage.CompoundHead(cpu, page);
            bool mayMigrate = !StructPage.IsAnonExclusive(cpu, page) || AnonSharing.TryShareAnonRmap(cpu, page, folio) ? true : false;
            cpu.Step(SetEntry);
            cpu.WriteOnce(ptep, mayMigrate ? MigrationEntry.Of(pte) : pte);
            if (mayMigrate)
            {
                cpu.AtomicDec(StructPage.Mapcount(folio));
                PageReference.FolioPutRefs(cpu, mm, folio, 1);
            }
        }

        cpu.SpinUnlock(ptl);
        return isMapped;
    }
}
