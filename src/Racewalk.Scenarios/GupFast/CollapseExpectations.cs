namespace Racewalk.Scenarios.GupFast;

/// <summary>
/// What each configuration of gup-fast/collapse must give. Violated is exactly where the flush does not wait for walkers with interrupts off
/// and the PMD is not rechecked, or where one of the barriers that the recheck rests on is missing.
/// </summary>
internal static class CollapseExpectations
{
    /// <summary>The table.</summary>
    internal static IReadOnlyList<ExpectedVerdict> All { get; } =
    [
        // Before the recheck: the flush decides.
        Expect.Violated("arch=sc era=E0", "the race of 70cbc3cc78a9; needs no weak memory"),
        Expect.Violated("arch=arm64 era=E0", "70cbc3cc78a9: a broadcast TLBI waits for nobody"),
        Expect.Violated("arch=arm64 era=E0 atomics=llsc", "70cbc3cc78a9: a broadcast TLBI waits for nobody"),
        Expect.Violated("arch=x86-64-pv era=E0", "70cbc3cc78a9: the flush skips a preempted virtual CPU"),
        Expect.Holds("arch=x86-64 era=E0", "the flush interrupts, so it waits for walkers with interrupts off"),
        Expect.Holds("arch=ppc64-radix era=E0", "serialize_against_pte_lookup waits for walkers"),
        Expect.Holds("arch=ppc64-hash era=E0", "serialize_against_pte_lookup waits for walkers"),
        Expect.Violated("arch=x86-64 era=E0 -flush-ipi", "mutant: it is the interrupt that protects, not the flush"),
        Expect.Violated("arch=x86-64 era=E0 -gup-irq-off", "mutant: the interrupt protects only sections with interrupts off"),
        Expect.Violated("arch=ppc64-radix era=E0 -serialize-ipi", "mutant: without the interrupt nothing waits"),
        Expect.Violated("arch=ppc64-hash era=E0 -serialize-ipi", "mutant: without the interrupt nothing waits"),

        // The two fixes, each alone.
        Expect.Holds("arch=arm64 era=E0 fix=ipi", "an interrupt in pmdp_collapse_flush would have been enough"),
        Expect.Holds("arch=x86-64-pv era=E0 fix=ipi", "an interrupt in pmdp_collapse_flush would have been enough"),
        Expect.Holds("arch=arm64 era=E0 fix=recheck", "the recheck is enough"),
        Expect.Holds("arch=x86-64-pv era=E0 fix=recheck", "the recheck is enough"),
        Expect.Holds("arch=ppc64-radix era=E0 fix=recheck", "recheck and interrupt, as in 70cbc3cc78a9 alone"),
        Expect.Violated("arch=arm64 era=E0 fix=ipi -collapse-ipi", "mutant"),
        Expect.Violated("arch=x86-64-pv era=E0 fix=ipi -collapse-ipi", "mutant"),
        Expect.Violated("arch=x86-64-pv era=E0 fix=ipi -gup-irq-off", "mutant: interrupts that are on end nobody's wait"),
        Expect.Violated("arch=arm64 era=E0 fix=recheck -gup-recheck-pmd", "mutant"),
        Expect.Violated("arch=x86-64-pv era=E0 fix=recheck -gup-recheck-pmd", "mutant"),
        Expect.Violated("arch=ppc64-radix era=E0 fix=recheck -gup-recheck-pmd -serialize-ipi", "mutant: neither is left"),

        // With the recheck.
        Expect.Holds("arch=sc era=E1", "70cbc3cc78a9"),
        Expect.Holds("arch=arm64 era=E1", "70cbc3cc78a9"),
        Expect.Holds("arch=arm64 era=E1 ptes=2", "70cbc3cc78a9, two pages"),
        Expect.Holds("arch=arm64 era=E1 atomics=llsc", "70cbc3cc78a9"),
        Expect.Holds("arch=x86-64 era=E1", "70cbc3cc78a9"),
        Expect.Holds("arch=x86-64-pv era=E1", "70cbc3cc78a9"),
        Expect.Holds("arch=ppc64-radix era=E1", "bedf03416913: with the recheck radix needs no interrupt"),
        Expect.Holds("arch=ppc64-hash era=E1", "70cbc3cc78a9"),
        Expect.Violated("arch=arm64 era=E1 -gup-recheck-pmd", "mutant"),
        Expect.Violated("arch=arm64 era=E1 ptes=2 -gup-recheck-pmd", "mutant"),
        Expect.Violated("arch=arm64 era=E1 atomics=llsc -gup-recheck-pmd", "mutant"),
        Expect.Violated("arch=x86-64-pv era=E1 -gup-recheck-pmd", "mutant"),
        Expect.Violated("arch=ppc64-radix era=E1 -gup-recheck-pmd", "mutant"),
        Expect.Violated("arch=sc era=E1 -gup-recheck-pmd", "mutant"),
        Expect.Violated("arch=arm64 era=E1 -check-refcount", "mutant: pinned pages are collapsed"),
        Expect.Holds("arch=x86-64 era=E1 -gup-recheck-pmd", "redundant there: the flush's interrupt does the same"),
        Expect.Violated("arch=x86-64 era=E1 -gup-recheck-pmd -flush-ipi", "mutant: neither is left"),
        Expect.Holds("arch=ppc64-hash era=E1 -serialize-ipi", "redundant for GUP-fast; hash_page needs it (khugepaged/hash)"),
        Expect.Violated("arch=ppc64-hash era=E1 -gup-recheck-pmd -serialize-ipi", "mutant: neither is left"),
        Expect.Violated("arch=ppc64-hash era=E1 -serialize-ipi -serialize-mb", "mutant: the recheck needs the barrier"),
        Expect.Holds("arch=arm64 era=E1 -gup-recheck-pte", "redundant here: the PMD is cleared before any PTE is; gup-fast/zap needs it"),
        Expect.Holds("arch=arm64 era=E1 -gup-irq-off", "redundant here; gup-fast/deposited-table needs it"),
        Expect.Holds("arch=arm64 era=E1 -gup-recheck-head", "redundant here: nothing splits the page"),
        Expect.Holds("arch=arm64 era=E1 -uptodate-wmb", "redundant here: nobody reads through the huge PMD"),

        // With the second interrupt.
        Expect.Holds("arch=sc", "2ba99c5e0881"),
        Expect.Holds("arch=arm64", "2ba99c5e0881"),
        Expect.Holds("arch=arm64 atomics=llsc", "2ba99c5e0881"),
        Expect.Holds("arch=x86-64", "as E1: tlb_remove_table_sync_one is empty"),
        Expect.Holds("arch=x86-64-pv", "2ba99c5e0881"),
        Expect.Holds("arch=ppc64-radix", "2ba99c5e0881"),
        Expect.Holds("arch=ppc64-hash", "2ba99c5e0881"),
        Expect.Holds("arch=arm64 -table-sync-ipi", "redundant here: it is for the table, see gup-fast/deposited-table"),
        Expect.Holds("arch=arm64 -gup-recheck-pmd", "redundant here: the interrupt for the table also keeps the count stable"),
        Expect.Violated("arch=arm64 -gup-recheck-pmd -table-sync-ipi", "mutant: neither is left"),
        Expect.Violated("arch=arm64 atomics=llsc -gup-recheck-pmd -table-sync-ipi", "mutant: neither is left"),
        Expect.Violated("arch=sc -gup-recheck-pmd -table-sync-ipi", "mutant: neither is left"),
        Expect.Violated("arch=x86-64 -gup-recheck-pmd -flush-ipi", "mutant: neither is left"),
        Expect.Violated("arch=x86-64-pv -gup-recheck-pmd -table-sync-ipi", "mutant: neither is left"),
        Expect.Violated("arch=ppc64-radix -gup-recheck-pmd -table-sync-ipi", "mutant: neither is left"),
        Expect.Violated("arch=ppc64-hash -gup-recheck-pmd -table-sync-ipi -serialize-ipi", "mutant: none of the three is left"),

        // What the recheck rests on: a full barrier between clearing the PMD and reading the count.
        Expect.Holds("arch=arm64 era=E1 -flush-dsb-ish", "redundant for this race: dsb ishst, a DSB, orders the cleared PMD before all that is later"),
        Expect.Holds("arch=arm64 era=E1 -flush-dsb-ishst", "redundant for this race: dsb ish comes after it"),
        Expect.Violated("arch=arm64 era=E1 -flush-dsb-ishst -flush-dsb-ish", "xchg_relaxed and no flush (V3c)"),
        Expect.Holds("arch=arm64 era=E1 clear=xchg -flush-dsb-ishst -flush-dsb-ish", "a fully ordered exchange needs no flush"),
        Expect.Holds("arch=arm64 era=E1 clear=plain -flush-dsb-ish", "dsb ishst is enough for a plain clear, too"),
        Expect.Violated("arch=arm64 era=E1 clear=plain -flush-dsb-ishst -flush-dsb-ish", "plain clear and no flush (3c)"),
        Expect.Holds("arch=arm64 era=E1 -flush-dsb-ishst -flush-dsb-ish model=tso", "TSO takes any exchange for a locked one"),
        Expect.Violated("arch=arm64 era=E1 clear=plain -flush-dsb-ishst -flush-dsb-ish model=tso", "plain clear: a store buffer is enough (3c)"),
        Expect.Holds("arch=arm64 era=E1 clear=plain -flush-dsb-ishst -flush-dsb-ish model=sc", "needs weak memory"),
        Expect.Violated("arch=x86-64 era=E1 clear=plain -flush-tlb-gen -flush-ipi", "plain clear and no flush (3c)"),
        Expect.Holds("arch=x86-64 era=E1 clear=plain -flush-ipi", "inc_mm_tlb_gen is a full barrier"),
        Expect.Holds("arch=x86-64 era=E1 clear=xchg-relaxed -flush-tlb-gen -flush-ipi", "every exchange is locked"),
        Expect.Holds("arch=ppc64-radix era=E1 -flush-mb", "redundant: ptesync is a full barrier, too"),
        Expect.Holds("arch=ppc64-radix era=E1 -flush-ptesync", "redundant: smp_mb is a full barrier, too"),
        Expect.Violated("arch=ppc64-radix era=E1 -flush-mb -flush-ptesync", "the flush's barrier is what the recheck rests on"),

        // And a full barrier between taking the reference and rechecking.
        Expect.Violated("arch=arm64 era=E1 refcount=acquire", "the store of an acquire passes the recheck (3d)"),
        Expect.Violated("arch=arm64 era=E1 refcount=relaxed", "3d"),
        Expect.Violated("arch=arm64 era=E1 refcount=relaxed-rmb", "smp_rmb does not order the store (3d)"),
        Expect.Violated("arch=arm64 era=E1 refcount=acquire atomics=llsc", "the store of an acquire passes the recheck (3d)"),
        Expect.Violated("arch=arm64 era=E1 refcount=relaxed atomics=llsc", "3d"),
        Expect.Violated("arch=arm64 era=E1 refcount=relaxed-rmb atomics=llsc", "smp_rmb does not order the store (3d)"),
        Expect.Violated("arch=ppc64-radix era=E1 refcount=acquire", "the store of an acquire passes the recheck (3d)"),
        Expect.Holds("arch=arm64 era=E1 refcount=acquire model=tso", "needs more than a store buffer"),
        Expect.Holds("arch=arm64 era=E1 refcount=relaxed-rmb model=tso", "needs more than a store buffer"),
        Expect.Holds("arch=x86-64 era=E1 refcount=relaxed -flush-ipi", "every read-modify-write is locked"),
        Expect.Holds("arch=arm64 era=E1 refcount=relaxed model=sc", "needs weak memory"),

        // Power, which is not multi-copy atomic: the same barriers are enough, and needed.
        Expect.Violated("arch=ppc64-radix era=E1 refcount=relaxed", "3d"),
        Expect.Violated("arch=ppc64-radix era=E1 refcount=relaxed-rmb", "smp_rmb is lwsync there, which does not order the store before the recheck (3d)"),
        Expect.Violated("arch=ppc64-radix era=E1 clear=xchg-relaxed -flush-mb -flush-ptesync", "no order without sync (V3c)"),
        Expect.Holds("arch=ppc64-radix era=E1 clear=xchg -flush-mb -flush-ptesync", "a fully ordered exchange has a sync on either side"),
        Expect.Violated("arch=ppc64-hash era=E1 refcount=acquire -serialize-ipi", "hash: once nobody waits for the walk, the isync of an acquire lets the store pass (3d)"),
        Expect.Violated("arch=ppc64-hash era=E1 refcount=relaxed -serialize-ipi", "3d"),

        // The kernel's own model, with a flush that does nothing: what the code itself orders.
        Expect.Violated("arch=lkmm era=E0", "70cbc3cc78a9: needs no weak memory"),
        Expect.Holds("arch=lkmm era=E0 fix=ipi", "an interrupt in pmdp_collapse_flush would have been enough"),
        Expect.Violated("arch=lkmm era=E0 fix=ipi -collapse-ipi", "mutant"),
        Expect.Holds("arch=lkmm era=E1", "a fully ordered exchange and a fully ordered reference"),
        Expect.Violated("arch=lkmm era=E1 -gup-recheck-pmd", "mutant"),
        Expect.Violated("arch=lkmm era=E1 clear=xchg-relaxed", "the recheck rests on a full barrier, here of the exchange (V3c)"),
        Expect.Violated("arch=lkmm era=E1 clear=plain", "the recheck rests on a full barrier, here of the exchange (3c)"),
        Expect.Violated("arch=lkmm era=E1 refcount=acquire", "the store of an acquire passes the recheck (3d)"),
        Expect.Violated("arch=lkmm era=E1 refcount=relaxed", "3d"),
        Expect.Violated("arch=lkmm era=E1 refcount=relaxed-rmb", "smp_rmb does not order the store (3d)"),
        Expect.Holds("arch=lkmm", "2ba99c5e0881"),
        Expect.Holds("arch=lkmm -gup-recheck-pmd", "redundant here: the interrupt for the table also keeps the count stable"),
        Expect.Violated("arch=lkmm -gup-recheck-pmd -table-sync-ipi", "mutant: neither is left"),
    ];
}
