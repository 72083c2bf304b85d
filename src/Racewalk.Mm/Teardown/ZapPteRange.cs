using Racewalk.Mm.Memory;
using Racewalk.Mm.Migration;
using Racewalk.Mm.Vmas;

namespace Racewalk.Mm.Teardown;

/// <summary>Takes the pages of PTEs away (zap_pte_range, v6.12 mm/memory.c); flushing and freeing is the gather's.</summary>
/// <param name="vma">The VMA.</param>
/// <param name="clear">How entries are cleared.</param>
public sealed class ZapPteRange(VmArea vma, EntryClear clear)
{
    /// <summary>Step: clear a PTE, with its lock.</summary>
    public const string ClearPte = "zap-range-clear-pte";

    private readonly MmStruct _mm = vma.Mm;

    /// <summary>zap_pte_range.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="tlb">The gather.</param>
    /// <param name="pmdIndex">The PMD entry.</param>
    /// <param name="first">The first PTE.</param>
    /// <param name="end">The one behind the last.</param>
    /// <returns>Whether there was a table; if not, the PMD entry has changed.</returns>
    public bool Zap(Cpu cpu, MmuGather tlb, int pmdIndex, int first, int end)
    {
        int next = first;
        while (next < end)
        {
            if (vma.Locks.PteOffsetMapLock(cpu, pmdIndex, out Word pmd) is not { } ptl)
            {
                return false;
            }

            bool isFull = false;
            for (; next < end && !isFull; next++)
            {
                isFull = ZapPte(cpu, tlb, _mm.PteOffset(pmd, next), (pmdIndex * _mm.Geometry.PtrsPerPte) + next);
            }

            cpu.SpinUnlock(ptl);
            if (isFull)
            {
                tlb.FlushMmu(cpu);
            }
        }

        return true;
    }

    // Returns whether the gather is full.
    private bool ZapPte(Cpu cpu, MmuGather tlb, Word ptep, int page)
    {
        Word seen = cpu.ReadOnce(ptep);
        if (PageTableEntry.None(seen))
        {
            return false;
        }

        cpu.Step(ClearPte);
        if (MigrationEntry.Is(seen))
        {
            // Neither mapping nor reference: whoever migrates has taken both.
            cpu.WriteOnce(ptep, 0);
            return false;
        }

        Word pte = clear.GetAndClear(cpu, ptep);
        tlb.RemoveTlbEntries(page, 1);
        if (PageTableEntry.Pfn(pte) == vma.ZeroPfn)
        {
            return false;
        }

        Word folio = _mm.FolioOf(cpu, pte);
        cpu.AtomicDec(StructPage.Mapcount(folio));
        return tlb.RemovePage(folio);
    }
}
