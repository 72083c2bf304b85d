using Racewalk.Reporting.Race;
using Racewalk.Reporting.Verdicts;
using Racewalk.Scenarios;

namespace Racewalk.Reporting.Views;

/// <summary>A verdict as it is shown, or an execution that was asked for. Plain data, which can be sent elsewhere.</summary>
/// <param name="Scenario">The scenario's identifier.</param>
/// <param name="Configuration">The complete configuration.</param>
/// <param name="Model">The name of the model.</param>
/// <param name="Verdict">The verdict; null for an execution that was asked for, which has none.</param>
/// <param name="Headline">The verdict in a line; empty where there is none.</param>
/// <param name="Facts">What it rests on.</param>
/// <param name="Race">The execution to show; null if there is none.</param>
public sealed record CheckView(
    string Scenario, string Configuration, string Model, Verdict? Verdict, string Headline, IReadOnlyList<string> Facts, RaceView? Race)
{
    /// <summary>What the view is of, in a line.</summary>
    public string Title => $"{Scenario} {Configuration}".TrimEnd();

    /// <summary>The view of a verdict.</summary>
    /// <param name="check">The verdict.</param>
    /// <param name="options">How its execution is written.</param>
    public static CheckView Of(CheckedConfiguration check, RaceTableOptions options)
    {
        // The first line names the configuration, the second has the verdict.
        IReadOnlyList<string> lines = CoverageStatement.Lines(check);
        ScenarioVerdict verdict = check.Verdict;
        return new CheckView(
            verdict.Scenario.Id, verdict.Configuration.ToString(), verdict.Model, verdict.Verdict, lines[1], [.. lines.Skip(2).Select(static l => l.Trim())],
            RaceStory.Of(verdict) is { } story ? RaceView.Of(story, options) : null);
    }
}
