namespace Racewalk.Scenarios.Kvm;

/// <summary>What each configuration of kvm/fault must give.</summary>
internal static class KvmFaultExpectations
{
    private const string Power = "arch=ppc64-hash lock=rmap lookup=lockless";
    private const string Unlocked = "lock=rmap lookup=lockless";

    /// <summary>The table.</summary>
    internal static IReadOnlyList<ExpectedVerdict> All { get; } =
    [
        .. TheKernels(), .. Counters(), .. Barriers(), .. Ranges(), .. Guests(), .. Migrations(),
    ];

    private static ExpectedVerdict[] TheKernels() =>
    [
        Expect.Holds("arch=sc", "5k: mmu_invalidate_seq and mmu_invalidate_in_progress together"),
        Expect.Holds("arch=arm64", "both, under mmu_lock"),
        Expect.Holds("arch=arm64 atomics=llsc", "both, under mmu_lock"),
        Expect.Holds("arch=x86-64", "both, under mmu_lock"),
        Expect.Holds("arch=x86-64-pv", "both, under mmu_lock"),
        Expect.Holds("arch=ppc64-radix", "both, under mmu_lock"),
        Expect.Holds(Power, "both, under the chain's lock; the counters' order is kept by barriers alone"),
        Expect.Holds("arch=lkmm", "both, under mmu_lock"),
        Expect.Holds("arch=arm64 lookup=slow", "the same with the page-table lock"),
        Expect.Holds("arch=arm64 " + Unlocked, "what Power does would do on arm64"),
        Expect.Holds("arch=sc " + Unlocked, "the same"),
        Expect.Holds("arch=x86-64 " + Unlocked, "the same"),
        Expect.Holds("arch=lkmm " + Unlocked, "the same"),
    ];

    private static ExpectedVerdict[] Counters() =>
    [
        Expect.Violated("arch=sc -retry-in-progress", "(a): the fault reads the old entry after the SPTEs are zapped and maps it before the sequence goes up"),
        Expect.Violated("arch=arm64 -retry-in-progress", "(a)"),
        Expect.Violated("arch=arm64 atomics=llsc -retry-in-progress", "(a)"),
        Expect.Violated("arch=arm64 lookup=slow -retry-in-progress", "(a)"),
        Expect.Violated("arch=x86-64 -retry-in-progress", "(a)"),
        Expect.Violated("arch=x86-64-pv -retry-in-progress", "(a)"),
        Expect.Violated("arch=ppc64-radix -retry-in-progress", "(a)"),
        Expect.Violated(Power + " -retry-in-progress", "(a)"),
        Expect.Violated("arch=lkmm -retry-in-progress", "(a)"),
        Expect.Violated("arch=sc -retry-seq", "(b): a whole invalidation fits between the lookup and the check"),
        Expect.Violated("arch=arm64 -retry-seq", "(b)"),
        Expect.Violated("arch=x86-64 -retry-seq", "(b)"),
        Expect.Violated("arch=sc " + Unlocked + " -retry-seq", "(b)"),
        Expect.Violated("arch=arm64 -zap-sptes", "mutant: what was mapped before stays"),
        Expect.Violated("arch=x86-64 -zap-sptes", "mutant"),
        Expect.Holds("arch=sc end=count-first", "(d): whoever checks under mmu_lock sees both or none"),
        Expect.Violated("arch=sc end=count-first -retry-seq", "mutant"),
        Expect.Violated("arch=sc end=count-first " + Unlocked, "(d): none in progress, and the sequence is still the old one"),
        Expect.Violated(Power + " end=count-first", "(d)"),
        Expect.Violated("arch=x86-64 end=count-first " + Unlocked, "(d)"),
    ];

