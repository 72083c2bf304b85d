using Racewalk.Mm.Memory;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Collapse;

/// <summary>Looks whether a collapse is worth trying, with locks that are given back before it (v6.12 mm/khugepaged.c). What it finds is a hint.</summary>
/// <param name="vma">The VMA.</param>
public sealed class CollapseScan(VmArea vma)
{
    /// <summary>K0 to K2. Swapping in is left out.</summary>
    /// <returns>Whether to go on.</returns>
    public bool ScanPmd(Cpu cpu, int pmdIndex)
    {
        vma.MmapLock.ReadLock(cpu);
        cpu.Step(AnonCollapseSteps.Scan);
        bool found = vma.IsFound(cpu) && ScanPtes(cpu, pmdIndex);
        vma.MmapLock.ReadUnlock(cpu);
        if (!found)
        {
            return false;
        }

        // K1, the allocation of the huge page, may sleep: that is why the lock was given back.
        vma.MmapLock.ReadLock(cpu);
        cpu.Step(AnonCollapseSteps.FindPmd);
        bool isTable = vma.IsFound(cpu) && PageTableEntry.IsTable(cpu.ReadOnce(vma.Mm.PmdOffset(pmdIndex))) ? true : false;
        vma.MmapLock.ReadUnlock(cpu);
        return isTable;
    }

    // hpage_collapse_scan_pmd: enough pages, none with a reference too many.
    private bool ScanPtes(Cpu cpu, int pmdIndex)
    {
        if (vma.Locks.PteOffsetMapLock(cpu, pmdIndex, out Word pmd) is not { } ptl)
        {
            return false;
        }

        int pages = 0;
        bool suitable = true;
        for (int i = 0; i < vma.Mm.Geometry.PtrsPerPte && suitable; i++)
        {
            Word pte = cpu.ReadOnce(vma.Mm.PteOffset(pmd, i));
            if (PageTableEntry.IsPresent(pte))
            {
                pages++;
                suitable = !cpu.Has(CollapseSteps.CheckRefcount) || CollapsePages.IsRefcountSuitable(cpu, vma.Mm.FolioOf(cpu, pte)) ? true : false;
            }
        }

        cpu.SpinUnlock(ptl);
        return suitable && pages > 0;
    }
}
