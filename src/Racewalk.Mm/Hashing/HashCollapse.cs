using Racewalk.Mm.Collapse;
using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Hashing;

/// <summary>How a collapse ends the small pages' translations of the hash MMU.</summary>
public enum HashCollapseFlush
{
    /// <summary>hash__pmdp_collapse_flush.</summary>
    Hash,

    /// <summary>The generic pmdp_collapse_flush, whose flush_tlb_range does nothing; each PTE is flushed when it is cleared, after the copy.</summary>
    Generic,

    /// <summary>The generic pmdp_collapse_flush; each PTE is cleared and flushed before the copy, as try_to_migrate_one does.</summary>
    PtesFirst,
}

/// <summary>A collapse on the hash MMU, in the steps of <see cref="Khugepaged"/>, where clearing a PTE flushes what it has in the hash table (ptep_clear, hash__pte_update).</summary>
/// <param name="mm">The address space.</param>
/// <param name="table">The hash table.</param>
/// <param name="kind">How translations are ended.</param>
public sealed class HashCollapse(MmStruct mm, HashTable table, HashCollapseFlush kind)
{
    private readonly PmdpCollapseFlush _flush = new(mm, kind == HashCollapseFlush.Hash ? CollapseFlushKind.Ppc64Hash : CollapseFlushKind.Generic, EntryClear.Plain);

    /// <summary>collapse_huge_page of pages that nobody else holds.</summary>
    public void Collapse(Cpu cpu, int pmdIndex, ulong hugePfn)
    {
        Word pmd = _flush.Flush(cpu, pmdIndex);
        for (int i = 0; i < mm.Geometry.PtrsPerPte; i++)
        {
            Word pte = kind == HashCollapseFlush.PtesFirst ? ClearPte(cpu, pmd, pmdIndex, i) : cpu.ReadOnce(mm.PteOffset(pmd, i));
            cpu.Step(CollapseSteps.Copy);
            cpu.WriteOnce(PhysicalMemory.FrameAddress(hugePfn + (ulong)i), cpu.ReadOnce(PageTableEntry.FrameAddress(pte)));
            if (kind != HashCollapseFlush.PtesFirst)
            {
                ClearPte(cpu, pmd, pmdIndex, i);
            }

            PageReference.FolioPutRefs(cpu, mm, mm.PageOf(pte), 1);
        }

        if (cpu.Step(CollapseSteps.UptodateWmb))
        {
            cpu.SmpWmb();
        }

        cpu.Step(CollapseSteps.SetHugePmd);
        cpu.Observe(Khugepaged.Collapsed, 1);
        cpu.WriteOnce(mm.PmdOffset(pmdIndex), mm.Leaf(hugePfn, write: true));
    }

    /// <summary>ptep_clear, outside of lazy MMU mode: the entry of the hash table is invalidated at once (hpte_need_flush, flush_hash_page).</summary>
    private Word ClearPte(Cpu cpu, Word pmd, int pmdIndex, int pteIndex)
    {
        cpu.Step(CollapseSteps.ClearPtes);
        Word pte = HashPte.Update(cpu, mm.PteOffset(pmd, pteIndex), ulong.MaxValue, 0);
        var flush = new HashFlush(mm, table);
        flush.NeedFlush((pmdIndex * mm.Geometry.PtrsPerPte) + pteIndex, pte);
        flush.FlushPending(cpu);
        return pte;
    }
}
