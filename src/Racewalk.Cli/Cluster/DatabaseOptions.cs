using System.CommandLine;
using Racewalk.Cli.Checkpoints;
using Racewalk.Cluster;
using Racewalk.Cluster.Database;

namespace Racewalk.Cli.Cluster;

/// <summary>Which database, and how long it is tried.</summary>
internal sealed class DatabaseOptions
{
    private const string Variable = "RACEWALK_DATABASE";

    private readonly Option<string?> _database = new("--database")
    {
        Description = $"The database: Host=…;Database=…;Username=…. Default: the environment variable {Variable}.",
        HelpName = "CONNECTION",
    };

    private readonly Option<double?> _retryFor = new("--retry-for")
    {
        Description = "How many seconds a database that was lost is tried again (300).",
        HelpName = "S",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_database);
        command.Add(_retryFor);
    }

    /// <summary>The database.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="create">Whether its tables are made if they are missing.</param>
    /// <exception cref="UsageException">None is named.</exception>
    /// <exception cref="ClusterException">It cannot be worked with.</exception>
    public ClusterDatabase Database(ParseResult parse, bool create)
    {
        var database = new ClusterDatabase(parse.GetValue(_database) ?? Environment.GetEnvironmentVariable(Variable)
            ?? throw new UsageException($"no database: name one by --database or the environment variable {Variable}"));
        database.Prepare(create);
        return database;
    }

    /// <summary>How somebody takes part.</summary>
    /// <exception cref="UsageException">A number makes no sense.</exception>
    public ClusterOptions Options(ParseResult parse)
    {
        var options = new ClusterOptions { Build = BuildIdentity.Text };
        return options with { RetryFor = Seconds(parse, _retryFor) ?? options.RetryFor };
    }

    /// <summary>The value of an option that is a number of seconds; null if it is not given.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static TimeSpan? Seconds(ParseResult parse, Option<double?> option) => parse.GetValue(option) is { } seconds
        ? seconds is >= 0 and < 1e9 ? TimeSpan.FromSeconds(seconds) : throw new UsageException($"{option.Name}: a number of seconds")
        : null;
}
