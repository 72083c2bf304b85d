using System.CommandLine;
using Racewalk.Cluster;
using Racewalk.Cluster.Database;
using Racewalk.Cluster.Jobs;
using Racewalk.Exploration;
using Racewalk.Scenarios;

namespace Racewalk.Cli.Cluster;

/// <summary>The command line of <c>racewalk cluster start</c>.</summary>
internal sealed class ClusterStartCommand
{
    private readonly CheckOptions _check = new();
    private readonly DatabaseOptions _database = new();

    private readonly Option<bool> _detach = new("--detach")
    {
        Description = "Do not wait for the results; 'racewalk cluster start' with the same check joins it.",
    };

    /// <summary>The command.</summary>
    public Command Create(CliEnvironment environment)
    {
        var command = new Command("start", "Check scenarios as 'racewalk check' does, by the workers that there are.") { _detach };
        _database.AddTo(command);
        _check.AddTo(command);
        command.SetAction(parse => ClusterCommand.Run(() => Start(parse, _check.Where(parse, environment))));
        return command;
    }

    private int Start(ParseResult parse, CliEnvironment environment)
    {
        CheckRequest request = _check.Request(parse);
        IReadOnlyList<PlannedCheck> plan = CheckPlan.Of(request, environment);
        ClusterOptions takesPart = _database.Options(parse);
        ClusterJob[] jobs = [.. plan.Select(p => JobOf(p.Scenario, p.Configuration))];
        ClusterDatabase database = _database.Database(parse, create: true);
        var cluster = new ClusterJobs(database, takesPart);
        var ids = new Dictionary<string, long>(StringComparer.Ordinal);
        try
        {
            foreach (ClusterJob job in jobs)
            {
                ids[job.Subject] = cluster.Add(job, environment.Cancellation);
            }

            return parse.GetValue(_detach) ? Detach() : CheckRunner.Run(request, environment with { Check = Wait });
        }
        catch (OperationCanceledException) when (environment.Cancellation.IsCancellationRequested)
        {
            environment.Error.WriteLine("racewalk: what was begun goes on without this process; the same command joins it, 'racewalk cluster status' says how it stands");
            return ExitCodes.Inconclusive;
        }

        ClusterJob JobOf(Scenario scenario, Configuration configuration)
        {
            Configuration complete = environment.Complete(scenario, configuration);
            // What makes no sense is refused here, and not by whoever works on it.
            _ = scenario.Build(complete);
            return ClusterJob.Of(takesPart.Build, scenario, complete, request.Options);
        }

        ScenarioVerdict Wait(Scenario scenario, Configuration configuration, ExplorationOptions options, CancellationToken cancellation)
        {
            ClusterJob job = JobOf(scenario, configuration);
            return cluster.Wait(ids[job.Subject], job, scenario, options.Progress, cancellation);
        }

        int Detach()
        {
            foreach (ClusterJob job in jobs)
            {
                environment.Output.WriteLine($"job {ids[job.Subject]}: {job.Subject}");
            }

            return ExitCodes.Holds;
        }
    }
}
