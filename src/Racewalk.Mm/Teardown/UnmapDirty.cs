using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Teardown;

/// <summary>Unmaps a page and keeps what its entry says of the dirty state (try_to_unmap_one, v6.12 mm/rmap.c).</summary>
/// <param name="mm">The address space.</param>
/// <param name="clear">How the entry is cleared.</param>
public sealed class UnmapDirty(MmStruct mm, EntryClear clear)
{
    /// <summary>Step: make the PTE none.</summary>
    public const string ClearPte = "unmap-clear-pte";

    /// <summary>Step: folio_mark_dirty, if the entry was dirty.</summary>
    public const string MarkDirty = "unmap-mark-dirty";

    /// <summary>Observed: 1 if the page is dirty.</summary>
    public const string FoundDirty = "unmap-found-dirty";

    /// <summary>ptep_clear_flush, then folio_mark_dirty.</summary>
    public void Unmap(Cpu cpu, int pmdIndex, int pteIndex)
    {
        cpu.SpinLock(mm.PageTableLock);
        Word ptep = mm.PteOffset(cpu.ReadOnce(mm.PmdOffset(pmdIndex)), pteIndex);
        cpu.Step(ClearPte);
        Word pte = clear.GetAndClear(cpu, ptep);
        mm.FlushPte(cpu, pmdIndex, pteIndex);
        if (cpu.Step(MarkDirty))
        {
            cpu.Observe(FoundDirty, Word.Select(mm.Pte.IsDirty(pte), 1, 0));
        }

        cpu.SpinUnlock(mm.PageTableLock);
    }
}
