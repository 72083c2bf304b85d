using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Hashing;

/// <summary>
/// Ends translations of the hash MMU (v6.12 arch/powerpc/mm/book3s64/hash_tlb.c, hash_native.c): entries of the hash table are made invalid, then the TLBs'. In lazy MMU mode
/// what is to be flushed is gathered first.
/// </summary>
/// <param name="mm">The address space.</param>
/// <param name="table">The hash table.</param>
public sealed class HashFlush(MmStruct mm, HashTable table)
{
    /// <summary>Step: make the entry of the hash table invalid.</summary>
    public const string Invalidate = "hpte-invalidate";

    private readonly List<int> _batch = [];

    /// <summary>hpte_need_flush in lazy MMU mode: remembers a page whose PTE had <see cref="PageTableEntry.HashPte"/>.</summary>
    /// <param name="page">The page.</param>
    /// <param name="pte">The PTE as it was.</param>
    public void NeedFlush(int page, Word pte)
    {
        if ((pte & PageTableEntry.HashPte) != 0)
        {
            _batch.Add(page);
        }
    }

    /// <summary>arch_leave_lazy_mmu_mode, hash__tlb_flush: __flush_tlb_pending.</summary>
    public void FlushPending(Cpu cpu)
    {
        foreach (int page in _batch)
        {
            InvalidateEntry(cpu, page);
        }

        _batch.Clear();
    }

    /// <summary>flush_hash_table_pmd_range: all PTEs of a table that is not reached from the PMD any more.</summary>
    public void FlushPmdRange(Cpu cpu, Word pmd, int pmdIndex)
    {
        cpu.LocalIrqSave();
        for (int i = 0; i < mm.Geometry.PtrsPerPte; i++)
        {
            NeedFlush((pmdIndex * mm.Geometry.PtrsPerPte) + i, cpu.ReadOnce(mm.PteOffset(pmd, i)));
        }

        FlushPending(cpu);
        cpu.LocalIrqRestore();
    }

    /// <summary>native_hpte_invalidate: the TLBs are told even if the entry is gone, since it may have been evicted and still be cached.</summary>
    private void InvalidateEntry(Cpu cpu, int page)
    {
        cpu.SpinLock(table.LockOf(page));
        if (cpu.Step(Invalidate) && (cpu.ReadOnce(table.V(page)) & HashTable.Valid) != 0)
        {
            cpu.WriteOnce(table.V(page), 0);
        }

        cpu.SpinUnlock(table.LockOf(page));
        cpu.HashTlbie(table.Space, page);
    }
}
