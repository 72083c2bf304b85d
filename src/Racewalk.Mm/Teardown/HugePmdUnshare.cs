using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Teardown;

/// <summary>
/// Takes a table of hugetlb entries that two processes share away from one of them (huge_pmd_unshare, v6.12 mm/hugetlb.c; tlb_flush_unshared_tables, v7.0
/// include/asm-generic/tlb.h). The table is not freed: the other process goes on with it, and may now change it on its own. The levels are called one down here: the entry that
/// points to the table is that of the PMD, the hugetlb entry a PTE.
/// </summary>
/// <param name="mm">The address space that loses the table.</param>
/// <param name="clear">How the entry is cleared.</param>
public sealed class HugePmdUnshare(MmStruct mm, EntryClear clear)
{
    /// <summary>Step: clear the entry that points to the table.</summary>
    public const string ClearUpper = "unshare-clear-pud";

    /// <summary>Step: an interrupt to every CPU, so that no walker is left in the table.</summary>
    public const string SyncIpi = "unshare-sync-ipi";

    /// <summary>Step: the other process maps another page by the table.</summary>
    public const string OtherMaps = "other-maps";

    /// <summary>Unshares the table; returns what pointed to it.</summary>
    public Word Unshare(Cpu cpu, int pmdIndex)
    {
        cpu.Step(ClearUpper);
        Word upper = clear.GetAndClear(cpu, mm.PmdOffset(pmdIndex));
        mm.FlushPmd(cpu, pmdIndex);
        if (cpu.Step(SyncIpi))
        {
            MmuGather.TlbRemoveTableSyncOne(cpu);
        }

        return upper;
    }

    /// <summary>What the other process does with the table when it is its own.</summary>
    public void MapByOther(Cpu cpu, Word upper, int pteIndex, ulong pfn)
    {
        cpu.Step(OtherMaps);
        cpu.WriteOnce(mm.PteOffset(upper, pteIndex), mm.Leaf(pfn, write: true));
    }
}
