namespace Racewalk.Scenarios.Collapse;

/// <summary>What each configuration of khugepaged/universal-invalid must give.</summary>
internal static class UniversalInvalidExpectations
{
    /// <summary>The table.</summary>
    internal static IReadOnlyList<ExpectedVerdict> All { get; } =
    [
        .. OfFault("arch=arm64", "-flush-tlbi"),
        Expect.Violated("arch=arm64 -populate-ptl", "mutant: the PTEs are none before the PMD entry maps the huge page, and a fault believes it"),
        .. OfOthers("arch=arm64"),
        .. OfFault("arch=x86-64", "-flush-ipi"),
        Expect.Holds("arch=x86-64 other=dontneed", "the same as on arm64"),
        Expect.Violated("arch=x86-64 other=dontneed -populate-recheck", "mutant"),
        .. OfFault("arch=ppc64-radix", "-flush-tlbie"),
        Expect.Holds("arch=ppc64-radix other=dontneed", "the same as on arm64"),
        Expect.Violated("arch=ppc64-radix other=dontneed -populate-recheck", "mutant"),
    ];

    private static IEnumerable<ExpectedVerdict> OfFault(string arch, string flush)
    {
        yield return Expect.Holds(arch, "faults wait for a migration entry, and find the huge page then");
        yield return Expect.Violated($"{arch} {flush}", "mutant: the store goes to the old page");
        yield return Expect.Violated($"{arch} entry=invalid", "4e: do_swap_page does not know the entry and sends SIGBUS");
    }

    private static IEnumerable<ExpectedVerdict> OfOthers(string arch)
    {
        yield return Expect.Holds($"{arch} other=dontneed", "MADV_DONTNEED takes migration entries away, and the recheck sees it; or it finds the huge page");
        yield return Expect.Violated($"{arch} other=dontneed -populate-recheck", "mutant: the entry was taken away, and the page comes back");
        yield return Expect.Violated($"{arch} other=dontneed -populate-ptl", "mutant: the entry is taken away behind the recheck");
        yield return Expect.Violated($"{arch} other=dontneed -map-lock-recheck-pmd", "v6.4: MADV_DONTNEED looks into a table that is not there any more");
        yield return Expect.Violated($"{arch} other=dontneed -dontneed-look-again", "mutant: table becomes leaf, and MADV_DONTNEED gives up");
        yield return Expect.Violated($"{arch} entry=invalid other=dontneed", "4e: zap_pte_range does not know the entry and does not count the page");
        yield return Expect.Holds($"{arch} other=neighbour", "the list of deposited tables is changed under the PMD lock");
        yield return Expect.Violated($"{arch} other=neighbour -populate-pmd-lock", "the PMD lock is not for walkers alone: the list of deposited tables is lost");
        yield return Expect.Violated($"{arch} entry=invalid other=neighbour -populate-pmd-lock", "the same: no entry, however invalid, protects the list");
    }
}
