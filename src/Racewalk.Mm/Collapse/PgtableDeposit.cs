using Racewalk.Mm.Memory;

namespace Racewalk.Mm.Collapse;

/// <summary>
/// The PTE tables that are kept for the huge pages of a PMD table, a list that the PMD lock protects (pgtable_trans_huge_deposit, pgtable_trans_huge_withdraw; v6.12 mm/pgtable-generic.c).
/// Here the last that came is the first that goes.
/// </summary>
/// <param name="mm">The address space.</param>
public sealed class PgtableDeposit(MmStruct mm)
{
    /// <summary>The link of a table's ptdesc (pt_list), behind the words of its struct page that are used here.</summary>
    public static Word LinkOf(Word page) => page + 48;

    /// <summary>pgtable_trans_huge_deposit.</summary>
    public void Deposit(Cpu cpu, Word pmd)
    {
        cpu.WriteOnce(LinkOf(mm.PageOf(pmd)), cpu.ReadOnce(mm.DepositedTable));
        cpu.WriteOnce(mm.DepositedTable, pmd);
    }

    /// <summary>pgtable_trans_huge_withdraw.</summary>
    /// <returns>The PMD entry that pointed to the table.</returns>
    public Word Withdraw(Cpu cpu)
    {
        Word table = cpu.ReadOnce(mm.DepositedTable);
        cpu.BugOn(table == 0, "a huge page goes, and no table is deposited for it");
        cpu.WriteOnce(mm.DepositedTable, cpu.ReadOnce(LinkOf(mm.PageOf(table))));
        return table;
    }

    /// <summary>pgtable_trans_huge_withdraw, then pte_free, as zap_huge_pmd does (zap_deposited_table, v6.12 mm/huge_memory.c).</summary>
    public void WithdrawAndFree(Cpu cpu) => MmuGather.PteFree(cpu, mm, Withdraw(cpu));
}
