namespace Racewalk.Scenarios.Hvo;

/// <summary>What each configuration of hvo/optimise-vs-speculative-get must give.</summary>
internal static class OptimizeExpectations
{
    /// <summary>The table.</summary>
    internal static IReadOnlyList<ExpectedVerdict> All { get; } =
    [
        // V1d, the fix, and what each of its parts is for.
        Expect.Holds("arch=x86-64 era=E5", "the January 2025 fix (20250107043505.351925-1-yuzhao): page_count_writable, and the grace period"),
        Expect.Holds("arch=x86-64-pv era=E5", "kernel addresses have no paravirtual flush"),
        Expect.Holds("arch=arm64 bbm-rule=ignored era=E5", "acquire on the one side, the flush and the release on the other"),
        Expect.Holds("arch=arm64 atomics=llsc bbm-rule=ignored era=E5", "the same"),
        Expect.Holds("arch=ppc64-radix era=E5", "the same"),
        Expect.Violated("arch=x86-64 era=E5 -synchronize-rcu", "mutant: the walker read a count of 1 before the page was freed"),
        Expect.Violated("arch=x86-64-pv era=E5 -synchronize-rcu", "mutant"),
        Expect.Violated("arch=arm64 bbm-rule=ignored era=E5 -synchronize-rcu", "mutant"),
        Expect.Violated("arch=arm64 atomics=llsc bbm-rule=ignored era=E5 -synchronize-rcu", "mutant"),
        Expect.Violated("arch=ppc64-radix era=E5 -synchronize-rcu", "mutant"),
        Expect.Violated("arch=x86-64 era=E5 -ref-rcu", "mutant: the grace period waits for nobody"),
        Expect.Violated("arch=x86-64 era=E5 -ref-fake-head", "mutant: the count of the head is seen through the tail"),
        Expect.Violated("arch=x86-64 era=E5 order=gp-first", "mutant: a grace period before the page is freed drains nobody who saw its count"),
        Expect.Violated("arch=arm64 bbm-rule=ignored era=E5 order=gp-first", "mutant"),

        // V1a.
        Expect.Violated("arch=x86-64 era=E3", "bd225530a4c7's race: the walker reads a count of 1, the page becomes a read-only tail, CMPXCHG writes"),
        Expect.Violated("arch=arm64 bbm-rule=ignored era=E3", "the same"),
        Expect.Violated("arch=ppc64-radix era=E3", "the same"),

        // V1b.
        Expect.Violated("arch=x86-64 era=E4", "the fake head is looked for before the count: a reader that enters after the grace period"),
        Expect.Violated("arch=x86-64-pv era=E4", "the same"),
        Expect.Violated("arch=arm64 bbm-rule=ignored era=E4", "the same"),
        Expect.Violated("arch=ppc64-radix era=E4", "the same"),

        // V1c.
        Expect.Holds("arch=x86-64 era=E5 -ref-acquire", "redundant: loads are seen in order"),
        Expect.Violated("arch=arm64 bbm-rule=ignored era=E5 -ref-acquire", "a branch does not order two reads: the flags may be the old page's"),
        Expect.Violated("arch=arm64 atomics=llsc bbm-rule=ignored era=E5 -ref-acquire", "the same"),
        Expect.Violated("arch=ppc64-radix era=E5 -ref-acquire", "the same"),

        // V1c': the flush between the remap and the store is a full barrier.
        Expect.Holds("arch=x86-64 era=E5 -unfreeze-release", "redundant: stores are seen in order"),
        Expect.Holds("arch=arm64 bbm-rule=ignored era=E5 -unfreeze-release", "redundant here: the DSB of the flush comes before the store, whatever that is"),
        Expect.Holds("arch=ppc64-radix era=E5 -unfreeze-release", "redundant here: the ptesync of the flush comes before the store"),

        // V1e.
        Expect.Violated("arch=x86-64 era=E7", "no fake heads, but the tail is still read-only, and nothing waits for a walker that read a count of 1"),
        Expect.Violated("arch=x86-64-pv era=E7", "the same"),
        Expect.Holds("arch=x86-64 cas=if-equal era=E7", "an instruction that does not ask for the permission to store finds the count 0"),
        Expect.Violated("arch=arm64 bbm-rule=ignored era=E7", "CAS asks for the permission to store"),
        Expect.Holds("arch=arm64 bbm-rule=ignored cas=if-equal era=E7", "the count is 0"),
        Expect.Violated("arch=arm64 atomics=llsc bbm-rule=ignored era=E7", "between load-exclusive and store-exclusive, if the latter faults before it looks at its monitor"),
        Expect.Holds("arch=arm64 atomics=llsc bbm-rule=ignored cas=if-equal era=E7", "the monitor is lost, the store-exclusive does not fault"),
        Expect.Violated("arch=ppc64-radix era=E7", "between larx and stcx"),
        Expect.Holds("arch=ppc64-radix cas=if-equal era=E7", "the reservation is lost"),
        Expect.Violated("arch=x86-64 cas=if-equal era=E7 -flush-ipi", "mutant: the walker reads the freed page by an old translation"),
        Expect.Violated("arch=arm64 bbm-rule=ignored cas=if-equal era=E7 -flush-tlbi", "mutant"),
        Expect.Violated("arch=arm64 atomics=llsc bbm-rule=ignored cas=if-equal era=E7 -flush-tlbi", "mutant"),
        Expect.Violated("arch=ppc64-radix cas=if-equal era=E7 -flush-tlbie", "mutant"),
        Expect.Violated("arch=x86-64 cas=if-equal era=E3", "with fake heads the count is the head's: it is equal"),
        Expect.Violated("arch=arm64 bbm-rule=ignored cas=if-equal era=E4", "the same"),

        // 2bbm.
        Expect.Violated("arch=arm64 era=E5", "060a2c92d1b6: the output address of a live entry changes without break-before-make"),
        Expect.Violated("arch=arm64 era=E7", "the same"),
        Expect.Violated("arch=arm64 era=E5 memmap=block", "a block becomes a table without break-before-make"),

        // The other orders.
        Expect.Violated("arch=x86-64 era=E5 order=free-first", "mutant: the walker reads the freed page by an old translation"),
        Expect.Violated("arch=arm64 bbm-rule=ignored era=E5 order=free-first", "mutant"),
        Expect.Violated("arch=x86-64 era=E5 -flush-ipi", "mutant: nobody tells the other CPU"),
        Expect.Violated("arch=arm64 bbm-rule=ignored era=E5 -flush-tlbi", "mutant"),
        Expect.Violated("arch=ppc64-radix era=E5 -flush-tlbie", "mutant"),
        Expect.Holds("arch=x86-64 era=E5 mode=batch", "one flush for all"),
        Expect.Violated("arch=x86-64 era=E5 mode=batch -synchronize-rcu", "mutant"),
        Expect.Violated("arch=x86-64 era=E5 mode=batch order=flag-late", "mutant: the flag is set in the old page through an old translation"),
        Expect.Violated("arch=arm64 bbm-rule=ignored era=E5 mode=batch order=flag-late", "mutant"),
        Expect.Holds("arch=x86-64 era=E5 key=off", "the grace period is for the key, too"),
        Expect.Violated("arch=x86-64 era=E5 key=off -synchronize-rcu", "mutant"),
        Expect.Violated("arch=x86-64 era=E5 key=off order=key-late", "mutant: the walker does not look for fake heads yet"),
        Expect.Violated("arch=arm64 bbm-rule=ignored era=E5 key=off order=key-late", "mutant"),
        Expect.Holds("arch=x86-64 era=E5 user=other", "the pool's lock orders what the flush has ended before the count"),
        Expect.Violated("arch=x86-64 era=E5 user=other -synchronize-rcu", "mutant"),
        Expect.Holds("arch=arm64 bbm-rule=ignored era=E5 user=other", "the same"),
        Expect.Violated("arch=arm64 bbm-rule=ignored era=E5 user=other -synchronize-rcu", "mutant"),
        Expect.Holds("arch=arm64 bbm-rule=ignored era=E5 user=other -unfreeze-release", "redundant here: the lock is taken by an acquire"),
        Expect.Violated("arch=arm64 bbm-rule=ignored era=E5 user=other -ref-acquire", "mutant"),
        Expect.Violated("arch=x86-64 era=E4 user=other", "the fake head is looked for before the count"),
        Expect.Violated("arch=x86-64 era=E7 user=other", "nothing waits for a walker that read a count of 1"),
        Expect.Holds("arch=x86-64 era=E5 vmemmap-pages=4", "more pages of tails change nothing"),
        Expect.Violated("arch=x86-64 era=E5 vmemmap-pages=4 -synchronize-rcu", "mutant"),
        Expect.Holds("arch=x86-64 era=E5 memmap=block", "the split changes no output address"),
        Expect.Violated("arch=x86-64 era=E5 memmap=block -synchronize-rcu", "mutant"),
        Expect.Holds("arch=arm64 bbm-rule=ignored era=E5 memmap=block", "the same"),
        Expect.Violated("arch=arm64 bbm-rule=ignored era=E5 memmap=block -synchronize-rcu", "mutant"),
    ];
}
