namespace Racewalk.Scenarios.Hvo;

/// <summary>What each configuration of hvo/publish must give.</summary>
internal static class HvoPublishExpectations
{
    /// <summary>The table.</summary>
    internal static IReadOnlyList<ExpectedVerdict> All { get; } =
    [
        Expect.Holds("arch=x86-64 what=head", "stores are seen in order, and the walk comes before the access"),
        Expect.Violated("arch=x86-64 what=head -flush-ipi", "mutant: the walker goes on reading the old page, which is freed"),
        Expect.Holds("arch=x86-64 what=head -remap-wmb", "redundant: smp_wmb binds the compiler only"),
        Expect.Holds("arch=arm64 bbm-rule=ignored what=head", "smp_wmb, then the walk's address dependency"),
        Expect.Violated("arch=arm64 bbm-rule=ignored what=head -remap-wmb", "mutant: the entry is seen before the copy"),
        Expect.Holds("arch=arm64 atomics=llsc bbm-rule=ignored what=head", "the same"),
        Expect.Violated("arch=arm64 atomics=llsc bbm-rule=ignored what=head -remap-wmb", "mutant"),
        Expect.Holds("arch=ppc64-radix what=head", "the same"),
        Expect.Violated("arch=ppc64-radix what=head -remap-wmb", "mutant"),
        Expect.Holds("arch=x86-64 what=split -split-wmb", "redundant: smp_wmb binds the compiler only"),
        Expect.Holds("arch=arm64 bbm-rule=ignored what=split", "smp_wmb, then the walk's address dependency"),
        Expect.Violated("arch=arm64 bbm-rule=ignored what=split -split-wmb", "mutant: the walker sees an entry of the new table that is not there yet"),
        Expect.Holds("arch=ppc64-radix what=split", "the same"),
        Expect.Violated("arch=ppc64-radix what=split -split-wmb", "mutant"),
        Expect.Holds("arch=x86-64 what=restored -restore-wmb", "redundant: smp_wmb binds the compiler only"),
        Expect.Holds("arch=arm64 bbm-rule=ignored what=restored", "smp_wmb, then the walk's address dependency"),
        Expect.Violated("arch=arm64 bbm-rule=ignored what=restored -restore-wmb", "mutant: the tail is seen before it is filled"),
        Expect.Holds("arch=ppc64-radix what=restored", "the same"),
        Expect.Violated("arch=ppc64-radix what=restored -restore-wmb", "mutant"),
        Expect.Holds("arch=x86-64 what=shared-tail -publish-shared-tail", "redundant: every locked instruction is a barrier"),
        Expect.Holds("arch=arm64 bbm-rule=ignored what=shared-tail", "cmpxchg is a full barrier; the reader's dependency is by data and address"),
        Expect.Violated("arch=arm64 bbm-rule=ignored what=shared-tail -publish-shared-tail", "mutant: the page is found before it is filled"),
        Expect.Holds("arch=ppc64-radix what=shared-tail", "the same"),
        Expect.Violated("arch=ppc64-radix what=shared-tail -publish-shared-tail", "mutant"),
        Expect.Holds("arch=x86-64 what=fields -unfreeze-release", "redundant: stores are seen in order"),
        Expect.Holds("arch=arm64 bbm-rule=ignored what=fields", "page_ref_unfreeze is a release, a reference that is taken is a full barrier"),
        Expect.Violated("arch=arm64 bbm-rule=ignored what=fields -unfreeze-release", "mutant: whoever gets the head finds its fields as they were before"),
        Expect.Holds("arch=ppc64-radix what=fields", "the same"),
        Expect.Violated("arch=ppc64-radix what=fields -unfreeze-release", "mutant"),
        Expect.Violated("arch=arm64 what=head", "the output address changes without break-before-make"),
        Expect.Violated("arch=arm64 what=split", "the block becomes a table without break-before-make"),
    ];
}
