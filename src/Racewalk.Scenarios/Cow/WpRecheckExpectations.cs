namespace Racewalk.Scenarios.Cow;

/// <summary>What each configuration of cow/wp-recheck must give.</summary>
internal static class WpRecheckExpectations
{
    /// <summary>The table.</summary>
    internal static IReadOnlyList<ExpectedVerdict> All { get; } =
    [
        .. OnEach("", Verdict.Holds, "the entry is compared again with the PTE lock held"),
        .. OnEach("-wp-recheck-pte", Verdict.Violated, "mutant: the copy is mapped although MADV_DONTNEED has returned"),
        Expect.Holds("arch=lkmm", "the same"),
        Expect.Violated("arch=lkmm -wp-recheck-pte", "mutant"),
        .. OnEach("other=fault", Verdict.Holds, "the second finds another entry and puts its copy"),
        .. OnEach("other=fault -wp-recheck-pte", Verdict.Violated, "mutant: the second copy takes the place of the first, with what was written to that"),
        .. OnEach("other=fault page=zero", Verdict.Holds, "the same"),
        .. OnEach("other=fault page=zero -wp-recheck-pte", Verdict.Violated, "mutant: the page that was mapped first is lost"),
        .. OnEach("other=migration", Verdict.Holds, "the page that is being copied has a reference too many to move, or the entry is another"),
        .. OnEach("other=migration -wp-recheck-pte", Verdict.Violated, "mutant: a migration entry is overwritten, and two references are put for one"),
        .. OnEach("other=khugepaged", Verdict.Holds, "K4: the VMA is write-locked"),
        .. OnEach("other=khugepaged -vma-start-write", Verdict.Violated, "missing K4: the fault finds no table and maps zeros"),
        Expect.Holds("arch=arm64 other=khugepaged fault-lock=mmap", "K3: mmap_lock"),
        Expect.Violated("arch=arm64 other=khugepaged fault-lock=mmap -collapse-mmap-lock", "mutant"),
        Expect.Holds("arch=arm64 fault-lock=mmap", "both hold mmap_lock for reading"),
        Expect.Violated("arch=arm64 fault-lock=mmap -wp-recheck-pte", "mutant"),
    ];

    private static IEnumerable<ExpectedVerdict> OnEach(string configuration, Verdict verdict, string reason) =>
        new[] { "arm64", "x86-64", "sc" }.Select(a => new ExpectedVerdict(Configuration.Parse($"arch={a} {configuration}"), verdict, reason));
}
