using System.CommandLine;
using Racewalk.Exploration;
using Racewalk.Exploration.Estimates;

namespace Racewalk.Cli;

/// <summary>The options that say what to check and how to show it, wherever it is explored.</summary>
internal sealed class CheckOptions
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

    private readonly Option<bool> _first = new("--first")
    {
        Description = "Stop at the first violation instead of looking for the one with the fewest context switches.",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Write verdicts as JSON (schema racewalk/check/1)." };

    private readonly Option<bool> _progress = new("--progress")
    {
        Description = "Write progress to standard error even if it is no terminal.",
    };

    private readonly Option<int?> _width = new("--width") { Description = "The longest line of a race table.", HelpName = "COLUMNS" };

    /// <summary>The value of an option that must be positive; null if it is not given.</summary>
    /// <exception cref="UsageException">It is not.</exception>
    public static int? Positive(ParseResult parse, Option<int?> option) => parse.GetValue(option) is { } number
        ? number > 0 ? number : throw new UsageException($"{option.Name}: the number must be positive")
        : null;

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_scenarios);
        foreach (Option option in (Option[])[_model, _all, _loopBound, _eventBound, _first, _json, _progress, _width])
        {
            command.Add(option);
        }

        _configuration.AddTo(command);
    }

    /// <summary>The environment with the width that was asked for.</summary>
    public CliEnvironment Where(ParseResult parse, CliEnvironment environment) => environment with { Width = Positive(parse, _width) ?? environment.Width };

    /// <summary>What was asked for.</summary>
    /// <exception cref="UsageException">It makes no sense.</exception>
    public CheckRequest Request(ParseResult parse)
    {
        var options = new ExplorationOptions();
        return new CheckRequest
        {
            Scenarios = UsageException.Scenarios(parse.GetValue(_scenarios), parse.CommandResult.Command.Options),
            Axes = _configuration.Axes(parse),
            Dropped = _configuration.Dropped(parse),
            Model = parse.GetValue(_model),
            All = parse.GetValue(_all),
            Json = parse.GetValue(_json),
            Progress = parse.GetValue(_progress),
            Options = options with
            {
                LoopBound = Positive(parse, _loopBound) ?? options.LoopBound,
                EventBound = Positive(parse, _eventBound) ?? options.EventBound,
                StopAtFirstViolation = parse.GetValue(_first),
                Estimate = new EstimateOptions(),
            },
        };
    }
}
