using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Hashing;

/// <summary>How a zap ends the translations of the hash MMU.</summary>
public enum HashedFlush
{
    /// <summary>What was gathered in lazy MMU mode is flushed before pages are put: the kernel's way (hash__tlb_flush).</summary>
    Pending,

    /// <summary>By flush_tlb_range, which does nothing.</summary>
    Generic,

    /// <summary>What was gathered is flushed after the page is put.</summary>
    AfterPut,
}

/// <summary>Unmaps a small page on the hash MMU (zap_pte_range and the end of its mmu_gather, v6.12 mm/memory.c).</summary>
/// <param name="mm">The address space.</param>
/// <param name="table">The hash table.</param>
/// <param name="kind">How translations are ended.</param>
public sealed class ZapHashedPte(MmStruct mm, HashTable table, HashedFlush kind)
{
    /// <summary>Step: make the PTE none (hash__pte_update).</summary>
    public const string ClearPte = "zap-clear-pte";

    /// <summary>Step: put the page.</summary>
    public const string PutPage = "zap-put-page";

    /// <summary>Observed: 1 if the put was the last one, so that this zap freed the page.</summary>
    public const string Freed = "zap-freed";

    /// <summary>zap_present_ptes of one PTE; tlb_flush_mmu.</summary>
    public void Zap(Cpu cpu, int pmdIndex, int pteIndex)
    {
        var flush = new HashFlush(mm, table);
        cpu.SpinLock(mm.PageTableLock);
        Word ptep = mm.PteOffset(cpu.ReadOnce(mm.PmdOffset(pmdIndex)), pteIndex);
        cpu.Step(ClearPte);
        Word pte = HashPte.Update(cpu, ptep, ulong.MaxValue, 0);
        flush.NeedFlush((pmdIndex * mm.Geometry.PtrsPerPte) + pteIndex, pte);
        Word page = mm.PageOf(pte);
        cpu.AtomicDec(StructPage.Mapcount(page));
        if (kind == HashedFlush.Pending)
        {
            flush.FlushPending(cpu);
        }
        else if (kind == HashedFlush.Generic)
        {
            mm.FlushPte(cpu, pmdIndex, pteIndex);
        }

        cpu.SpinUnlock(mm.PageTableLock);
        cpu.Step(PutPage);
        cpu.Observe(Freed, PageReference.FolioPutRefs(cpu, mm, page, 1) ? 1UL : 0UL);
        if (kind == HashedFlush.AfterPut)
        {
            flush.FlushPending(cpu);
        }
    }
}
