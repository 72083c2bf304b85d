using Racewalk.Exploration;
using Racewalk.Reporting.Json;
using Racewalk.Reporting.Pages;
using Racewalk.Reporting.Race;
using Racewalk.Reporting.Verdicts;
using Racewalk.Reporting.Views;
using Racewalk.Scenarios;

namespace Racewalk.Cli;

/// <summary>A file with a verdict as a page.</summary>
internal static class PageFile
{
    /// <summary>Checks the neighbours of a configuration and writes the page.</summary>
    /// <param name="environment">Where messages go.</param>
    /// <param name="path">The file.</param>
    /// <param name="request">What was asked for; its bounds are those of each neighbour, too.</param>
    /// <param name="result">The verdict.</param>
    /// <param name="asked">The configuration as it was asked for.</param>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public static void Write(CliEnvironment environment, string path, CheckRequest request, JsonResult result, Configuration asked)
    {
        ScenarioVerdict verdict = result.Check.Verdict;

        // What does not visit every execution says too little to fill a table with.
        VariantMatrix? variants = request.Options.Search is not null ? null : VariantMatrix.Of(verdict.Scenario, asked, configuration => configuration.Equals(verdict.Configuration)
            ? verdict
            : Neighbour(environment, request, verdict.Scenario, configuration));
        RaceTableOptions options = RaceTableOptions.For(verdict) with { ReplayCommand = result.ReplayCommand, IsFirstFound = request.Options.StopAtFirstViolation };
        ReportFile.Write(path, CheckPage.Write(
            verdict.Scenario, CheckView.Of(result.Check, options), variants, new PageOrigin(request.CommandLine, environment.Version)));
    }

    // What breaks first is enough for a cell; not every model has symmetry. A cancelled check gives inconclusive cells.
    private static ScenarioVerdict Neighbour(CliEnvironment environment, CheckRequest request, Scenario scenario, Configuration configuration)
    {
        using ProgressLine progress = ProgressLine.For(environment, request.Progress, scenario.Id, configuration);
        ExplorationOptions options = request.Options with { StopAtFirstViolation = true, ReducesSymmetry = false, Progress = progress };
        return environment.Check(scenario, configuration, options, environment.Cancellation);
    }
}
