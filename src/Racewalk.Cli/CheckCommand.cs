using System.CommandLine;
using Racewalk.Cli.Checkpoints;

namespace Racewalk.Cli;

/// <summary>The command line of <c>racewalk check</c>.</summary>
internal sealed class CheckCommand
{
    private readonly CheckOptions _check = new();

    private readonly Option<long?> _maxExecutions = new("--max-executions")
    {
        Description = "Stop a configuration after this many executions.",
        HelpName = "N",
    };

    private readonly Option<double?> _maxTime = new("--max-time")
    {
        Description = "Stop a configuration after this many seconds.",
        HelpName = "S",
    };

    private readonly Option<int?> _maxMemory = new("--max-memory")
    {
        Description = "Stop a configuration when so many MiB of memory are used.",
        HelpName = "MIB",
    };

    private readonly WorkersOption _workers = new();

    private readonly Option<bool> _symmetry = new("--symmetry")
    {
        Description = "Visit one only of the executions that differ in the names of CPUs that run the same code (SC and TSO).",
    };

    private readonly SearchOption _search = new();

    private readonly CheckpointOptions _checkpoints = new();

    private readonly PipelineOptions _reports = new();

    private readonly Option<string?> _svg = new("--svg")
    {
        Description = "Draw the race to a file, too: lanes for CPUs and for what they change.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _html = new("--html")
    {
        Description = "Write the verdict to a file as a page, too: the race, its graph, and the verdicts of all architectures and variants beside it.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _replay = new("--replay")
    {
        Description = "Show the one execution that a token names.",
        HelpName = "TOKEN",
    };

    /// <summary>The command.</summary>
    public Command Create(CliEnvironment environment)
    {
        var command = new Command("check", "Check scenarios: does the protocol hold in every execution?");
        _check.AddTo(command);
        command.Add(_maxExecutions);
        command.Add(_maxTime);
        command.Add(_maxMemory);
        command.Add(_workers.Option);
        command.Add(_replay);
        command.Add(_symmetry);
        _search.AddTo(command);
        _checkpoints.AddTo(command);
        _reports.AddTo(command);
        command.Add(_svg);
        command.Add(_html);
        command.SetAction(parse =>
        {
            CheckRequest request = Request(parse);
            CliEnvironment where = _check.Where(parse, environment);
            return request.Replay is null ? CheckRunner.Run(request, where) : ReplayRunner.Run(request, where);
        });
        return command;
    }

    private CheckRequest Request(ParseResult parse)
    {
        double? seconds = parse.GetValue(_maxTime);
        if (seconds is not null and not (> 0 and < 1e9))
        {
            throw new UsageException("--max-time: the number of seconds must be positive");
        }

        CheckRequest request = _check.Request(parse);
        return request with
        {
            Replay = parse.GetValue(_replay),
            Reports = _reports.Of(parse),
            Svg = ReportFile.Checked(_svg.Name, parse.GetValue(_svg)),
            Html = ReportFile.Checked(_html.Name, parse.GetValue(_html)),
            CommandLine = CommandLineText.Of(parse.Tokens.Select(static t => t.Value)),
            Checkpoint = _checkpoints.Of(parse),
            Options = request.Options with
            {
                Search = _search.Of(parse),
                ReducesSymmetry = parse.GetValue(_symmetry),
                MaxExecutions = parse.GetValue(_maxExecutions) is { } most
                    ? most > 0 ? most : throw new UsageException("--max-executions: the number must be positive")
                    : null,
                MaxTime = seconds is { } s ? TimeSpan.FromSeconds(s) : null,
                MaxMemory = CheckOptions.Positive(parse, _maxMemory) is { } mebibytes ? (long)mebibytes << 20 : null,
                Workers = _workers.Of(parse),
            },
        };
    }
}
