using Racewalk.Exploration;
using Racewalk.Reporting.Pages;
using Racewalk.Reporting.Race;
using Racewalk.Reporting.Replay;
using Racewalk.Reporting.Views;
using Racewalk.Scenarios;

namespace Racewalk.Cli;

/// <summary>Finds the execution that a token names and shows it.</summary>
public static class ReplayRunner
{
    /// <summary>Runs a request with a token and returns the exit code: as for a check if the execution is found.</summary>
    /// <exception cref="UsageException">The token makes no sense, or contradicts the rest of the command line.</exception>
    /// <exception cref="ScenarioException">The token's configuration makes no sense any more.</exception>
    public static int Run(CheckRequest request, CliEnvironment environment)
    {
        if (request.Reports is not null)
        {
            throw new UsageException("--junit and --sarif: a replay has no verdict to report");
        }

        if (request.Json || request.All || request.Axes.Count > 0 || request.Dropped.Count > 0 || request.Model is not null || request.Options.Search is not null)
        {
            throw new UsageException("a replay token names the whole configuration; --replay goes with no other choice, nor with --json");
        }

        ReplayToken token = ReplayToken.Parse(request.Replay!, out string? error) ?? throw new UsageException(error!);
        if (request.Scenarios.Any(s => s != token.ScenarioId))
        {
            throw new UsageException($"the replay token is one of {token.ScenarioId}");
        }

        Scenario scenario = environment.Find(token.ScenarioId);
        Configuration configuration = environment.Complete(scenario, token.Configuration);
        ScenarioInstance instance = scenario.Build(configuration);
        Replayer replayer;
        ExplorationResult result;
        using (ProgressLine progress = ProgressLine.For(environment, request.Progress, scenario.Id, configuration))
        {
            (replayer, result) = ExecutionFinder.Find(
                instance, token.Code, request.Options with { Progress = progress },
                (visitor, search) => environment.Explore(instance.Program, instance.Model, visitor, search, environment.Cancellation));
        }

        environment.Output.WriteLine($"{scenario.Id}  {configuration}  ({instance.Model.Name})".TrimEnd());
        if (replayer.Found is null)
        {
            return NotFound(environment, result);
        }

        environment.Output.WriteLine();
        var story = new RaceStory
        {
            Execution = replayer.Found,
            Program = instance.Program,
            Failure = replayer.Failure,
            Steps = scenario.Steps,
            Model = instance.Model.Name,
        };
        var options = new RaceTableOptions { FormatValue = instance.FormatValue };
        environment.Output.Write(RaceTable.Render(story, options with { Width = environment.Width, Colour = environment.Colour }));
        if (request.Svg is { } svg)
        {
            PictureFile.Write(environment, svg, $"{scenario.Id} {configuration}, under {instance.Model.Name}", story, options);
        }

        if (request.Html is { } html)
        {
            var view = new CheckView(scenario.Id, configuration.ToString(), instance.Model.Name, null, "", [], RaceView.Of(story, options));
            ReportFile.Write(html, CheckPage.Write(scenario, view, null, new PageOrigin(request.CommandLine, environment.Version)));
        }

        return replayer.Failure is null ? ExitCodes.Holds : ExitCodes.Violated;
    }

    private static int NotFound(CliEnvironment environment, ExplorationResult result)
    {
        if (result.IsExhaustive)
        {
            environment.Output.WriteLine("not found: no execution of this configuration is the one that the token names.");
            environment.Output.WriteLine("The scenario or the model may have changed since the token was made.");
            return ExitCodes.Usage;
        }

        environment.Output.WriteLine("not found before a bound was reached: " + string.Join("; ", result.Bounds));
        return ExitCodes.Inconclusive;
    }
}
