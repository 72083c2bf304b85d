using System.CommandLine;
using Racewalk.Cluster;
using Racewalk.Cluster.Jobs;
using Racewalk.Reporting.Text;

namespace Racewalk.Cli.Cluster;

/// <summary>The command line of <c>racewalk cluster status</c>.</summary>
internal sealed class ClusterStatusCommand
{
    private readonly DatabaseOptions _database = new();

    /// <summary>The command.</summary>
    public Command Create(CliEnvironment environment)
    {
        var command = new Command("status", "Say which jobs and workers there are, and how they stand.");
        _database.AddTo(command);
        command.SetAction(parse => ClusterCommand.Run(() =>
        {
            ClusterOptions options = _database.Options(parse);
            var cluster = new ClusterJobs(_database.Database(parse, create: false), options);
            (IReadOnlyList<JobStatus> jobs, IReadOnlyList<WorkerStatus> workers) = cluster.Status(environment.Cancellation);
            Write(environment.Output, ["job", "state", "executions", "blocked", "violations", "covered", "parts", "explored", "time", "check"], jobs.Select(Row));
            environment.Output.WriteLine();
            Write(environment.Output, ["worker", "build", "last beat", "job"], workers.Select(Row));
            return ExitCodes.Holds;
        }));
        return command;
    }

    private static string[] Row(JobStatus job) =>
    [
        job.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
        job.State,
        ValueText.Count(job.Executions),
        ValueText.Count(job.Blocked),
        ValueText.Count(job.Violations),
        job.State == "done" ? "all" : FormattableString.Invariant($"about {Math.Floor(100 * (1 - job.Left))} %"),
        ValueText.Count(job.Parts),
        ValueText.Count(job.Claimed),
        ValueText.Duration(job.Elapsed),
        job.Failure is null ? job.Subject : $"{job.Subject}: {job.Failure}",
    ];

    private static string[] Row(WorkerStatus worker) =>
    [
        worker.Name,
        worker.Build.Length > 12 ? worker.Build[..12] : worker.Build,
        $"{ValueText.Duration(worker.SinceBeat)} ago",
        worker.Job?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-",
    ];

    private static void Write(TextWriter output, string[] header, IEnumerable<string[]> rows)
    {
        string[][] table = [header, .. rows];
        int[] widths = [.. header.Select((_, c) => table.Max(row => row[c].Length))];
        foreach (string[] row in table)
        {
            output.WriteLine(string.Join("  ", row.Select((cell, c) => cell.PadRight(widths[c]))).TrimEnd());
        }
    }
}
