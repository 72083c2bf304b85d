namespace Racewalk.Scenarios.GupFast;

/// <summary>What each configuration of gup-fast/fork must give.</summary>
internal static class ForkExpectations
{
    /// <summary>The table.</summary>
    internal static IReadOnlyList<ExpectedVerdict> All { get; } =
    [
        Expect.Holds("arch=sc", "57efa1fe5957"),
        Expect.Holds("arch=arm64", "57efa1fe5957; what orders it is the child's reference on the same count"),
        Expect.Holds("arch=arm64 atomics=llsc", "57efa1fe5957"),
        Expect.Holds("arch=x86-64", "57efa1fe5957"),
        Expect.Holds("arch=x86-64-pv", "57efa1fe5957"),
        Expect.Holds("arch=ppc64-radix", "57efa1fe5957"),
        Expect.Holds("arch=ppc64-hash", "57efa1fe5957"),
        Expect.Violated("arch=sc -fork-seqcount -gup-seqcount", "3f: the kernel before 57efa1fe5957; needs no weak memory"),
        Expect.Violated("arch=x86-64 -fork-seqcount -gup-seqcount", "3f"),
        Expect.Violated("arch=x86-64-pv -gup-seqcount", "mutant: only one side counts"),
        Expect.Violated("arch=arm64 -fork-seqcount", "mutant: only one side counts"),
        Expect.Violated("arch=arm64 -gup-seqcount", "mutant: only one side counts"),
        Expect.Violated("arch=arm64 atomics=llsc -gup-seqcount", "mutant: only one side counts"),
        Expect.Violated("arch=ppc64-radix -gup-seqcount", "mutant: only one side counts"),
        Expect.Violated("arch=ppc64-hash -gup-seqcount", "mutant: only one side counts"),
        Expect.Violated("arch=arm64 -fork-check-pinned", "mutant: pinned pages are shared"),
        Expect.Holds("arch=arm64 -gup-recheck-pte", "redundant here: the count catches every fork"),
        Expect.Holds("arch=arm64 -gup-pin-mb", "redundant here: both sides have a read-modify-write of the reference count"),
        Expect.Violated("arch=arm64 reference=after", "v5.11 to v5.18: smp_wmb does not order the count before the read of the reference count"),
        Expect.Violated("arch=arm64 reference=after atomics=llsc", "v5.11 to v5.18: nor does taking the page-table lock"),
        Expect.Violated("arch=ppc64-radix reference=after", "v5.11 to v5.18"),
        Expect.Holds("arch=arm64 reference=after barrier=full", "a full barrier would have done"),
        Expect.Violated("arch=arm64 reference=after barrier=full -gup-pin-mb", "mutant: on both sides"),
        Expect.Violated("arch=arm64 reference=after barrier=full -fork-seqcount-mb", "mutant"),
        Expect.Holds("arch=x86-64 reference=after", "taking the page-table lock is a locked instruction"),
        Expect.Violated("arch=x86-64 reference=after -gup-seqcount", "mutant"),
        Expect.Holds("arch=sc reference=after", "needs weak memory"),

        Expect.Holds("arch=lkmm", "the sequence count and the order of the reference are enough"),
        Expect.Violated("arch=lkmm -gup-seqcount", "mutant"),
        Expect.Violated("arch=lkmm reference=after", "the reference may come after the recheck of the count"),
    ];
}
