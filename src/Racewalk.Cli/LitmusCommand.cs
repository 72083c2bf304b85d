using System.CommandLine;
using Racewalk.Litmus.Batches;
using Racewalk.Litmus.Checking;
using Racewalk.Litmus.Semantics;
using Racewalk.Models.Cat;

namespace Racewalk.Cli;

/// <summary>The command line of <c>racewalk litmus</c>.</summary>
internal sealed class LitmusCommand
{
    private const string ExplorerName = "explorer";
    private const string CandidatesName = "candidates";
    private static readonly string[] s_formats = ["herd", "table", "json"];
    private static readonly string[] s_engines = [ExplorerName, CandidatesName];

    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "Litmus files, folders of them, or @LIST for a file that lists them.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly LitmusModels _models = new();

    private readonly Option<string> _engine = new("--engine")
    {
        Description = "candidates (takes every test and every cat model), or explorer (its own models; refuses what it cannot express).",
        HelpName = "ENGINE",
        DefaultValueFactory = static _ => CandidatesName,
    };

    private readonly Option<string> _format = new("--format")
    {
        Description = "herd (herd7's result block), table (a line a test) or json.",
        HelpName = "FORMAT",
        DefaultValueFactory = static _ => "herd",
    };

    private readonly Option<bool> _states = new("--states") { Description = "List the final states in a table, too." };

    private readonly Option<bool> _why = new("--why")
    {
        Description = "For a condition that no execution satisfies: the axiom that forbids it and the cycle.",
    };

    private readonly Option<string?> _dot = new("--dot")
    {
        Description = "Write a picture of an execution of each test to DIR/NAME.dot: a witness of the condition, or a counterexample.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _html = new("--html")
    {
        Description = "Write the result of one test to a file as a page, too: an execution as a graph, or the cycle that forbids it.",
        HelpName = "FILE",
    };

    private readonly Option<double?> _maxTime = new("--max-time") { Description = "Stop a test after this many seconds.", HelpName = "S" };

    private readonly PipelineOptions _reports = new();

    private readonly WorkersOption _workers = WorkersOption.OfLitmus();

    /// <summary>The command.</summary>
    public Command Create(CliEnvironment environment)
    {
        var command = new Command("litmus", "Check litmus tests: all final states, and whether the condition holds.")
        {
            _files, _engine, _format, _states, _why, _dot, _html, _maxTime, _workers.Option,
        };
        _models.AddTo(command);
        _reports.AddTo(command);
        command.SetAction(parse => Run(parse, environment));
        return command;
    }

    private int Run(ParseResult parse, CliEnvironment environment)
    {
        string format = parse.GetValue(_format)!;
        if (!s_formats.Contains(format, StringComparer.Ordinal))
        {
            throw UsageException.Unknown("format", format, s_formats);
        }

        Func<LitmusProgram, CatModel> models = _models.Choose(parse);
        LitmusEngine engine = ChooseEngine(parse, models);
        IReadOnlyList<string> files = LitmusArguments.Files(parse.GetValue(_files) ?? [], parse.CommandResult.Command.Options);
        if (parse.GetValue(_dot) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        string? html = ReportFile.Checked(_html.Name, parse.GetValue(_html));
        if (html is not null && files.Count != 1)
        {
            throw new UsageException("--html: a page is of one test");
        }

        var options = new LitmusReportOptions(
            format, parse.GetValue(_states), parse.GetValue(_dot), parse.GetValue(_why), html, CommandLineText.Of(parse.Tokens.Select(static t => t.Value)));
        var report = new LitmusReport(environment, options, models);
        PipelineReports? reports = _reports.Of(parse);
        var limits = new LitmusLimits(LitmusArguments.Time(parse.GetValue(_maxTime)), parse.GetValue(_dot) is not null || html is not null || reports?.Sarif is not null);
        try
        {
            LitmusBatch.Run(files, engine, limits, _workers.Of(parse), report.Add, environment.Cancellation, _models.TestVariants(parse));
        }
        catch (OperationCanceledException)
        {
            report.Finish();
            reports?.WriteLitmus(environment, report.Outcomes, files);
            environment.Error.WriteLine("racewalk: interrupted");
            return ExitCodes.Inconclusive;
        }

        report.Finish();
        reports?.WriteLitmus(environment, report.Outcomes, files);
        return report.ExitCode(files.Count);
    }

    private LitmusEngine ChooseEngine(ParseResult parse, Func<LitmusProgram, CatModel> models)
    {
        string name = parse.GetValue(_engine)!;
        if (name == CandidatesName)
        {
            return LitmusEngines.Candidates(models);
        }

        if (name != ExplorerName)
        {
            throw UsageException.Unknown("engine", name, s_engines);
        }

        return parse.GetValue(_why) || parse.GetValue(_dot) is not null || parse.GetValue(_html) is not null
            ? throw new UsageException("--why, --dot and --html need --engine candidates")
            : LitmusEngines.Explorer(_models.ChooseOfExplorer(parse));
    }
}
