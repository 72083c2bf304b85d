using System.CommandLine;
using Racewalk.Cluster;

namespace Racewalk.Cli.Cluster;

/// <summary>The command line of <c>racewalk cluster</c>.</summary>
internal static class ClusterCommand
{
    /// <summary>The command with its three parts.</summary>
    public static Command Create(CliEnvironment environment) => new("cluster", "Check scenarios on many machines that share a PostgreSQL database.")
    {
        new ClusterStartCommand().Create(environment),
        new ClusterWorkerCommand().Create(environment),
        new ClusterStatusCommand().Create(environment),
    };

    /// <summary>Runs one of them.</summary>
    /// <param name="run">The command.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">The database, or what is in it, cannot be worked with.</exception>
    public static int Run(Func<int> run)
    {
        try
        {
            return run();
        }
        catch (ClusterException e)
        {
            throw new UsageException(e.Message);
        }
    }
}
