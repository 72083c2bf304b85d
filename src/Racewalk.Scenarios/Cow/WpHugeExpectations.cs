using Racewalk.Scenarios.Vmas;

namespace Racewalk.Scenarios.Cow;

/// <summary>What each configuration of cow/wp-huge must give.</summary>
internal static class WpHugeExpectations
{
    /// <summary>The table.</summary>
    internal static IReadOnlyList<ExpectedVerdict> All { get; } =
    [
        .. OnEach("", Verdict.Holds, "as 09854ba94c6a has it for small pages: whoever has the huge page has a reference"),
        .. OnEach("-wp-check-count", Verdict.Violated, "mutant: the huge page is used although the child has it"),
        .. OnEach("-gup-recheck-pmd", Verdict.Violated, "mutant: the reference comes behind the look at the count, of an entry that has gone"),
        Expect.Holds("arch=arm64 -wp-test-exclusive", "redundant here: the page is nobody's alone"),
        Expect.Holds("arch=arm64 -wp-recheck-huge-pmd", "redundant here: nobody changes the parent's entry"),
        Expect.Holds("arch=arm64 -gup-irq-off", "redundant here: no table is freed that GUP-fast could be in"),
        Expect.Holds("arch=arm64 -gup-recheck-head", "redundant here: the huge page stays one"),

        // The parent's alone, and another thread of it takes it away.
        .. OnEach("other=dontneed", Verdict.Holds, "the entry is compared again with the PMD lock held"),
        .. OnEach("other=dontneed -wp-recheck-huge-pmd", Verdict.Violated, "mutant: what MADV_DONTNEED has taken away comes back, or flags come into an entry that is none"),
        Expect.Holds("arch=arm64 other=dontneed -wp-test-exclusive", "redundant here: the count says the same"),
        Expect.Holds("arch=arm64 other=dontneed -wp-check-count", "redundant here: the page is exclusive"),

        // Or maps it by a table.
        .. OnEach("other=split", Verdict.Holds, "the same"),
        .. OnEach("other=split -wp-recheck-huge-pmd", Verdict.Violated, "mutant: the entry of the table is overwritten, and the table is lost")
            .Where(static e => e.Configuration.Values["arch"] != "arm64"),
        Expect.Holds("arch=arm64 other=split -wp-recheck-huge-pmd", "redundant here: ptep_set_access_flags adds flags to what is there, and in an entry of a table nobody looks at them"),
        .. OnEach("other=split -split-add-rmap", Verdict.Violated, "mutant: two entries map the huge page, and it has one reference"),
        Expect.Holds("arch=arm64 other=split -wp-test-exclusive", "redundant here: the count says the same, or the page is copied"),
        Expect.Holds("arch=arm64 other=split -wp-check-count", "redundant here: the page is exclusive"),

        // The fault waits for the folio's lock, with the PMD lock given back. Under LKMM that is more events than models with dependencies take.
        .. WithoutLkmm("other=locked", Verdict.Holds, "the entry is compared a second time"),
        .. WithoutLkmm("other=locked -wp-recheck-locked-huge-pmd", Verdict.Violated, "mutant: the parent's mapping has gone meanwhile, and the child's is taken for it"),
        .. WithoutLkmm("other=locked -wp-recheck-huge-pmd", Verdict.Violated, "mutant: the same without a wait"),
        .. WithoutLkmm("other=locked -wp-check-count", Verdict.Violated, "mutant: the child maps it"),
        Expect.Holds("arch=arm64 other=locked -wp-test-exclusive", "redundant here: the page is nobody's alone"),
    ];

    private static IEnumerable<ExpectedVerdict> OnEach(string configuration, Verdict verdict, string reason) =>
        KhugepagedAxes.Arch.Values.Select(a => new ExpectedVerdict(Configuration.Parse($"arch={a} {configuration}"), verdict, reason));

    private static IEnumerable<ExpectedVerdict> WithoutLkmm(string configuration, Verdict verdict, string reason) =>
        OnEach(configuration, verdict, reason).Where(static e => e.Configuration.Values["arch"] != "lkmm");
}
