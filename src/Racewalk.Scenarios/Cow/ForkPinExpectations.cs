namespace Racewalk.Scenarios.Cow;

/// <summary>What each configuration of cow/fork-pin must give.</summary>
internal static class ForkPinExpectations
{
    /// <summary>The table.</summary>
    internal static IReadOnlyList<ExpectedVerdict> All { get; } =
    [
        // A pin for reading: through an entry that may be written, or of a page that is exclusive.
        .. OnEach("", Verdict.Holds, "57efa1fe5957 and PG_anon_exclusive (6c287605fd56, v5.19)"),
        .. OnEach("-gup-seqcount", Verdict.Violated, "mutant: fork looks before the pin and write-protects behind the recheck"),
        .. OnEach("-fork-seqcount", Verdict.Violated, "mutant: only one side counts"),
        .. OnEach("-fork-check-pinned", Verdict.Violated, "mutant: pinned pages are shared"),
        .. OnEach("-gup-must-unshare", Verdict.Violated, "mutant: a page that fork has shared is pinned, and the next write goes to a copy"),
        Expect.Holds("arch=lkmm", "the same"),
        Expect.Violated("arch=lkmm -gup-seqcount", "mutant"),
        Expect.Violated("arch=lkmm -gup-must-unshare", "mutant"),
        Expect.Violated("arch=sc -fork-clear-exclusive", "mutant: the page is shared and still exclusive, so it is used by one while the other has it"),
        Expect.Holds("arch=arm64 -gup-recheck-pte", "redundant here: the sequence count catches every fork"),
        Expect.Holds("arch=arm64 -fork-vma-start-write", "redundant here: the fault takes mmap_lock"),

        // Of a page that is exclusive although its entry is read-only.
        .. OnEach("entry=read-only", Verdict.Holds, "an exclusive page is used, whatever its count"),
        .. OnEach("entry=read-only -wp-test-exclusive", Verdict.Violated, "the kernel since 09854ba94c6a (v5.9) and before v5.19: a count above one means a copy, and the pin is left behind"),
        Expect.Violated("arch=sc entry=read-only -gup-must-unshare", "mutant"),

        // A pin for writing.
        .. OnEach("pin=write", Verdict.Holds, "57efa1fe5957"),
        .. OnEach("pin=write -gup-seqcount", Verdict.Violated, "3f: the child has the page that is pinned for writing"),
        Expect.Violated("arch=arm64 pin=write -fork-check-pinned", "mutant"),
    ];

    private static IEnumerable<ExpectedVerdict> OnEach(string configuration, Verdict verdict, string reason) =>
        new[] { "arm64", "x86-64", "sc" }.Select(a => new ExpectedVerdict(Configuration.Parse($"arch={a} {configuration}"), verdict, reason));
}
