namespace Racewalk.Scenarios.Hvo;

/// <summary>What each configuration of hvo/restore-vs-speculative-get must give.</summary>
internal static class RestoreExpectations
{
    /// <summary>The table.</summary>
    internal static IReadOnlyList<ExpectedVerdict> All { get; } =
    [
        Expect.Holds("arch=x86-64 era=E5", "the count is frozen until the flush is done"),
        Expect.Holds("arch=x86-64-pv era=E5", "the same"),
        Expect.Holds("arch=arm64 bbm-rule=ignored era=E5", "the same"),
        Expect.Holds("arch=arm64 atomics=llsc bbm-rule=ignored era=E5", "the same"),
        Expect.Holds("arch=ppc64-radix era=E5", "the same"),
        Expect.Holds("arch=x86-64 era=E4", "no tail becomes read-only here, so the order of the two checks does not matter"),

        // Question 2: is the grace period needed?
        Expect.Holds("arch=x86-64 era=E5 -synchronize-rcu", "redundant here: a walker that saw the head's count finds the new page's, 0, or takes a spurious fault and tries again"),
        Expect.Violated("arch=arm64 bbm-rule=ignored era=E5 -synchronize-rcu", "the walker saw the head's count, then the new page's flags, and writes by the old translation"),
        Expect.Violated("arch=arm64 atomics=llsc bbm-rule=ignored era=E5 -synchronize-rcu", "the same"),
        Expect.Violated("arch=ppc64-radix era=E5 -synchronize-rcu", "the same"),

        // m6, S7, and question 3: a plain copy of the head's page, as 6.12.117 has it, is the restore without the reset.
        Expect.Violated("arch=x86-64 era=E5 -reset-struct-pages", "mutant: the restored tail looks like a head"),
        Expect.Violated("arch=x86-64-pv era=E5 -reset-struct-pages", "mutant"),
        Expect.Violated("arch=arm64 bbm-rule=ignored era=E5 -reset-struct-pages", "mutant"),
        Expect.Violated("arch=arm64 atomics=llsc bbm-rule=ignored era=E5 -reset-struct-pages", "mutant"),
        Expect.Violated("arch=ppc64-radix era=E5 -reset-struct-pages", "mutant"),
        Expect.Violated("arch=x86-64 era=E4 -reset-struct-pages", "mutant; 6.12.117 copies the shared page as it is, and that is the head's"),
        Expect.Violated("arch=arm64 bbm-rule=ignored era=E4 -reset-struct-pages", "the same, if arm64 had HVO"),

        // E7: the shared page has true tails only, so a plain copy does.
        Expect.Holds("arch=x86-64 era=E7", "a plain copy of true tails"),
        Expect.Violated("arch=x86-64 era=E7 -flush-ipi", "mutant: the new owner's count is in another page than the walker's"),

        Expect.Violated("arch=arm64 era=E5", "the output address changes without break-before-make"),
    ];
}
