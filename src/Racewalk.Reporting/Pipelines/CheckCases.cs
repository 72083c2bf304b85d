using Racewalk.Reporting.Json;
using Racewalk.Reporting.Race;
using Racewalk.Reporting.Verdicts;
using Racewalk.Scenarios;

namespace Racewalk.Reporting.Pipelines;

/// <summary>Configurations of scenarios as test cases.</summary>
public static class CheckCases
{
    /// <summary>A case for each verdict.</summary>
    /// <param name="results">The verdicts.</param>
    /// <param name="isCompared">Whether they are compared with the catalogue's.</param>
    /// <param name="isFirstFound">Whether the examples are the first that were found.</param>
    public static IEnumerable<JUnitCase> Of(IEnumerable<JsonResult> results, bool isCompared, bool isFirstFound) =>
        results.Select(r => Of(r, isCompared, isFirstFound));

    /// <summary>The case of a configuration that nobody came to check.</summary>
    /// <param name="scenario">The scenario's id.</param>
    /// <param name="configuration">The configuration, every axis named.</param>
    public static JUnitCase NotChecked(string scenario, Configuration configuration) =>
        new(scenario, configuration.ToString(), TimeSpan.Zero, CaseState.Skipped, "", "not checked: the check was ended early");

    private static JUnitCase Of(JsonResult result, bool isCompared, bool isFirstFound)
    {
        ScenarioVerdict verdict = result.Check.Verdict;
        CaseState state = CheckJudgement.Of(result.Check, isCompared);
        var one = new JUnitCase(verdict.Scenario.Id, verdict.Configuration.ToString(), verdict.Exploration.Elapsed, state);
        return state == CaseState.Passed ? one : one with
        {
            Kind = verdict.Failure is { } failure ? JsonNames.Of(failure.Kind) : VerdictNames.Of(verdict.Verdict),
            Message = CheckJudgement.Message(result.Check, isCompared),
            Text = Text(result, isFirstFound),
        };
    }

    private static string Text(JsonResult result, bool isFirstFound)
    {
        string coverage = string.Concat(CoverageStatement.Lines(result.Check).Select(static l => l + "\n"));
        if (result.Story is not { } story)
        {
            return "\n" + coverage;
        }

        return "\n" + coverage + "\n" + RaceTable.Render(story, RaceTableOptions.For(result.Check.Verdict) with
        {
            ReplayCommand = result.ReplayCommand,
            IsFirstFound = isFirstFound,
        });
    }
}
