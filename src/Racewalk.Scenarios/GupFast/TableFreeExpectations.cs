namespace Racewalk.Scenarios.GupFast;

/// <summary>What each configuration of gup-fast/table-free must give.</summary>
internal static class TableFreeExpectations
{
    /// <summary>The table.</summary>
    internal static IReadOnlyList<ExpectedVerdict> All { get; } =
    [
        Expect.Violated("arch=sc free=direct", "6t: needs no weak memory"),
        Expect.Violated("arch=arm64 free=direct", "6t"),
        Expect.Violated("arch=x86-64 free=direct", "6t: the zap's flush came before the table was unhooked"),
        Expect.Violated("arch=x86-64-pv free=direct", "6t"),
        Expect.Holds("arch=x86-64 free=flush", "the flush interrupts: why x86 on bare metal did without MMU_GATHER_RCU_TABLE_FREE"),
        Expect.Violated("arch=x86-64 free=flush -flush-ipi", "mutant"),
        Expect.Violated("arch=x86-64 free=flush -gup-irq-off", "mutant"),
        Expect.Violated("arch=x86-64-pv free=flush", "the flush skips a preempted virtual CPU: why PARAVIRT selects MMU_GATHER_RCU_TABLE_FREE"),
        Expect.Violated("arch=arm64 free=flush", "a broadcast TLBI waits for nobody"),
        Expect.Violated("arch=arm64 free=flush atomics=llsc", "a broadcast TLBI waits for nobody"),
        Expect.Violated("arch=ppc64-radix free=flush", "tlbie waits for nobody"),
        Expect.Violated("arch=ppc64-hash free=flush", "the generic flush does nothing"),
        Expect.Holds("arch=sc", "tlb_remove_table_one"),
        Expect.Holds("arch=arm64", "tlb_remove_table_one"),
        Expect.Holds("arch=arm64 atomics=llsc", "tlb_remove_table_one"),
        Expect.Holds("arch=x86-64", "tlb_remove_table_one, as since a37259732a7d"),
        Expect.Holds("arch=x86-64-pv", "tlb_remove_table_one"),
        Expect.Holds("arch=ppc64-radix", "tlb_remove_table_one"),
        Expect.Holds("arch=ppc64-hash", "tlb_remove_table_one"),
        Expect.Violated("arch=sc -remove-table-sync-ipi", "mutant"),
        Expect.Violated("arch=arm64 -remove-table-sync-ipi", "mutant"),
        Expect.Violated("arch=arm64 atomics=llsc -remove-table-sync-ipi", "mutant"),
        Expect.Violated("arch=arm64 -gup-irq-off", "mutant: only sections with interrupts off are waited for"),
        Expect.Violated("arch=x86-64-pv -remove-table-sync-ipi", "mutant"),
        Expect.Violated("arch=x86-64-pv -gup-irq-off", "mutant"),
        Expect.Violated("arch=ppc64-radix -remove-table-sync-ipi", "mutant"),
        Expect.Violated("arch=ppc64-hash -remove-table-sync-ipi", "mutant"),
        Expect.Holds("arch=x86-64 -remove-table-sync-ipi", "redundant there: the flush interrupts"),
        Expect.Violated("arch=x86-64 -remove-table-sync-ipi -flush-ipi", "mutant: neither is left"),
        Expect.Holds("arch=arm64 -gup-recheck-pmd -gup-recheck-pte", "redundant: a walk that the interrupt waits for sees the tables of before"),

        Expect.Holds("arch=lkmm", "the interrupt waits for walkers"),
        Expect.Violated("arch=lkmm free=flush", "a silent flush waits for nobody"),
        Expect.Violated("arch=lkmm -remove-table-sync-ipi", "mutant"),
    ];
}
