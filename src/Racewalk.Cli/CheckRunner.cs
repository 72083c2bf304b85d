using Racewalk.Cli.Checkpoints;
using Racewalk.Exploration;
using Racewalk.Reporting.Json;
using Racewalk.Reporting.Race;
using Racewalk.Reporting.Replay;
using Racewalk.Reporting.Verdicts;
using Racewalk.Scenarios;

namespace Racewalk.Cli;

/// <summary>Checks what was asked for and writes the verdicts.</summary>
public sealed class CheckRunner
{
    private readonly CheckRequest _request;
    private readonly CliEnvironment _environment;
    private readonly IReadOnlyList<PlannedCheck> _plan;
    private readonly List<CheckedConfiguration> _checks = [];

    private CheckRunner(CheckRequest request, CliEnvironment environment)
    {
        _request = request;
        _environment = environment;
        _plan = CheckPlan.Of(request, environment);
        if (request.Checkpoint is not null && _plan.Count != 1)
        {
            throw new UsageException("--checkpoint and --resume: a checkpoint is one of one configuration");
        }

        if (request.Svg is not null && _plan.Count != 1)
        {
            throw new UsageException("--svg: a picture is of one configuration");
        }

        if (request.Html is not null && _plan.Count != 1)
        {
            throw new UsageException("--html: a page is of one configuration, and shows its neighbours beside it");
        }

        if (request.Options.Search is not null && (request.Checkpoint is not null || request.IsCatalogue))
        {
            throw new UsageException("--search: what does not visit every execution has no checkpoints, and no verdict that the catalogue expects");
        }
    }

    /// <summary>Runs a request and returns the exit code.</summary>
    /// <exception cref="UsageException">The request makes no sense.</exception>
    /// <exception cref="ScenarioException">A configuration makes no sense.</exception>
    public static int Run(CheckRequest request, CliEnvironment environment) => new CheckRunner(request, environment).Run();

    private int Run()
    {
        var table = new VerdictTable(_plan.Select(static p => (p.Scenario, p.Configuration)));
        bool showTable = _request.IsCatalogue && !_request.Json;
        if (showTable)
        {
            _environment.Output.WriteLine(table.Header);
        }

        foreach (PlannedCheck planned in _plan)
        {
            if (_environment.Cancellation.IsCancellationRequested)
            {
                break;
            }

            CheckedConfiguration check = Check(planned);
            _checks.Add(check);
            if (_request.Svg is { } svg)
            {
                PictureFile.Write(_environment, svg, PictureFile.Title(check.Verdict), RaceStory.Of(check.Verdict), RaceTableOptions.For(check.Verdict));
            }

            if (_request.Html is { } html)
            {
                PageFile.Write(_environment, html, _request, Result(check), planned.Configuration);
            }

            if (showTable)
            {
                _environment.Output.WriteLine(table.Line(check, planned.Configuration));
                _environment.Output.Flush();
            }
            else if (!_request.Json)
            {
                WriteOne(check);
            }
        }

        if (_request.Json)
        {
            _environment.Output.Write(JsonReport.Write([.. _checks.Select(Result)], _plan.Count, _environment.Version));
        }
        else if (_request.IsCatalogue)
        {
            _environment.Output.WriteLine();
            foreach (string line in VerdictSummary.Lines(_checks, _plan.Count))
            {
                _environment.Output.WriteLine(line);
            }
        }

        _request.Reports?.WriteChecks(
            _environment,
            new CheckReport("check", [.. _checks.Select(Result)], _plan.Skip(_checks.Count), _request.IsCatalogue, _request.Options.StopAtFirstViolation));
        return ExitCode();
    }

    private CheckedConfiguration Check(PlannedCheck planned)
    {
        using ProgressLine progress = ProgressLine.For(_environment, _request.Progress, planned.Scenario.Id, planned.Configuration);
        ExplorationOptions options = _request.Options with { Progress = progress };
        if (_request.Checkpoint is { } checkpoint)
        {
            options = Checkpointing.Add(options, checkpoint, planned, _environment);
        }

        return new CheckedConfiguration(
            _environment.Check(planned.Scenario, planned.Configuration, options, _environment.Cancellation), planned.Expected);
    }

    private void WriteOne(CheckedConfiguration check)
    {
        if (_checks.Count > 1)
        {
            _environment.Output.WriteLine();
        }

        foreach (string line in CoverageStatement.Lines(check))
        {
            _environment.Output.WriteLine(line);
        }

        if (RaceStory.Of(check.Verdict) is { } story)
        {
            _environment.Output.WriteLine();
            _environment.Output.Write(RaceTable.Render(story, RaceTableOptions.For(check.Verdict) with
            {
                Width = _environment.Width,
                Colour = _environment.Colour,
                ReplayCommand = ReplayCommand(check.Verdict, _request.Options.LoopBound),
                IsFirstFound = _request.Options.StopAtFirstViolation,
            }));
        }
    }

    private JsonResult Result(CheckedConfiguration check) => ResultOf(check, _request.Options.LoopBound);

    /// <summary>A verdict with what shows it.</summary>
    internal static JsonResult ResultOf(CheckedConfiguration check, int loopBound) => new(check, RaceStory.Of(check.Verdict), ReplayCommand(check.Verdict, loopBound));

    private static string? ReplayCommand(ScenarioVerdict verdict, int loopBound) => verdict.Example is null ? null : CheckCommandText.Of(
        ReplayToken.Of(verdict.Scenario, verdict.Configuration, verdict.Example),
        loopBound == new ExplorationOptions().LoopBound ? null : loopBound);

    private int ExitCode()
    {
        if (_checks.Count < _plan.Count || _environment.Cancellation.IsCancellationRequested)
        {
            return ExitCodes.Inconclusive;
        }

        if (_request.IsCatalogue)
        {
            return _checks.All(static c => c.IsAsExpected) ? ExitCodes.Holds : ExitCodes.Violated;
        }

        return _checks.Any(static c => c.Verdict.Verdict == Verdict.Violated) ? ExitCodes.Violated
            : _checks.Any(static c => c.Verdict.Verdict == Verdict.Inconclusive) ? ExitCodes.Inconclusive
            : ExitCodes.Holds;
    }
}
