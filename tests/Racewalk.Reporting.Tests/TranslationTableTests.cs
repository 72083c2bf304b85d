using Racewalk.Reporting.Race;
using Racewalk.Scenarios;

namespace Racewalk.Reporting.Tests;

/// <summary>What race tables say of walks, faults and invalidations.</summary>
public sealed class TranslationTableTests
{
    [Theory]
    [InlineData("translation/shootdown", "flush=local", "user store user+0x0: walk reads pte=leaf(pfn=3,RW,dirty)")]
    [InlineData("translation/shootdown", "flush=local", "stale: CPU 0 wrote none above; CPU 0 invalidates on itself only")]
    [InlineData("translation/shootdown", "flush=local", "invalidates user+0x0 (last level), on this CPU only")]
    [InlineData("translation/shootdown", "-flush-tlbi", "nothing invalidates it")]
    [InlineData("translation/shootdown", "-flush-dsb-ish", "the invalidation of CPU 0 is not waited for (no dsb ish)")]
    [InlineData("translation/shootdown", "-flush-dsb-ishst", "the invalidation of CPU 0 is not ordered behind the store (no dsb ishst)")]
    [InlineData("translation/shootdown", "flush=before", "the invalidation of CPU 0 comes before the store")]
    [InlineData("translation/shootdown", "arch=x86-64 -flush-ipi", "stale: CPU 0 wrote none above; CPU 0 invalidates on itself only")]
    [InlineData("translation/shootdown", "arch=ppc64-radix -flush-ptesync-first", "the invalidation of CPU 0 is not ordered behind the store (no ptesync)")]
    [InlineData("translation/shootdown", "arch=ppc64-radix -flush-tlbsync", "the invalidation of CPU 0 is not waited for (no tlbsync)")]
    [InlineData("translation/shootdown", "arch=ppc64-radix -flush-ptesync", "the invalidation of CPU 0 is not waited for (no ptesync behind it)")]
    [InlineData("khugepaged/hash", "hpte=absent -serialize-ipi", "pte leaf(pfn=3,RW,dirty) -> leaf(pfn=3,RW,dirty,busy)")]
    [InlineData("khugepaged/hash", "-hash-insert-eieio", "walk reads hpte[0]=invalid, takes a translation fault")]
    [InlineData("translation/access-flag", "clear=plain", "user store user+0x0: walk updates pte leaf(pfn=3,RW,clean) -> leaf(pfn=3,RW)")]
    [InlineData("translation/publish", "mapping=kernel-flag ets=0", "takes a translation fault")]
    [InlineData("translation/publish", "mapping=kernel-flag ets=0", "a dsb and an isb between them, or CPUs with FEAT_ETS2")]
    [InlineData("translation/publish", "mapping=kernel-flag ets=0", "BROKEN: unhandled fault (CPU 1)")]
    [InlineData("translation/break-before-make", "-bbm-break", "BROKEN: break-before-make: pte=leaf(pfn=3,RW,dirty) and leaf(pfn=4,RW,dirty) can both be cached")]
    public void Render_ViolatedTranslation_TellsWhatTheWalkUsedAndWhatItEscaped(string id, string configuration, string expected)
    {
        Scenario scenario = Catalogue.Find(id)!;
        Configuration parsed = Configuration.Parse(configuration);
        ScenarioVerdict verdict = ScenarioChecker.Check(scenario, parsed);
        ScenarioInstance instance = scenario.Build(parsed);
        string table = RaceTable.Render(
            new RaceStory
            {
                Execution = verdict.Example!,
                Program = instance.Program,
                Failure = verdict.Failure,
                Steps = scenario.Steps,
                Model = verdict.Model,
            },
            new RaceTableOptions { Width = 400, MaxLines = 100, FormatValue = instance.FormatValue });
        Assert.Contains(expected, table, StringComparison.Ordinal);
    }
}
