using System.CommandLine;
using Racewalk.Cluster;

namespace Racewalk.Cli.Cluster;

/// <summary>The command line of <c>racewalk cluster worker</c>.</summary>
internal sealed class ClusterWorkerCommand
{
    private readonly DatabaseOptions _database = new();

    private readonly WorkersOption _workers = new();

    private readonly Option<bool> _once = new("--once") { Description = "End when there is no job, instead of waiting for one; the same as --idle 0." };

    private readonly Option<double?> _idle = new("--idle")
    {
        Description = "End when there was no job for so many seconds. Default: never.",
        HelpName = "S",
    };

    private readonly Option<double?> _slice = new("--slice")
    {
        Description = "How many seconds of work are put in at once, at most (5): what is lost with a worker that is killed.",
        HelpName = "S",
    };

    private readonly Option<double?> _deadAfter = new("--dead-after")
    {
        Description = "Take a worker for dead that was silent for so many seconds (15), and do again what it had in hand.",
        HelpName = "S",
    };

    /// <summary>The command.</summary>
    public Command Create(CliEnvironment environment)
    {
        var command = new Command("worker", "Explore for the jobs of this build that are in the database.") { _workers.Option, _once, _idle, _slice, _deadAfter };
        _database.AddTo(command);
        command.SetAction(parse => ClusterCommand.Run(() => Work(parse, environment)));
        return command;
    }

    private int Work(ParseResult parse, CliEnvironment environment)
    {
        ClusterOptions options = _database.Options(parse);
        TimeSpan deadAfter = DatabaseOptions.Seconds(parse, _deadAfter) ?? options.DeadAfter;
        options = options with
        {
            LongestSlice = DatabaseOptions.Seconds(parse, _slice) ?? options.LongestSlice,
            DeadAfter = deadAfter,
            Beat = deadAfter / 5 < options.Beat ? deadAfter / 5 : options.Beat,
        };
        TimeSpan? idle = parse.GetValue(_once) ? TimeSpan.Zero : DatabaseOptions.Seconds(parse, _idle);
        int count = _workers.Of(parse);
        var workers = new ClusterWorkers(_database.Database(parse, create: true), options, environment.Catalogue, Tell);
        try
        {
            workers.Run(count, idle, environment.Cancellation);
        }
        catch (OperationCanceledException) when (environment.Cancellation.IsCancellationRequested)
        {
            // Before it had begun anything.
        }

        return ExitCodes.Holds;

        void Tell(string line)
        {
            lock (environment.Error)
            {
                environment.Error.WriteLine($"racewalk: {line}; left for others");
            }
        }
    }
}
