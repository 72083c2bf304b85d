namespace Racewalk.Scenarios.Collapse;

/// <summary>What each configuration of khugepaged/shmem-retract must give.</summary>
internal static class ShmemRetractExpectations
{
    /// <summary>The table.</summary>
    internal static IReadOnlyList<ExpectedVerdict> All { get; } = [.. Of("arch=sc"), .. Of("arch=arm64"), .. Of("arch=lkmm")];

    private static IEnumerable<ExpectedVerdict> Of(string arch)
    {
        yield return Expect.Holds(arch, "either the recheck of the VMA sees that a page may have come, or the recheck of the PMD entry that the table has gone");
        yield return Expect.Violated($"{arch} -retract-recheck-vma", "mutant: the page comes between the first check and the locks");
        yield return Expect.Violated($"{arch} -retract-ptl", "mutant: the page comes between the recheck and the PMD entry");
        yield return Expect.Violated($"{arch} -map-lock-recheck-pmd", "mutant: the page is mapped in a table that has gone");
        yield return Expect.Violated($"{arch} -map-lock-rcu-read-lock", "mutant: the table's lock is freed before it is taken");
        yield return Expect.Violated($"{arch} -retract-pte-free-defer", "mutant: the same");
        yield return Expect.Holds($"{arch} -retract-check-vma", "redundant: the recheck decides");
        yield return Expect.Holds($"{arch} -retract-pmd-lock", "redundant here: nobody else changes a PMD entry that points to a table");
        yield return Expect.Holds($"{arch} other=fault", "the lock of the new folio keeps the table empty");
        yield return Expect.Violated($"{arch} other=fault -fault-lock-folio", "mutant: the table is not empty when it is taken out");
        yield return Expect.Violated($"{arch} other=fault -retract-pte-free-defer", "mutant: the fault looks into the table when it is freed");
        yield return Expect.Violated($"{arch} other=fault -pte-map-rcu-read-lock", "mutant: the same");
        yield return Expect.Holds($"{arch} other=fault -retract-recheck-vma", "redundant for those who lock the folio");
        yield return Expect.Holds($"{arch} other=fault -map-lock-recheck-pmd", "redundant for those who lock the folio: they come when the table has gone");
    }
}
