using Racewalk.Mm.Memory;
using Racewalk.Mm.Teardown;

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

/// <summary>Unmaps a small page on the hash MMU, in the steps of <see cref="ZapPte"/> (zap_pte_range and the end of its mmu_gather, v6.12 mm/memory.c).</summary>
/// <param name="mm">The address space.</param>
/// <param name="table">The hash table.</param>
/// <param name="kind">How translations are ended.</param>
public sealed class ZapHashedPte(MmStruct mm, HashTable table, HashedFlush kind)
{
    /// <summary>zap_present_ptes of one PTE; tlb_flush_mmu.</summary>
    public void Zap(Cpu cpu, int pmdIndex, int pteIndex)
    {
        var flush = new HashFlush(mm, table);
        cpu.SpinLock(mm.PageTableLock);
        Word ptep = mm.PteOffset(cpu.ReadOnce(mm.PmdOffset(pmdIndex)), pteIndex);
        cpu.Step(ZapPte.ClearPte);
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
        cpu.Step(ZapPte.PutPage);
        cpu.Observe(ZapPte.Freed, PageReference.FolioPutRefs(cpu, mm, page, 1) ? 1UL : 0UL);
        if (kind == HashedFlush.AfterPut)
        {
            flush.FlushPending(cpu);
        }
    }
}
