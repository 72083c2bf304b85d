using Racewalk.Trials;

namespace Racewalk.Hardware.Tests;

/// <summary>Scenarios on real processors.</summary>
public sealed class TrialTests
{
    private static readonly SortedDictionary<string, string> s_choices = new(StringComparer.Ordinal)
    {
        ["clear"] = "XchgRelaxed",
        ["kind"] = "Generic",
        ["order"] = "Full",
        ["ptes"] = "1",
    };

    private static readonly string[] s_absent =
        ["serialize-mb", "serialize-ipi", "collapse-ipi"];

    [Fact]
    public void Run_GupFastWithoutPmdRecheckAndBroadcastFlush_ShowsTheLostPage()
    {
        TrialResult result = TrialRunner.Run(Plan([.. s_absent, "gup-recheck-pmd", "table-sync-ipi"]), Options(breaches: 10));

        Assert.True(result.Breaches >= 10, $"{result.Breaches} in {result.Rounds}");
    }

    [Fact]
    public void Run_GupFastWithRecheck_ShowsAllBehavioursAndNothingForbidden()
    {
        TrialResult result = TrialRunner.Run(Plan(s_absent), Options(rounds: 20_000));

        Assert.Equal(0, result.Breaches);
        Assert.Empty(result.Unseen);
        Assert.Equal(result.Rounds, result.Outcomes.Sum(static o => o.Count));
    }

    // Interrupts off are enough where the flush interrupts (COVERAGE 001).
    [Fact]
    public void Run_GupFastWithoutRecheckWhereTheFlushInterrupts_ShowsNothingForbidden()
    {
        TrialPlan plan = Plan([.. s_absent, "gup-recheck-pmd", "table-sync-ipi"]) with { FlushesByInterrupt = true };

        Assert.Equal(0, TrialRunner.Run(plan, Options(rounds: 20_000)).Breaches);
    }

    [Theory]
    [InlineData("Dontneed", "wp-recheck-huge-pmd")]
    [InlineData("Locked", "wp-recheck-locked-huge-pmd")]
    [InlineData("Split", "wp-recheck-huge-pmd")]
    public void Run_WriteFaultOnHugePageWithoutRecheck_Breaks(string other, string step)
    {
        TrialPlan plan = WpHuge(other);

        Assert.Equal(0, TrialRunner.Run(plan, Options(rounds: 5_000)).Breaches);
        TrialResult result = TrialRunner.Run(plan with { Absent = [step] }, Options(breaches: 10, rounds: 20_000));
        Assert.True(result.Breaches >= 10, $"{result.Breaches} in {result.Rounds}");
    }

    // Until v5.8 the kernel looked at the number of mappings (CVE-2020-29374).
    [Fact]
    public void Run_ReuseByMapcount_WritesToAPageThatTheChildHas()
    {
        Assert.Equal(0, TrialRunner.Run(Reuse("Refcount"), Options(rounds: 5_000)).Breaches);
        TrialResult result = TrialRunner.Run(Reuse("Mapcount"), Options(breaches: 10, rounds: 20_000));
        Assert.True(result.Breaches >= 10, $"{result.Breaches} in {result.Rounds}");
    }

    // A fault in a table that has been freed follows an entry that is none: a forbidden outcome, and the run goes on.
    [Fact]
    public void Run_FaultInAFreedTable_IsAnOutcome()
    {
        TrialResult result = TrialRunner.Run(MunmapFault("munmap-vma-start-write"), Options(breaches: 1_000, rounds: 20_000));

        Assert.Contains(result.Outcomes, static o => o.Breach is { } breach && breach.Contains("which had been freed", StringComparison.Ordinal));
        Assert.Equal(0, TrialRunner.Run(MunmapFault(), Options(rounds: 5_000)).Breaches);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("no")]
    public void Run_SplitOfAFolioWithoutFreeze_LeavesTheReferenceAtTheHead(string isSplit)
    {
        Assert.Equal(0, TrialRunner.Run(SplitFolio(isSplit), Options(rounds: 5_000)).Breaches);
        TrialResult result = TrialRunner.Run(SplitFolio(isSplit, "split-freeze"), Options(breaches: 10, rounds: 20_000));
        Assert.True(result.Breaches >= 10, $"{result.Breaches} in {result.Rounds}");
    }

    [Fact]
    public void Run_UnknownScenario_IsRefused() =>
        Assert.Throws<TrialException>(() => TrialRunner.Run(Plan([]) with { Scenario = "gup-fast/nothing" }));

    private static TrialPlan Plan(IReadOnlyList<string> absent) => new("gup-fast/collapse", s_choices, absent, FlushesByInterrupt: false);

    private static TrialPlan WpHuge(string other) => X86("cow/wp-huge", [], ("other", other), ("x86", "yes"));

    private static TrialPlan Reuse(string reuse) => X86("cow/reuse", [], ("reuse", reuse));

    private static TrialPlan MunmapFault(params string[] absent) => X86("munmap/fault", absent, ("downgrade", "no"), ("vma-lock", "yes"));

    private static TrialPlan SplitFolio(string isSplit, params string[] absent) => X86("thp-split/folio", absent, ("head", "Release"), ("split", isSplit));

    private static TrialPlan X86(string scenario, IReadOnlyList<string> absent, params (string Name, string Value)[] choices)
    {
        var all = new SortedDictionary<string, string>(choices.ToDictionary(static c => c.Name, static c => c.Value), StringComparer.Ordinal) { ["clear"] = "Xchg" };
        return new TrialPlan(scenario, all, absent, FlushesByInterrupt: true);
    }

    private static TrialOptions Options(long breaches = long.MaxValue, long rounds = long.MaxValue) =>
        new() { Time = TimeSpan.FromSeconds(60), Breaches = breaches, Rounds = rounds };
}
