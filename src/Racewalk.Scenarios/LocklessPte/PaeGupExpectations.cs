namespace Racewalk.Scenarios.LocklessPte;

/// <summary>What each configuration of lockless-pte/pae-gup must give.</summary>
internal static class PaeGupExpectations
{
    /// <summary>The table.</summary>
    internal static IReadOnlyList<ExpectedVerdict> All { get; } =
    [
        Expect.Holds("", "rule (3b): interrupts are off, so the interrupt of the flush lies between no two reads"),
        Expect.Violated("-gup-irq-off", "5p: with interrupts on the flush does not wait: the low words are equal, the high word is that of the empty entry"),
        Expect.Violated("-flush-ipi", "5p: nothing waits for the reader"),
        Expect.Violated("-lockless-compare-low", "mutant: low word of the page, high word of the empty entry"),
        Expect.Holds("-gup-recheck-pte", "redundant: what is read is right at once"),
        Expect.Holds("-set-pte-wmb -lockless-rmb-first -lockless-rmb-second", "redundant here: TSO keeps these orders"),
        Expect.Holds("clear=stores", "the same with two stores"),
        Expect.Violated("clear=stores -flush-ipi", "5p"),
        Expect.Violated("clear=stores -gup-irq-off", "5p"),

        Expect.Holds("judged=page", "the read is right, and the page is put after the interrupt"),
        Expect.Holds("judged=page recheck=lockless", "as with ptep_get"),
        Expect.Holds("judged=page -gup-recheck-pte", "moot, as David Hildenbrand says: what protects is the interrupt"),
        Expect.Violated("judged=page -gup-recheck-pte -flush-ipi", "mutant: neither is left"),
        Expect.Violated("judged=page -gup-recheck-pte -gup-irq-off", "mutant: neither is left"),
        Expect.Violated("judged=page recheck=lockless -gup-recheck-pte -flush-ipi", "mutant: neither is left"),
        Expect.Holds("judged=page -flush-ipi", "one change: the recheck sees it, as the new high word is no longer 0"),
        Expect.Holds("judged=page recheck=lockless -flush-ipi", "the same"),
        Expect.Holds("judged=page change=replace-twice", "two interrupts, and neither lies within the walk"),
        Expect.Violated("judged=page change=replace-twice -flush-ipi", "the recheck is torn like the read: two changes with one low word, and it compares equal"),
        Expect.Holds("judged=page change=replace-twice recheck=lockless", "the same as with ptep_get"),
        Expect.Violated("judged=page change=replace-twice recheck=lockless -flush-ipi", "ptep_get_lockless is no better in the recheck: it needs one change more"),
        Expect.Holds("change=replace-twice", "two interrupts, and neither lies within the read"),
        Expect.Violated("change=replace-twice -flush-ipi", "5p"),

        Expect.Violated("arch=x86-pae-pv", "question 9: a preempted virtual CPU is not interrupted, and nothing else excludes it"),
        Expect.Holds("arch=x86-pae-pv judged=page", "question 9: the recheck covers one change"),
        Expect.Violated("arch=x86-pae-pv judged=page -gup-recheck-pte", "mutant: the page has been freed, or is the stranger's"),
        Expect.Violated("arch=x86-pae-pv judged=page change=replace-twice", "question 9: two flushes that leave the virtual CPU out, and the recheck is torn as well"),
        Expect.Violated("arch=x86-pae-pv judged=page change=replace-twice recheck=lockless", "question 9: ptep_get_lockless in the recheck does not help"),
        Expect.Violated("arch=sc", "5p: a flush that waits for nobody; no memory model is needed for it"),
        Expect.Violated("arch=lkmm", "5p: so the kernel's own model does not promise it either"),

        Expect.Holds("change=clear", "needs a weaker model for a mutant: on TSO the low word has changed when the high word has (row 11)"),
        Expect.Holds("change=set", "needs a weaker model for a mutant: TSO keeps the order of the two stores, and that of the loads"),
        .. Weak("arm64"),
        .. Weak("lkmm"),
    ];

    // What orders the accesses, row by row of PROTOCOLS 8: with one change only there is no ABA.
    private static IEnumerable<ExpectedVerdict> Weak(string arch) =>
    [
        Expect.Holds($"arch={arch} change=clear", "row 11: both smp_rmb"),
        Expect.Violated($"arch={arch} change=clear -lockless-rmb-second", "5p': the low word is read again before the high word"),
        Expect.Holds($"arch={arch} change=clear -lockless-rmb-first", "redundant here: an old low word is found out by the second read of it"),
        Expect.Holds($"arch={arch} change=clear clear=stores", "row 11: both smp_rmb and smp_wmb"),
        Expect.Violated($"arch={arch} change=clear clear=stores -clear-pte-wmb", "mutant: the high word is gone before the low word"),
        Expect.Violated($"arch={arch} change=clear clear=stores -lockless-rmb-second", "5p'"),
        Expect.Holds($"arch={arch} change=set", "row 11: both smp_rmb"),
        Expect.Violated($"arch={arch} change=set -lockless-rmb-first", "5p': the high word is read before the low word"),
        Expect.Holds($"arch={arch} change=set -lockless-rmb-second", "redundant here: a new low word comes with its high word"),
        Expect.Violated($"arch={arch} change=set -set-pte-wmb", "mutant: the low word is there before the high word"),
    ];
}
