using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Collapse;

/// <summary>Unmaps a huge page and frees the table that was deposited with it (zap_huge_pmd, v6.12 mm/huge_memory.c).</summary>
/// <param name="mm">The address space.</param>
/// <param name="clear">How the entry is cleared.</param>
public sealed class ZapHugePmd(MmStruct mm, EntryClear clear)
{
    /// <summary>Step: make the PMD entry none.</summary>
    public const string ClearHugePmd = "zap-clear-huge-pmd";

    /// <summary>Step: free the deposited table, at once and before the flush.</summary>
    public const string FreeDepositedTable = "zap-free-deposited-table";

    /// <summary>Step: put the huge page.</summary>
    public const string PutHugePage = "zap-put-huge-page";

    private readonly PgtableDeposit _deposit = new(mm);

    /// <summary>zap_huge_pmd, then the end of its mmu_gather; whoever would wait for the PMD lock is not there.</summary>
    public void Zap(Cpu cpu, int pmdIndex) => Finish(cpu, pmdIndex, Clear(cpu, pmdIndex));

    /// <summary>What zap_huge_pmd does with the PMD lock held.</summary>
    /// <returns>The huge page.</returns>
    public Word Clear(Cpu cpu, int pmdIndex)
    {
        cpu.Step(ClearHugePmd);
        Word pmd = clear.GetAndClear(cpu, mm.PmdOffset(pmdIndex));
        Word folio = mm.PageOf(pmd);
        cpu.AtomicDec(StructPage.Mapcount(folio));

        // zap_deposited_table: pgtable_trans_huge_withdraw, pte_free.
        cpu.Step(FreeDepositedTable);
        _deposit.WithdrawAndFree(cpu);
        return folio;
    }

    /// <summary>tlb_finish_mmu.</summary>
    public void Finish(Cpu cpu, int pmdIndex, Word folio)
    {
        mm.FlushPmd(cpu, pmdIndex);
        cpu.Step(PutHugePage);
        PageReference.FolioPutRefs(cpu, mm, folio, 1);
    }
}
