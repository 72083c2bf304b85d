using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Teardown;

/// <summary>When a zap flushes, and what.</summary>
public enum ZapFlush
{
    /// <summary>After the entry is cleared: the kernel's way.</summary>
    AfterClear,

    /// <summary>Before.</summary>
    BeforeClear,

    /// <summary>After, but on the own CPU only; needs an address space.</summary>
    LocalOnly,
}

/// <summary>Unmaps a small page (zap_pte_range and the end of its mmu_gather, v6.12 mm/memory.c): clear, flush, then put the page.</summary>
/// <param name="mm">The address space.</param>
/// <param name="clear">How the entry is cleared.</param>
/// <param name="flush">When it flushes, and what.</param>
public sealed class ZapPte(MmStruct mm, EntryClear clear, ZapFlush flush = ZapFlush.AfterClear)
{
    /// <summary>Step: make the PTE none.</summary>
    public const string ClearPte = "zap-clear-pte";

    /// <summary>Step: put the page.</summary>
    public const string PutPage = "zap-put-page";

    /// <summary>Observed: 1 if the put was the last one, so that this zap freed the page.</summary>
    public const string Freed = "zap-freed";

    /// <summary>zap_present_ptes of one PTE; tlb_flush_mmu.</summary>
    /// <returns>Whether the page was freed by it.</returns>
    public bool Zap(Cpu cpu, Word pmd, int pteIndex, out Word page, int pmdIndex = 0)
    {
        if (flush == ZapFlush.BeforeClear)
        {
            mm.FlushPte(cpu, pmdIndex, pteIndex);
        }

        ClearPresentPte(cpu, pmd, pteIndex, out page);
        return FinishMmu(cpu, page, pmdIndex, pteIndex);
    }

    /// <summary>zap_present_ptes of one PTE: the entry becomes none. Page and translations are still there.</summary>
    public void ClearPresentPte(Cpu cpu, Word pmd, int pteIndex, out Word page)
    {
        cpu.Step(ClearPte);
        page = mm.PageOf(clear.GetAndClear(cpu, mm.PteOffset(pmd, pteIndex)));
        cpu.AtomicDec(StructPage.Mapcount(page));
    }

    /// <summary>tlb_finish_mmu: flush, then put the page.</summary>
    /// <returns>Whether the page was freed by it.</returns>
    public bool FinishMmu(Cpu cpu, Word page, int pmdIndex, int pteIndex)
    {
        if (flush == ZapFlush.AfterClear)
        {
            mm.FlushPte(cpu, pmdIndex, pteIndex);
        }
        else if (flush == ZapFlush.LocalOnly)
        {
            cpu.LocalFlushTlbRange(mm.Space!, (pmdIndex * mm.Geometry.PtrsPerPte) + pteIndex, 1, lastLevelOnly: true);
        }

        cpu.Step(PutPage);
        bool last = PageReference.FolioPutRefs(cpu, mm, page, 1);
        cpu.Observe(Freed, last ? 1UL : 0UL);
        return last;
    }
}
