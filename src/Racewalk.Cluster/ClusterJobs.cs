using Racewalk.Cluster.Database;
using Racewalk.Cluster.Jobs;
using Racewalk.Cluster.Workers;
using Racewalk.Exploration;
using Racewalk.Scenarios;

namespace Racewalk.Cluster;

/// <summary>Begins jobs and waits for them.</summary>
/// <param name="database">The database.</param>
/// <param name="options">How long what takes.</param>
public sealed class ClusterJobs(ClusterDatabase database, ClusterOptions options)
{
    /// <summary>Begins a job, or joins the one that is the same and has not ended.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="ClusterException">The database stays lost, or refuses.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while the database is lost.</exception>
    public long Add(ClusterJob job, CancellationToken cancellation)
    {
        using var session = new Session(database, options);
        return session.Run(s => JobTable.Add(s, job), cancellation);
    }

    /// <summary>Waits for the end of a job.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="job">What it is.</param>
    /// <param name="scenario">Its scenario.</param>
    /// <param name="progress">Is told now and then how far it is.</param>
    /// <param name="cancellation">Ends waiting; the job goes on.</param>
    /// <exception cref="ScenarioException">The configuration makes no sense, as a worker has found.</exception>
    /// <exception cref="InvalidOperationException">A worker met an error in racewalk itself.</exception>
    /// <exception cref="ClusterException">The job is not there any more, or the database stays lost.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ScenarioVerdict Wait(long id, ClusterJob job, Scenario scenario, IProgress<ExplorationProgress>? progress, CancellationToken cancellation)
    {
        using var session = new Session(database, options);
        using var signals = new WorkerSignals();
        using var ear = new Ear(database, options, [], [signals]);
        ear.Begin();
        while (true)
        {
            JobStatus status = session.Run(s => StatusQueries.Jobs(s, id), cancellation).FirstOrDefault()
                ?? throw new ClusterException($"job {id} is not in the database any more");
            switch (status.State)
            {
                case "done":
                    byte[] result = session.Run(s => SegmentTable.Whole(s, id).Result, cancellation);
                    var check = new SlicedCheck(scenario, job.Configuration, job.Options);
                    return check.Verdict(check.Read(result), status.Elapsed);
                case "failed" when status.IsInternal:
                    throw new InvalidOperationException($"job {id}: {status.Failure}");
                case "failed":
                    throw new ScenarioException(status.Failure ?? "");
            }

            progress?.Report(new ExplorationProgress(status.Executions, status.Blocked, 1 - status.Left, status.Elapsed));
            signals.Wait(options.Poll, cancellation);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>All jobs, the oldest first, and all workers, by name.</summary>
    /// <exception cref="ClusterException">The database stays lost, or refuses.</exception>
    public (IReadOnlyList<JobStatus> Jobs, IReadOnlyList<WorkerStatus> Workers) Status(CancellationToken cancellation)
    {
        using var session = new Session(database, options);
        return session.Run(static s => (StatusQueries.Jobs(s, null), StatusQueries.Workers(s)), cancellation);
    }
}
