namespace Racewalk.Scenarios.GupFast;

/// <summary>What each configuration of gup-fast/zap must give.</summary>
internal static class ZapExpectations
{
    /// <summary>The table.</summary>
    internal static IReadOnlyList<ExpectedVerdict> All { get; } =
    [
        Expect.Holds("arch=sc", "the PTE is rechecked"),
        Expect.Holds("arch=arm64", "the PTE is rechecked"),
        Expect.Holds("arch=arm64 atomics=llsc", "the PTE is rechecked"),
        Expect.Holds("arch=x86-64", "the PTE is rechecked"),
        Expect.Holds("arch=x86-64-pv", "the PTE is rechecked"),
        Expect.Holds("arch=ppc64-radix", "the PTE is rechecked"),
        Expect.Holds("arch=ppc64-hash", "the PTE is rechecked"),
        Expect.Violated("arch=sc -gup-recheck-pte", "mutant: the page is somebody else's"),
        Expect.Violated("arch=arm64 -gup-recheck-pte", "mutant"),
        Expect.Violated("arch=arm64 atomics=llsc -gup-recheck-pte", "mutant"),
        Expect.Violated("arch=x86-64-pv -gup-recheck-pte", "mutant"),
        Expect.Violated("arch=ppc64-radix -gup-recheck-pte", "mutant"),
        Expect.Violated("arch=ppc64-hash -gup-recheck-pte", "mutant"),
        Expect.Holds("arch=x86-64 -gup-recheck-pte", "redundant there: the page is put after the flush, whose interrupt waits for the walk"),
        Expect.Violated("arch=x86-64 -gup-recheck-pte -flush-ipi", "mutant: neither is left"),
        Expect.Holds("arch=arm64 -gup-recheck-pmd", "redundant here: the PMD does not change"),
        Expect.Holds("arch=arm64 reuse=no", "needs somebody who takes the page: one without references is not taken"),
        Expect.Holds("arch=arm64 reuse=no -gup-recheck-pte", "redundant as long as nobody takes the page: its count is 0"),
        Expect.Violated("arch=arm64 refcount=relaxed", "the recheck may be read before the reference is taken"),
        Expect.Violated("arch=ppc64-radix refcount=relaxed", "the recheck may be read before the reference is taken"),
        Expect.Holds("arch=arm64 refcount=acquire", "message passing, not store buffering: an acquire would do here"),
        Expect.Holds("arch=arm64 refcount=relaxed-rmb", "and so would smp_rmb"),
        Expect.Violated("arch=arm64 refcount=acquire -gup-recheck-pte", "mutant"),
        Expect.Violated("arch=arm64 refcount=relaxed-rmb -gup-recheck-pte", "mutant"),
        Expect.Holds("arch=arm64 refcount=relaxed model=tso", "needs more than a store buffer"),
        Expect.Holds("arch=arm64 clear=plain -flush-dsb-ishst -flush-dsb-ish", "redundant here: the put is fully ordered"),

        Expect.Holds("arch=ppc64-radix refcount=acquire", "isync behind the branch orders the recheck: message passing"),
        Expect.Violated("arch=ppc64-radix refcount=acquire -gup-recheck-pte", "mutant"),
        Expect.Holds("arch=ppc64-radix refcount=relaxed-rmb", "and so would smp_rmb, lwsync there"),
        Expect.Violated("arch=ppc64-radix refcount=relaxed-rmb -gup-recheck-pte", "mutant"),
        Expect.Holds("arch=ppc64-radix clear=plain -flush-mb -flush-ptesync", "redundant here: the put is fully ordered"),
        Expect.Holds("arch=lkmm", "the PTE is rechecked"),
        Expect.Violated("arch=lkmm -gup-recheck-pte", "mutant"),
        Expect.Violated("arch=lkmm refcount=relaxed", "the recheck may be read before the reference is taken"),
        Expect.Holds("arch=lkmm refcount=acquire", "message passing, not store buffering: an acquire would do here"),
        Expect.Violated("arch=lkmm refcount=acquire -gup-recheck-pte", "mutant"),
        Expect.Holds("arch=lkmm refcount=relaxed-rmb", "and so would smp_rmb"),
        Expect.Violated("arch=lkmm refcount=relaxed-rmb -gup-recheck-pte", "mutant"),
    ];
}
