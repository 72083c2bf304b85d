using Racewalk.Scenarios;

namespace Racewalk.Reporting.Verdicts;

/// <summary>A verdict beside what the catalogue expects of the configuration.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Expected">What the catalogue expects; null if it says nothing about this configuration.</param>
public sealed record CheckedConfiguration(ScenarioVerdict Verdict, ExpectedVerdict? Expected)
{
    /// <summary>A verdict beside what its scenario expects of the configuration.</summary>
    public static CheckedConfiguration Of(ScenarioVerdict verdict) => new(
        verdict, verdict.Scenario.Expected.FirstOrDefault(e => ScenarioChecker.Complete(verdict.Scenario, e.Configuration).Equals(verdict.Configuration)));

    /// <summary>Whether the verdict is the expected one; true where nothing is expected, and where a search that does not visit every execution found nothing, which says nothing against it.</summary>
    public bool IsAsExpected => Expected is null || Expected.Verdict == Verdict.Verdict || IsSilent;

    /// <summary>Whether a search that does not visit every execution found nothing.</summary>
    public bool IsSilent => Verdict is { Exploration.Search: not null, Verdict: Scenarios.Verdict.Inconclusive };
}
