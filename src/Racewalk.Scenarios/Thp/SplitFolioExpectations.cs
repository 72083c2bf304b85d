using Racewalk.Scenarios.Vmas;

namespace Racewalk.Scenarios.Thp;

/// <summary>What each configuration of thp-split/folio must give.</summary>
internal static class SplitFolioExpectations
{
    /// <summary>The table.</summary>
    internal static IReadOnlyList<ExpectedVerdict> All { get; } =
    [
        .. OnEach("", Verdict.Holds, "G6: the page must still be part of what the reference was taken on"),
        Expect.Holds("arch=arm64 atomics=llsc", "G6"),
        .. OnEach("-gup-recheck-head", Verdict.Violated, "mutant: the head's count has a reference that is meant for the tail; the PTE comes back as it was, so its recheck sees nothing"),
        Expect.Violated("arch=arm64 atomics=llsc -gup-recheck-head", "mutant"),
        .. WithoutLkmm("-split-freeze", Verdict.Violated, "mutant: the reference stays at the head"),
        Expect.Holds("arch=arm64 -split-can-split", "redundant: the look before the work saves the work"),
        Expect.Holds("arch=arm64 -gup-recheck-pte", "redundant here: the same page is mapped before and after"),
        .. WithoutLkmm("mapped=pmd", Verdict.Holds, "G6, and the PMD entry is another one after the split"),
        .. WithoutLkmm("mapped=pmd -split-freeze", Verdict.Violated, "mutant"),
        Expect.Holds("arch=arm64 mapped=pmd -gup-recheck-head", "redundant: the recheck of the PMD entry finds the table"),
        Expect.Violated("arch=arm64 mapped=pmd -gup-recheck-head -gup-recheck-pmd", "mutant: neither is left"),

        // Until v6.14 nothing ordered the end of the tails before the head's count.
        Expect.Violated("arch=arm64 head=increment", "the head's count may come back before the tail's compound_head is cleared: G6 sees the old head"),
        Expect.Violated("arch=lkmm head=increment", "an increment that returns nothing orders nothing"),
        Expect.Holds("arch=x86-64 head=increment", "a locked instruction"),
        Expect.Violated("arch=x86-64 head=increment -gup-recheck-head", "mutant"),
        Expect.Holds("arch=sc head=increment", "needs weak memory"),
        Expect.Violated("arch=sc head=increment -gup-recheck-head", "mutant"),
        Expect.Holds("arch=arm64 head=increment mapped=pmd", "the PMD entry is another one after the split"),
        Expect.Violated("arch=arm64 head=increment mapped=pmd -split-freeze", "mutant"),
    ];

    private static IEnumerable<ExpectedVerdict> OnEach(string configuration, Verdict verdict, string reason) =>
        KhugepagedAxes.Arch.Values.Select(a => new ExpectedVerdict(Configuration.Parse($"arch={a} {configuration}"), verdict, reason));

    private static IEnumerable<ExpectedVerdict> WithoutLkmm(string configuration, Verdict verdict, string reason) =>
        OnEach(configuration, verdict, reason).Where(static e => e.Configuration.Values["arch"] != "lkmm");
}
