using Racewalk.Cli;
using Racewalk.Cluster.Database;
using Racewalk.Cluster.Jobs;
using Racewalk.Exploration;
using Racewalk.Scenarios;

namespace Racewalk.Cluster.Tests;

/// <summary>Checks one configuration, here or by workers, and keeps what is printed.</summary>
internal sealed record Checking(string Scenario, string Configuration, bool First = false)
{
    /// <summary>Short slices, and deaths that are noticed soon.</summary>
    public static ClusterOptions Options { get; } = new()
    {
        Build = "build",
        FirstSlice = TimeSpan.FromMilliseconds(2),
        LongestSlice = TimeSpan.FromMilliseconds(20),
        ShortestSlice = TimeSpan.FromMilliseconds(1),
        Beat = TimeSpan.FromMilliseconds(40),
        DeadAfter = TimeSpan.FromMilliseconds(250),
        Poll = TimeSpan.FromMilliseconds(50),
    };

    private ExplorationOptions Bounds => new() { StopAtFirstViolation = First };

    /// <summary>What a check in this process prints, but for the time.</summary>
    public string Locally() => Print(ScenarioChecker.Check);

    /// <summary>What is printed when workers do it.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="options">How whoever waits takes part.</param>
    /// <param name="work">Lets the workers work.</param>
    public string ByWorkers(string connectionString, ClusterOptions options, Action work)
    {
        ClusterJobs jobs = Prepared(connectionString, options);
        return Print((scenario, _, _, cancellation) =>
        {
            ClusterJob job = JobOf(options);
            long id = jobs.Add(job, cancellation);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            Task working = Task.Run(work, cancellation).ContinueWith(
                done =>
                {
                    if (done.IsFaulted)
                    {
                        end.Cancel();
                    }

                    done.GetAwaiter().GetResult();
                },
                TaskScheduler.Default);
            try
            {
                return jobs.Wait(id, job, scenario, null, end.Token);
            }
            finally
            {
                // What is wrong with the workers says more than that the job does not end.
                working.GetAwaiter().GetResult();
            }
        });
    }

    /// <summary>Begins it, and does not wait.</summary>
    public long Begin(string connectionString, ClusterOptions options) => Prepared(connectionString, options).Add(JobOf(options), CancellationToken.None);

    /// <summary>How everything stands.</summary>
    public static (IReadOnlyList<JobStatus> Jobs, IReadOnlyList<WorkerStatus> Workers) Status(string connectionString, ClusterOptions options) =>
        new ClusterJobs(new ClusterDatabase(connectionString), options).Status(CancellationToken.None);

    /// <summary>Lets workers work until there is no job.</summary>
    public static void Work(string connectionString, ClusterOptions options, int count = 1, ScenarioList? catalogue = null) =>
        new ClusterWorkers(new ClusterDatabase(connectionString), options, catalogue ?? Catalogue.All, static _ => { }).Run(count, TimeSpan.Zero, CancellationToken.None);

    private static ClusterJobs Prepared(string connectionString, ClusterOptions options)
    {
        var database = new ClusterDatabase(connectionString);
        database.Prepare(create: true);
        return new ClusterJobs(database, options);
    }

    private ClusterJob JobOf(ClusterOptions options)
    {
        Scenario scenario = Catalogue.All.Find(Scenario)!;
        return ClusterJob.Of(options.Build, scenario, ScenarioChecker.Complete(scenario, Scenarios.Configuration.Parse(Configuration)), Bounds);
    }

    private string Print(Func<Scenario, Configuration, ExplorationOptions, CancellationToken, ScenarioVerdict> check)
    {
        var configuration = Scenarios.Configuration.Parse(Configuration);
        using var output = new StringWriter { NewLine = "\n" };
        int exitCode = CheckRunner.Run(
            new CheckRequest
            {
                Scenarios = [Scenario],
                Axes = configuration.Values,
                Dropped = configuration.Dropped,
                Model = configuration.Model,
                Options = Bounds,
            },
            new CliEnvironment
            {
                Catalogue = Catalogue.All,
                Check = check,
                Complete = ScenarioChecker.Complete,
                Explore = static (_, _, _, _, _) => throw new InvalidOperationException("nothing is explored here"),
                Output = output,
                Error = TextWriter.Null,
            });
        return $"{WithoutTime(output.ToString())}\nexit code {exitCode}";
    }

    internal static string WithoutTime(string output) =>
        string.Join('\n', output.Split('\n').Select(static l => l.Contains("visited:", StringComparison.Ordinal) ? l[..l.LastIndexOf(',')] : l));
}
