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

    [Fact]
    public void Run_UnknownScenario_IsRefused() =>
        Assert.Throws<TrialException>(() => TrialRunner.Run(Plan([]) with { Scenario = "gup-fast/nothing" }));

    private static TrialPlan Plan(IReadOnlyList<string> absent) => new("gup-fast/collapse", s_choices, absent, FlushesByInterrupt: false);

    private static TrialPlan WpHuge(string other) => new(
        "cow/wp-huge",
        new SortedDictionary<string, string>(StringComparer.Ordinal) { ["clear"] = "Xchg", ["other"] = other, ["x86"] = "yes" },
        [],
        FlushesByInterrupt: true);

    private static TrialOptions Options(long breaches = long.MaxValue, long rounds = long.MaxValue) =>
        new() { Time = TimeSpan.FromSeconds(60), Breaches = breaches, Rounds = rounds };
}
