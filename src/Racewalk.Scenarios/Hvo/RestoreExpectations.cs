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
        Expect.Holds("arch=x86-64 era=E4", "no tail becomes read-only here, so the order of the two checks does not matter"),
        Expect.Violated("arch=x86-64 era=E3", "the count of the head is seen through the tail, and nobody looks for a fake head"),

        // Question 2: is the grace period needed?
        Expect.Holds("arch=x86-64 era=E5 -synchronize-rcu", "redundant: loads are seen in order, so a walker that saw the head's count of 1 sees 0 in either page afterwards"),
        Expect.Holds("arch=x86-64 era=E5 -synchronize-rcu -spurious-kernel-fault", "redundant: the same, and no fault is spurious"),
        Expect.Violated("arch=arm64 bbm-rule=ignored era=E5 -synchronize-rcu", "the walker reads the head's count twice, the new page's flags in between, and writes by the old translation"),
        Expect.Violated("arch=arm64 atomics=llsc bbm-rule=ignored era=E5 -synchronize-rcu", "the same"),
        Expect.Violated("arch=x86-64 era=E5 -flush-ipi -spurious-kernel-fault", "mutant: the walker's translation stays read-only"),
        Expect.Holds("arch=x86-64 era=E5 -flush-ipi", "redundant: spurious_kernel_fault tries again"),

        // m6, S7, and question 3: a plain copy of the head's page, as 6.12.117 has it, is the restore without the reset.
        Expect.Violated("arch=x86-64 era=E5 -reset-struct-pages", "mutant: the restored tail looks like a head"),
        Expect.Violated("arch=x86-64-pv era=E5 -reset-struct-pages", "mutant"),
        Expect.Violated("arch=arm64 bbm-rule=ignored era=E5 -reset-struct-pages", "mutant"),
        Expect.Violated("arch=arm64 atomics=llsc bbm-rule=ignored era=E5 -reset-struct-pages", "mutant"),
        Expect.Violated("arch=x86-64 era=E4 -reset-struct-pages", "mutant; 6.12.117 copies the shared page as it is, and that is the head's"),
        Expect.Violated("arch=arm64 bbm-rule=ignored era=E4 -reset-struct-pages", "the same, if arm64 had HVO"),

        Expect.Violated("arch=ppc64-radix era=E5 -reset-struct-pages", "mutant"),

        // E7: the shared page has true tails only, so a plain copy does.
        Expect.Holds("arch=x86-64 era=E7", "a plain copy of true tails; a translation that is still read-only costs a spurious fault at most"),
        Expect.Holds("arch=x86-64 era=E7 -flush-ipi", "redundant: the fault is found spurious, and the access tried again"),
        Expect.Violated("arch=x86-64 era=E7 -flush-ipi -spurious-kernel-fault", "mutant: the walker's translation stays read-only"),
        Expect.Holds("arch=arm64 bbm-rule=ignored cas=if-equal era=E7", "the permission is that of the translation which the count was read by"),
        Expect.Violated("arch=arm64 bbm-rule=ignored cas=if-equal era=E7 -restore-wmb", "mutant: the count is read from a page that is not filled yet"),
        Expect.Violated("arch=arm64 bbm-rule=ignored era=E7", "a branch does not order a read before the fault of a later store, so the fault may be by the old translation (docs/models/translation.md, 2.6: disputed)"),
        Expect.Violated("arch=arm64 bbm-rule=ignored era=E4", "the same: no acquire before the reference"),

        Expect.Violated("arch=arm64 era=E5", "the output address changes without break-before-make"),
    ];
}
