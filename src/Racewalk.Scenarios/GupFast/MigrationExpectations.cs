namespace Racewalk.Scenarios.GupFast;

/// <summary>What each configuration of gup-fast/migration must give.</summary>
internal static class MigrationExpectations
{
    /// <summary>The table.</summary>
    internal static IReadOnlyList<ExpectedVerdict> All { get; } =
    [
        Expect.Holds("arch=sc", "freezing the count and taking a reference: one of them wins"),
        Expect.Holds("arch=arm64", "freezing the count and taking a reference: one of them wins"),
        Expect.Holds("arch=arm64 atomics=llsc", "freezing the count and taking a reference: one of them wins"),
        Expect.Holds("arch=x86-64", "freezing the count and taking a reference: one of them wins"),
        Expect.Holds("arch=x86-64-pv", "freezing the count and taking a reference: one of them wins"),
        Expect.Holds("arch=ppc64-radix", "freezing the count and taking a reference: one of them wins"),
        Expect.Holds("arch=ppc64-hash", "freezing the count and taking a reference: one of them wins"),
        Expect.Holds("arch=arm64 accept=read", "reading is enough: putting the mapping's reference orders it"),
        Expect.Holds("arch=arm64 accept=read -flush-dsb-ishst -flush-dsb-ish", "and it does so without a flush"),
        Expect.Violated("arch=sc -gup-recheck-pte", "mutant: the old page is taken once it is unfrozen"),
        Expect.Violated("arch=arm64 -gup-recheck-pte", "mutant"),
        Expect.Violated("arch=arm64 atomics=llsc -gup-recheck-pte", "mutant"),
        Expect.Violated("arch=arm64 accept=read -gup-recheck-pte", "mutant"),
        Expect.Violated("arch=x86-64-pv -gup-recheck-pte", "mutant"),
        Expect.Violated("arch=ppc64-radix -gup-recheck-pte", "mutant"),
        Expect.Violated("arch=ppc64-hash -gup-recheck-pte", "mutant"),
        Expect.Violated("arch=x86-64 -migrate-check-count", "mutant: referenced pages move"),
        Expect.Holds("arch=x86-64 -gup-recheck-pte", "redundant there: the flush's interrupt waits for the walk"),
        Expect.Violated("arch=x86-64 -gup-recheck-pte -flush-ipi", "mutant: neither is left"),
        Expect.Violated("arch=arm64 refcount=relaxed", "the recheck may be read before the reference is taken"),
        Expect.Violated("arch=arm64 accept=read refcount=relaxed", "the recheck may be read before the reference is taken"),
        Expect.Holds("arch=arm64 refcount=acquire", "an acquire would do here: the other side writes the same count"),
        Expect.Violated("arch=arm64 refcount=acquire -gup-recheck-pte", "mutant"),
        Expect.Holds("arch=arm64 refcount=relaxed model=tso", "needs more than a store buffer"),

        Expect.Holds("arch=ppc64-radix refcount=acquire", "an acquire would do here: the other side writes the same count"),
        Expect.Violated("arch=ppc64-radix refcount=acquire -gup-recheck-pte", "mutant"),
        Expect.Violated("arch=ppc64-radix refcount=relaxed", "the recheck may be read before the reference is taken"),
        Expect.Holds("arch=lkmm", "freezing the count and taking a reference: one of them wins"),
        Expect.Violated("arch=lkmm -gup-recheck-pte", "mutant"),
        Expect.Violated("arch=lkmm refcount=relaxed", "the recheck may be read before the reference is taken"),
        Expect.Holds("arch=lkmm refcount=acquire", "an acquire would do here: the other side writes the same count"),
        Expect.Violated("arch=lkmm refcount=acquire -gup-recheck-pte", "mutant"),
    ];
}
