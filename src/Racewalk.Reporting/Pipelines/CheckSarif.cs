using Racewalk.Reporting.Json;
using Racewalk.Scenarios;

namespace Racewalk.Reporting.Pipelines;

/// <summary>Verdicts on scenarios as SARIF results: each violation, what the catalogue does not expect, and what is open.</summary>
public static class CheckSarif
{
    /// <summary>The results.</summary>
    /// <param name="results">The verdicts.</param>
    /// <param name="isCompared">Whether they are compared with the catalogue's: violations that it expects are then there as suppressed.</param>
    public static IEnumerable<SarifResult> Of(IEnumerable<JsonResult> results, bool isCompared) =>
        results.Where(r => r.Check.Verdict.Verdict != Verdict.Holds || CheckJudgement.IsUnexpected(r.Check, isCompared)).Select(r => Of(r, isCompared));

    private static SarifResult Of(JsonResult result, bool isCompared)
    {
        ScenarioVerdict verdict = result.Check.Verdict;
        return new SarifResult
        {
            Rule = verdict.Failure is { } failure ? JsonNames.Of(failure.Kind) : verdict.Verdict == Verdict.Inconclusive ? SarifRules.Inconclusive : SarifRules.Unexpected,
            Message = $"{verdict.Scenario.Id} {verdict.Configuration}: {CheckJudgement.Message(result.Check, isCompared)}",
            IsOpen = verdict.Verdict == Verdict.Inconclusive,
            Justification = CheckJudgement.IsExpected(result.Check, isCompared) ? "the catalogue expects it: " + result.Check.Expected!.Reason : null,
            Place = (result.Story is { } story ? SarifFlows.Break(story) : null) ?? SarifPlace.Named(verdict.Scenario.Id, verdict.Scenario.Id, "module"),
            Flows = result.Story is { } shown ? SarifFlows.Of(shown, verdict.Scenario.Build(verdict.Configuration).FormatValue) : [],
            Identity = $"{verdict.Scenario.Id}\n{verdict.Configuration}",
            Replay = result.ReplayCommand,
        };
    }
}
