using System.Globalization;
using Racewalk.Cluster.Database;
using Racewalk.Cluster.Jobs;
using Racewalk.Cluster.Workers;
using Racewalk.Scenarios;

namespace Racewalk.Cluster;

/// <summary>The workers of a process.</summary>
/// <param name="database">The database.</param>
/// <param name="options">How long what takes.</param>
/// <param name="catalogue">The scenarios that they know.</param>
/// <param name="tell">Is told, a line each, which jobs are left for others and why; from any thread.</param>
public sealed class ClusterWorkers(ClusterDatabase database, ClusterOptions options, ScenarioList catalogue, Action<string> tell)
{
    private readonly AcceptedJobs _jobs = new(options.Build, catalogue, tell);

    /// <summary>Works on whatever jobs there are, and come.</summary>
    /// <param name="count">How many workers, each on a thread of its own.</param>
    /// <param name="idle">How long they stay when there is no job; null for ever.</param>
    /// <param name="cancellation">Ends them: what is explored is put in, what is left is given back.</param>
    /// <exception cref="ClusterException">There are jobs, but all of another build or of a scenario that is another one here; or the database stays lost, or refuses.</exception>
    public void Run(int count, TimeSpan? idle, CancellationToken cancellation)
    {
        RefuseOthers(cancellation);
        Guid[] ids = [.. Enumerable.Range(0, count).Select(static _ => Guid.NewGuid())];
        WorkerSignals[] signals = [.. ids.Select(static _ => new WorkerSignals())];
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var failures = new Exception?[count];
        using (var ear = new Ear(database, options, ids, signals))
        {
            ear.Begin();
            Thread[] threads = [.. ids.Select((id, i) => new Thread(() => failures[i] = Work(id, i, signals[i], idle, end)) { Name = $"cluster worker {i}" })];
            Array.ForEach(threads, static t => t.Start());
            Array.ForEach(threads, static t => t.Join());
        }

        Array.ForEach(signals, static s => s.Dispose());
        if (Array.Find(failures, static f => f is not null) is { } failure)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    private Exception? Work(Guid id, int number, WorkerSignals signals, TimeSpan? idle, CancellationTokenSource end)
    {
        try
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{Environment.ProcessId}/{number}");
            new Worker(id, name, database, options, catalogue, _jobs, signals).Run(idle, end.Token);
            return null;
        }
        catch (Exception e)
        {
            end.Cancel();
            return e;
        }
    }

    private void RefuseOthers(CancellationToken cancellation)
    {
        using var session = new Session(database, options with { Fault = null });
        IReadOnlyList<OpenJob> open = session.Run(JobTable.Open, cancellation);
        string?[] refusals = [.. open.Select(_jobs.WhyNot)];
        if (refusals.Length > 0 && Array.TrueForAll(refusals, static r => r is not null))
        {
            throw new ClusterException(refusals[0] + (refusals.Length == 1 ? "" : $"; there are {refusals.Length - 1} more that this racewalk cannot work on, and none that it can"));
        }
    }
}