    private static ExpectedVerdict[] Barriers() =>
    [
        Expect.Holds("arch=arm64 -fault-seq-rmb", "(c): redundant with GUP-fast, whose reference is a full barrier in front of the recheck"),
        Expect.Holds("arch=arm64 -gup-recheck-pte", "and the recheck is redundant with the barrier: the page is put only after the sequence has gone up"),
        Expect.Violated("arch=arm64 -fault-seq-rmb -gup-recheck-pte", "(c) with neither"),
        Expect.Holds("arch=lkmm -fault-seq-rmb", "(c): the same by the kernel's own model"),
        Expect.Holds("arch=ppc64-radix -fault-seq-rmb", "(c): the same"),
        Expect.Holds("arch=arm64 lookup=slow -fault-seq-rmb", "(c): redundant under the page-table lock, whose release keeps the read before the clearing"),
        Expect.Violated("arch=arm64 " + Unlocked + " -fault-seq-rmb", "(c): the entry is read early, the sequence late"),
        Expect.Violated(Power + " -fault-seq-rmb", "(c)"),
        Expect.Violated("arch=lkmm " + Unlocked + " -fault-seq-rmb", "(c)"),
        Expect.Holds("arch=x86-64 " + Unlocked + " -fault-seq-rmb", "(c): loads stay in order"),
        Expect.Violated("arch=x86-64 " + Unlocked + " -retry-seq", "mutant"),
        Expect.Holds("arch=arm64 barrier=mmap-unlock", "as user_mem_abort has it"),
        Expect.Holds("arch=arm64 barrier=mmap-unlock atomics=llsc", "as user_mem_abort has it"),
        Expect.Holds("arch=arm64 barrier=mmap-unlock lookup=slow", "as user_mem_abort has it"),
        Expect.Holds("arch=lkmm barrier=mmap-unlock", "by the kernel's own model, too"),
        Expect.Holds("arch=lkmm barrier=mmap-unlock lookup=slow", "by the kernel's own model, too"),
        Expect.Violated("arch=lkmm barrier=mmap-unlock lookup=slow -retry-seq", "mutant"),
        Expect.Violated("arch=arm64 barrier=mmap-unlock -retry-seq", "mutant"),
        Expect.Violated("arch=arm64 barrier=mmap-unlock atomics=llsc -retry-seq", "mutant"),
        Expect.Violated("arch=arm64 barrier=mmap-unlock lookup=slow -retry-seq", "mutant"),
        Expect.Violated("arch=lkmm barrier=mmap-unlock -retry-seq", "mutant"),
        Expect.Violated("arch=arm64 barrier=mmap-unlock " + Unlocked, "a release is no smp_rmb: the entry is read before the sequence; GUP's own ordering is what saves arm64"),
        Expect.Violated("arch=lkmm barrier=mmap-unlock " + Unlocked, "a release is no smp_rmb by the kernel's own model either"),
        Expect.Holds("arch=arm64 -invalidate-end-wmb", "redundant for whoever checks under mmu_lock"),
        Expect.Holds("arch=lkmm -invalidate-end-wmb", "redundant for whoever checks under mmu_lock"),
        Expect.Violated("arch=arm64 -invalidate-end-wmb -retry-seq", "mutant"),
        Expect.Violated("arch=arm64 " + Unlocked + " -invalidate-end-wmb", "(d) by the hardware: the count is seen down, the sequence not yet up"),
        Expect.Violated(Power + " -invalidate-end-wmb", "(d) by the hardware"),
        Expect.Violated("arch=lkmm " + Unlocked + " -invalidate-end-wmb", "(d) by the hardware"),
        Expect.Holds("arch=x86-64 " + Unlocked + " -invalidate-end-wmb", "stores stay in order"),
        Expect.Violated("arch=arm64 " + Unlocked + " -retry-rmb", "the sequence is read before the count"),
        Expect.Violated(Power + " -retry-rmb", "the sequence is read before the count"),
        Expect.Violated("arch=lkmm " + Unlocked + " -retry-rmb", "the sequence is read before the count"),
        Expect.Holds("arch=arm64 -retry-rmb", "redundant for whoever checks under mmu_lock"),
    ];

    private static ExpectedVerdict[] Ranges() =>
    [
        Expect.Violated("arch=sc range=narrow", "(f): the fault is of a page beside the range"),
        Expect.Violated("arch=x86-64 range=narrow", "(f)"),
        Expect.Violated("arch=arm64 range=narrow", "(f): it does not look at the range, but what was mapped before stays"),
    ];

    private static ExpectedVerdict[] Guests() =>
    [
        Expect.Holds("arch=sc guest=yes", "the flush waits until the guest is out"),
        Expect.Violated("arch=sc guest=yes -flush-remote-tlbs-ipi", "mutant: the guest accesses a page that has been freed"),
        Expect.Violated("arch=sc guest=yes -guest-mode", "mutant: the flush finds nobody to wait for"),
        Expect.Violated("arch=sc guest=yes -retry-seq", "mutant: the SPTE is stale"),
        Expect.Holds("arch=arm64 guest=yes", "the flush waits until the guest is out"),
        Expect.Violated("arch=arm64 guest=yes -flush-remote-tlbs-ipi", "mutant"),
    ];

    private static ExpectedVerdict[] Migrations() =>
    [
        Expect.Holds("arch=sc change=migration", "the notifiers enclose the migration entry; the new frame needs none"),
        Expect.Holds("arch=arm64 change=migration", "the same"),
        Expect.Holds("arch=x86-64 change=migration", "the same"),
        Expect.Violated("arch=sc change=migration -retry-in-progress", "(a): migration finds the fault's reference gone, and the SPTE stays"),
        Expect.Violated("arch=arm64 change=migration -retry-in-progress", "(a)"),
        Expect.Violated("arch=x86-64 change=migration -retry-in-progress", "(a)"),
        Expect.Violated("arch=sc change=migration -retry-seq", "(b): the same"),
        Expect.Violated("arch=arm64 change=migration -zap-sptes", "mutant"),
    ];
}
