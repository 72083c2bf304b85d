namespace Racewalk.Scenarios.TableFree;

/// <summary>What each configuration of table-free/pt-reclaim must give.</summary>
internal static class PtReclaimExpectations
{
    /// <summary>The table.</summary>
    internal static IReadOnlyList<ExpectedVerdict> All { get; } =
    [
        .. Of("arch=sc"),
        .. Of("arch=arm64"),
        .. Of("arch=lkmm"),
        Expect.Holds("arch=x86-64", "the recheck of the PMD entry under the table's lock, and RCU for the table and its lock"),
        Expect.Violated("arch=x86-64 -map-lock-rcu-read-lock", "mutant: the flush interrupts before the table is freed, and whoever comes after that is not waited for"),
        Expect.Violated("arch=sc free=one-ipi", "6t: an interrupt waits for nobody in rcu_read_lock: why PT_RECLAIM gives single tables to call_rcu"),
        Expect.Violated("arch=arm64 free=one-ipi", "6t: the same"),
        Expect.Violated("arch=x86-64 free=one-ipi", "6t: an interrupt waits for nobody in rcu_read_lock"),
        Expect.Holds("arch=ppc64-radix", "the recheck of the PMD entry under the table's lock, and RCU for the table and its lock"),
        Expect.Violated("arch=ppc64-radix -map-lock-recheck-pmd", "mutant: the page is mapped in a table that is not there any more"),
        Expect.Holds("arch=arm64 resched=yes -reclaim-pmd-lock", "redundant here: nobody else changes a PMD entry that points to a table"),
        Expect.Violated("arch=arm64 resched=yes -map-lock-recheck-pmd", "mutant"),
        Expect.Violated("arch=arm64 free=one-rcu -map-lock-recheck-pmd", "mutant: a grace period keeps the table, it does not put it back"),
    ];

    private static IEnumerable<ExpectedVerdict> Of(string arch)
    {
        yield return Expect.Holds(arch, "the recheck of the PMD entry under the table's lock, and RCU for the table and its lock");
        yield return Expect.Violated($"{arch} -map-lock-recheck-pmd", "mutant: the page is mapped in a table that is not there any more");
        yield return Expect.Violated($"{arch} -map-lock-rcu-read-lock", "mutant: the table's lock is freed before it is taken");
        yield return Expect.Violated($"{arch} -remove-table-call-rcu", "mutant: the table's lock is freed before it is taken");
        yield return Expect.Holds($"{arch} free=one-rcu", "1fb3d8c20bfa: synchronize_rcu where there is no batch page");
        yield return Expect.Violated($"{arch} free=one-rcu -remove-table-sync-rcu", "mutant");
        yield return Expect.Holds($"{arch} resched=yes", "the entries are looked at again under both locks");
        yield return Expect.Violated($"{arch} resched=yes -reclaim-not-direct", "6375e95f381e as it was merged: a page was mapped while the lock was given back");
        yield return Expect.Violated($"{arch} resched=yes -reclaim-scan", "mutant: the same");
        yield return Expect.Violated($"{arch} resched=yes -reclaim-ptl", "mutant: a page is mapped behind the look");
    }
}
