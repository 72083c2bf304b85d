using System.CommandLine;

namespace Racewalk.Cli.Checkpoints;

/// <summary>The options of a check that can be interrupted.</summary>
internal sealed class CheckpointOptions
{
    private readonly Option<string?> _file = new("--checkpoint")
    {
        Description = "Write the state of the check to FILE now and then, and when it is interrupted or a budget ends it.",
        HelpName = "FILE",
    };

    private readonly Option<double?> _every = new("--checkpoint-every")
    {
        Description = "Seconds between two checkpoints, at least (60).",
        HelpName = "S",
    };

    private readonly Option<string?> _resume = new("--resume")
    {
        Description = "Go on from the checkpoint in FILE; the rest of the command line must be that of the interrupted check, but for budgets and --workers.",
        HelpName = "FILE",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_file);
        command.Add(_every);
        command.Add(_resume);
    }

    /// <summary>What was asked for; null if nothing.</summary>
    /// <exception cref="UsageException">It makes no sense.</exception>
    public CheckpointRequest? Of(ParseResult parse)
    {
        double? seconds = parse.GetValue(_every);
        string? file = parse.GetValue(_file);
        if (seconds is not null && (file is null || seconds is not (> 0 and < 1e9)))
        {
            throw new UsageException("--checkpoint-every: a positive number of seconds, and only with --checkpoint");
        }

        string? resume = parse.GetValue(_resume);
        return file is null && resume is null ? null : new CheckpointRequest(file, TimeSpan.FromSeconds(seconds ?? 60), resume);
    }
}

/// <summary>How a check can be interrupted.</summary>
/// <param name="File">Where its state is written to; null for nowhere.</param>
/// <param name="Every">How much time is between two states.</param>
/// <param name="Resume">Where its state is read from first; null to begin anew.</param>
public sealed record CheckpointRequest(string? File, TimeSpan Every, string? Resume);
