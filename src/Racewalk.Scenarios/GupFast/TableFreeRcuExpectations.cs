namespace Racewalk.Scenarios.GupFast;

/// <summary>What each configuration of gup-fast/table-free-rcu must give: RCU protects both kinds of walkers, an interrupt those with interrupts off.</summary>
internal static class TableFreeRcuExpectations
{
    private static readonly string[] s_machines = ["arch=sc", "arch=arm64", "arch=arm64 atomics=llsc", "arch=x86-64", "arch=x86-64-pv", "arch=ppc64-radix", "arch=ppc64-hash", "arch=lkmm"];
    private static readonly (string Free, string Step)[] s_byRcu =
    [
        ("free=batch", "remove-table-call-rcu"), ("free=defer", "pte-free-defer"), ("free=one-rcu", "remove-table-sync-rcu"),
    ];

    /// <summary>The table.</summary>
    internal static IReadOnlyList<ExpectedVerdict> All { get; } =
    [
        .. s_machines.SelectMany(Of),
        Expect.Holds("arch=arm64 walker=gup-fast free=one-ipi", "tlb_remove_table_one until v7.0: enough for walkers with interrupts off"),
        Expect.Violated("arch=arm64 walker=gup-fast free=one-ipi -remove-table-sync-ipi", "mutant"),
        Expect.Holds("arch=arm64 walker=gup-fast -gup-recheck-pmd -gup-recheck-pte", "redundant: a walk that the grace period waits for sees the tables of before"),
        Expect.Violated("arch=x86-64 walker=gup-fast -remove-table-call-rcu -flush-ipi", "mutant: neither is left"),
    ];

    private static IEnumerable<ExpectedVerdict> Of(string machine)
    {
        // On bare metal the flush interrupts before the table is freed, so there an interrupt protects GUP-fast in any case.
        bool flushInterrupts = machine == "arch=x86-64";
        yield return Expect.Violated($"{machine} free=one-ipi", "6t: an interrupt waits for nobody in rcu_read_lock; what 1fb3d8c20bfa mended");
        foreach ((string free, string step) in s_byRcu)
        {
            yield return Expect.Holds($"{machine} {free}", "a grace period waits for rcu_read_lock");
            yield return Expect.Violated($"{machine} {free} -pte-map-rcu-read-lock", "mutant");
            yield return Expect.Violated($"{machine} {free} -{step}", "mutant");
            yield return Expect.Holds($"{machine} walker=gup-fast {free}", "a grace period waits for sections with interrupts off, since v4.20 in every flavour");
            yield return Expect.Violated($"{machine} walker=gup-fast {free} -gup-irq-off", "mutant");
            yield return flushInterrupts
                ? Expect.Holds($"{machine} walker=gup-fast {free} -{step}", "redundant there: the flush interrupts")
                : Expect.Violated($"{machine} walker=gup-fast {free} -{step}", "mutant");
        }
    }
}
