using Racewalk.Mm.Kvm;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Migration;

/// <summary>How migration finds out that nobody else holds the page.</summary>
public enum MigrationAccept
{
    /// <summary>folio_ref_freeze: exchange the expected count for 0, fully ordered (pages with a mapping; splitting a huge page does the same).</summary>
    Freeze,

    /// <summary>Read the count (anonymous pages that are not in the swap cache).</summary>
    Read,
}

/// <summary>
/// Moves an anonymous page to another frame (try_to_migrate_one, v6.12 mm/rmap.c; folio_migrate_mapping, v6.12 mm/migrate.c). The page is
/// isolated: migration holds a reference of its own.
/// </summary>
/// <param name="mm">The address space.</param>
/// <param name="clear">How the entry is cleared.</param>
/// <param name="accept">How it finds out that nobody else holds the page.</param>
/// <param name="notifier">The notifier of a secondary MMU; null if there is none.</param>
public sealed class MigratePage(MmStruct mm, EntryClear clear, MigrationAccept accept, KvmMmuNotifier? notifier = null)
{
    /// <summary>Step: replace the PTE by a migration entry.</summary>
    public const string SetMigrationEntry = "migrate-set-entry";

    /// <summary>Step: the reference of the mapping goes.</summary>
    public const string PutMapping = "migrate-put-mapping";

    /// <summary>Step: nobody else holds the page.</summary>
    public const string CheckCount = "migrate-check-count";

    /// <summary>Step: the count is no longer frozen.</summary>
    public const string Unfreeze = "migrate-unfreeze";

    /// <summary>Step: copy the data.</summary>
    public const string Copy = "migrate-copy";

    /// <summary>Step: put a PTE back, of the new page or, after a failure, of the old one.</summary>
    public const string RemoveMigrationEntry = "migrate-remove-entry";

    /// <summary>Observed: 1 if the page has moved.</summary>
    public const string Migrated = "migrated";

    /// <summary>Observed: 1 if somebody else held the page, so that it stays.</summary>
    public const string GaveUp = "migrate-gave-up";

    /// <summary>migrate_folio_unmap and migrate_folio_move of one page.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="pmdIndex">The PMD entry.</param>
    /// <param name="pteIndex">The PTE.</param>
    /// <param name="newPfn">The frame that the page goes to.</param>
    public void Migrate(Cpu cpu, int pmdIndex, int pteIndex, ulong newPfn)
    {
        int gfn = (pmdIndex * mm.Geometry.PtrsPerPte) + pteIndex;
        notifier?.InvalidateRangeStart(cpu, gfn, gfn + 1);
        Word ptep = mm.PteOffset(cpu.ReadOnce(mm.PmdOffset(pmdIndex)), pteIndex);
        cpu.Step(SetMigrationEntry);
        Word pte = clear.GetAndClear(cpu, ptep);
        Word folio = mm.PageOf(pte);
        mm.FlushPte(cpu, pmdIndex, pteIndex);
        cpu.WriteOnce(ptep, (pte & ~PageTableEntry.Present) | PageTableEntry.Migration);
        cpu.AtomicDec(StructPage.Mapcount(folio));
        cpu.Step(PutMapping);
        PageReference.FolioPutRefs(cpu, mm, folio, 1);
        notifier?.InvalidateRangeEnd(cpu);

        cpu.Step(CheckCount);
        if (cpu.Has(CheckCount) && !IsMine(cpu, folio))
        {
            cpu.Step(RemoveMigrationEntry);
            cpu.Observe(GaveUp, 1);
            cpu.AtomicInc(StructPage.Refcount(folio));
            cpu.WriteOnce(ptep, pte);
            return;
        }

        if (accept == MigrationAccept.Freeze)
        {
            // folio_ref_unfreeze: what is left is migration's own reference.
            cpu.Step(Unfreeze);
            cpu.AtomicSetRelease(StructPage.Refcount(folio), 1);
        }

        cpu.Step(Copy);
        cpu.WriteOnce(PhysicalMemory.FrameAddress(newPfn), cpu.ReadOnce(mm.FrameOf(folio)));
        cpu.Step(RemoveMigrationEntry);
        cpu.Observe(Migrated, 1);
        cpu.SmpWmb();
        cpu.WriteOnce(ptep, mm.Leaf(newPfn, write: true));
        PageReference.FolioPutRefs(cpu, mm, folio, 1);
    }

    private Flag IsMine(Cpu cpu, Word folio)
    {
        Word refcount = StructPage.Refcount(folio);
        return accept == MigrationAccept.Freeze ? cpu.Cmpxchg(refcount, 1, 0) == 1 : cpu.AtomicRead(refcount) == 1;
    }
}
