using System.CommandLine;
using Racewalk.Cli.Checkpoints;
using Racewalk.Exploration;

namespace Racewalk.Cli;

/// <summary>The command line of <c>racewalk check</c>.</summary>
internal sealed class CheckCommand
{
    private readonly Argument<string[]> _scenarios = new("SCENARIO")
    {
        Description = "Scenarios to check, such as gup-fast/collapse. Without any: the whole catalogue.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly ConfigurationOptions _configuration = new(withArchitecture: true);

    private readonly Option<string?> _model = new("--model")
    {
        Description = "The memory model instead of the architecture's own.",
        HelpName = "MODEL",
    };

    private readonly Option<bool> _all = new("--all")
    {
        Description = "Check all configurations of the scenarios that the catalogue has an expected verdict for, and compare.",
    };

    private readonly Option<int?> _loopBound = new("--loop-bound")
    {
        Description = "How often a loop may go round with effect before the thread is cut.",
        HelpName = "N",
    };

    private readonly Option<int?> _eventBound = new("--event-bound")
    {
        Description = "How many events a thread may have before it is cut.",
        HelpName = "N",
    };

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

    private readonly CheckpointOptions _checkpoints = new();

    private readonly Option<bool> _first = new("--first")
    {
        Description = "Stop at the first violation instead of looking for the one with the fewest context switches.",
    };

    private readonly Option<string?> _replay = new("--replay")
    {
        Description = "Show the one execution that a token names.",
        HelpName = "TOKEN",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Write verdicts as JSON (schema racewalk/check/1)." };

    private readonly Option<bool> _progress = new("--progress")
    {
        Description = "Write progress to standard error even if it is no terminal.",
    };

    private readonly Option<int?> _width = new("--width") { Description = "The longest line of a race table.", HelpName = "COLUMNS" };

    /// <summary>The command.</summary>
    public Command Create(CliEnvironment environment)
    {
        var command = new Command("check", "Check scenarios: does the protocol hold in every execution?")
        {
            _scenarios, _model, _all, _loopBound, _eventBound, _maxExecutions, _maxTime, _maxMemory, _workers.Option, _first, _replay,
            _json, _progress, _width,
        };
        _checkpoints.AddTo(command);
        _configuration.AddTo(command);
        command.SetAction(parse =>
        {
            CheckRequest request = Request(parse);
            CliEnvironment where = environment with { Width = Positive(parse, _width) ?? environment.Width };
            return request.Replay is null ? CheckRunner.Run(request, where) : ReplayRunner.Run(request, where);
        });
        return command;
    }

    private CheckRequest Request(ParseResult parse)
    {
        var options = new ExplorationOptions();
        double? seconds = parse.GetValue(_maxTime);
        if (seconds is not null and not (> 0 and < 1e9))
        {
            throw new UsageException("--max-time: the number of seconds must be positive");
        }

        return new CheckRequest
        {
            Scenarios = UsageException.Scenarios(parse.GetValue(_scenarios), parse.CommandResult.Command.Options),
            Axes = _configuration.Axes(parse),
            Dropped = _configuration.Dropped(parse),
            Model = parse.GetValue(_model),
            All = parse.GetValue(_all),
            Replay = parse.GetValue(_replay),
            Json = parse.GetValue(_json),
            Progress = parse.GetValue(_progress),
            Checkpoint = _checkpoints.Of(parse),
            Options = options with
            {
                LoopBound = Positive(parse, _loopBound) ?? options.LoopBound,
                EventBound = Positive(parse, _eventBound) ?? options.EventBound,
                MaxExecutions = parse.GetValue(_maxExecutions) is { } most
                    ? most > 0 ? most : throw new UsageException("--max-executions: the number must be positive")
                    : null,
                MaxTime = seconds is { } s ? TimeSpan.FromSeconds(s) : null,
                MaxMemory = Positive(parse, _maxMemory) is { } mebibytes ? (long)mebibytes << 20 : null,
                StopAtFirstViolation = parse.GetValue(_first),
                Workers = _workers.Of(parse),
            },
        };
    }

    private static int? Positive(ParseResult parse, Option<int?> option) => parse.GetValue(option) is { } number
        ? number > 0 ? number : throw new UsageException($"{option.Name}: the number must be positive")
        : null;
}
