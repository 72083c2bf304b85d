using Racewalk.Mm.Memory;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Walkers;

/// <summary>Walks the entries under one PMD entry with mmap_lock for reading (walk_pmd_range, v6.12 mm/pagewalk.c).</summary>
/// <param name="vma">The VMA.</param>
/// <param name="none">What it does where the PMD entry is none.</param>
public abstract class PmdRangeWalk(VmArea vma, PmdNone none)
{
    /// <summary>Step: mmap_lock, for reading.</summary>
    public const string MmapLock = "walk-mmap-lock";

    /// <summary>Step: is there anything? Without a lock.</summary>
    public const string LookAtPmd = "walk-look-at-pmd";

    /// <summary>Step: pte_hole, for all that the PMD entry could map.</summary>
    public const string Hole = "walk-pte-hole";

    /// <summary>Step: a huge page, with the PMD lock.</summary>
    public const string Huge = "walk-huge-pmd";

    /// <summary>Step: the PTEs, with their lock.</summary>
    public const string Ptes = "walk-ptes";

    /// <summary>Observed: 1 if it took the PMD entry for a hole.</summary>
    public const string FoundHole = "walk-found-hole";

    /// <summary>Observed: 1 if it found a huge page.</summary>
    public const string FoundHuge = "walk-found-huge";

    /// <summary>Observed: 1 if it found a table.</summary>
    public const string FoundTable = "walk-found-table";

    /// <summary>walk_page_range of what one PMD entry maps.</summary>
    public void Walk(Cpu cpu, int pmdIndex)
    {
        cpu.Step(MmapLock);
        vma.MmapLock.ReadLock(cpu);
        bool isFound = vma.IsFound(cpu);
        while (isFound && !WalkPmdRange(cpu, pmdIndex))
        {
        }

        vma.MmapLock.ReadUnlock(cpu);
    }

    /// <summary>Reports one page.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="index">Which, of those under the PMD entry.</param>
    /// <param name="isPresent">Whether it is mapped.</param>
    /// <param name="pfn">Its frame.</param>
    protected abstract void Report(Cpu cpu, int index, bool isPresent, Word pfn);

    // False: ACTION_AGAIN.
    private bool WalkPmdRange(Cpu cpu, int pmdIndex)
    {
        cpu.Step(LookAtPmd);
        if (!PageTableEntry.None(cpu.ReadOnce(vma.Mm.PmdOffset(pmdIndex))))
        {
            return PmdEntry(cpu, pmdIndex);
        }

        if (none.LooksAgain(cpu, pmdIndex))
        {
            return false;
        }

        cpu.Step(Hole);
        cpu.Observe(FoundHole, 1);
        for (int i = 0; i < vma.Mm.Geometry.PtrsPerPte; i++)
        {
            Report(cpu, i, isPresent: false, 0);
        }

        return true;
    }

    // pagemap_pmd_range (v6.12 fs/proc/task_mmu.c), mincore_pte_range (v6.12 mm/mincore.c).
    private bool PmdEntry(Cpu cpu, int pmdIndex)
    {
        int entries = vma.Mm.Geometry.PtrsPerPte;
        Word huge = 0;
        if (HugePmd.IsTransHuge(cpu.ReadOnce(vma.Mm.PmdOffset(pmdIndex))) && vma.Locks.TransHugeLock(cpu, pmdIndex, out huge))
        {
            cpu.Step(Huge);
            cpu.Observe(FoundHuge, 1);
            for (int i = 0; i < entries; i++)
            {
                Report(cpu, i, isPresent: true, PageTableEntry.Pfn(huge) + (ulong)i);
            }

            cpu.SpinUnlock(vma.Locks.Pmd);
            return true;
        }

        if (vma.Locks.PteOffsetMapLock(cpu, pmdIndex, out Word pmd) is not { } ptl)
        {
            return false;
        }

        cpu.Observe(FoundTable, 1);
        for (int i = 0; i < entries; i++)
        {
            cpu.Step(Ptes);
            Word pte = cpu.ReadOnce(vma.Mm.PteOffset(pmd, i));
            Report(cpu, i, PageTableEntry.IsPresent(pte) ? true : false, PageTableEntry.Pfn(pte));
        }

        cpu.SpinUnlock(ptl);
        return true;
    }
}
