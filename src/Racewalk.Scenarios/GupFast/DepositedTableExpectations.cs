namespace Racewalk.Scenarios.GupFast;

/// <summary>What each configuration of gup-fast/deposited-table must give: the recheck does not protect the table, only an interrupt does.</summary>
internal static class DepositedTableExpectations
{
    /// <summary>The table.</summary>
    internal static IReadOnlyList<ExpectedVerdict> All { get; } =
    [
        Expect.Violated("arch=sc era=E1", "3b: the race of 2ba99c5e0881; needs no weak memory"),
        Expect.Violated("arch=arm64 era=E0", "3a and 3b"),
        Expect.Violated("arch=arm64 era=E1", "3b: the recheck comes after the read of the freed table"),
        Expect.Violated("arch=arm64 era=E1 atomics=llsc", "3b"),
        Expect.Violated("arch=x86-64-pv era=E1", "3b: the flush skips a preempted virtual CPU"),
        Expect.Violated("arch=ppc64-radix era=E1", "3b: since bedf03416913 nothing waits for walkers"),
        Expect.Holds("arch=ppc64-radix era=E0", "serialize_against_pte_lookup waits for walkers"),
        Expect.Holds("arch=ppc64-hash era=E1", "serialize_against_pte_lookup waits for walkers"),
        Expect.Holds("arch=x86-64 era=E0", "the collapse's flush interrupts"),
        Expect.Holds("arch=x86-64 era=E1", "the collapse's flush interrupts"),
        Expect.Violated("arch=x86-64 era=E1 -flush-ipi", "mutant"),
        Expect.Violated("arch=x86-64 era=E0 -flush-ipi", "mutant"),
        Expect.Violated("arch=x86-64 -flush-ipi", "mutant"),
        Expect.Violated("arch=x86-64 era=E1 -gup-irq-off", "mutant"),
        Expect.Violated("arch=ppc64-radix era=E0 -serialize-ipi", "mutant"),
        Expect.Violated("arch=ppc64-hash era=E1 -serialize-ipi", "mutant: here the interrupt matters to GUP-fast as well"),
        Expect.Holds("arch=sc", "2ba99c5e0881"),
        Expect.Holds("arch=arm64", "2ba99c5e0881"),
        Expect.Holds("arch=arm64 atomics=llsc", "2ba99c5e0881"),
        Expect.Holds("arch=x86-64", "the collapse's flush interrupts; tlb_remove_table_sync_one is empty"),
        Expect.Holds("arch=x86-64-pv", "2ba99c5e0881"),
        Expect.Holds("arch=ppc64-radix", "2ba99c5e0881"),
        Expect.Holds("arch=ppc64-hash", "2ba99c5e0881"),
        Expect.Violated("arch=arm64 -table-sync-ipi", "mutant"),
        Expect.Violated("arch=arm64 atomics=llsc -table-sync-ipi", "mutant"),
        Expect.Violated("arch=x86-64-pv -table-sync-ipi", "mutant"),
        Expect.Violated("arch=ppc64-radix -table-sync-ipi", "mutant"),
        Expect.Violated("arch=sc -table-sync-ipi", "mutant"),
        Expect.Holds("arch=ppc64-hash -table-sync-ipi", "redundant there: serialize_against_pte_lookup has interrupted already"),
        Expect.Violated("arch=ppc64-hash -table-sync-ipi -serialize-ipi", "mutant: neither is left"),
        Expect.Holds("arch=arm64 era=E0 fix=ipi", "an interrupt in pmdp_collapse_flush would have mended both races at once"),
        Expect.Violated("arch=arm64 era=E0 fix=ipi -collapse-ipi", "mutant"),
        Expect.Holds("arch=x86-64-pv era=E0 fix=ipi", "an interrupt in pmdp_collapse_flush would have mended both races at once"),
        Expect.Violated("arch=x86-64-pv era=E0 fix=ipi -collapse-ipi", "mutant"),
        Expect.Violated("arch=arm64 -gup-irq-off", "mutant: the interrupt protects only sections with interrupts off"),
        Expect.Violated("arch=x86-64-pv -gup-irq-off", "mutant"),
        Expect.Holds("arch=arm64 -gup-recheck-pmd", "redundant: the interrupt for the table keeps the count stable, too"),

        Expect.Violated("arch=lkmm era=E1", "nobody waits for the walk"),
        Expect.Holds("arch=lkmm", "2ba99c5e0881"),
        Expect.Violated("arch=lkmm -table-sync-ipi", "mutant"),
    ];
}
