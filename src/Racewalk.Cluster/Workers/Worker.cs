using System.Diagnostics;
using Racewalk.Cluster.Database;
using Racewalk.Cluster.Jobs;
using Racewalk.Exploration.Slices;
using Racewalk.Scenarios;

namespace Racewalk.Cluster.Workers;

/// <summary>Takes a part, explores it for a slice, puts in what came of it, and so on. One thread runs it.</summary>
/// <param name="id">The worker.</param>
/// <param name="name">Its name, for people.</param>
/// <param name="database">The database.</param>
/// <param name="options">How long what takes.</param>
/// <param name="catalogue">The scenarios.</param>
/// <param name="jobs">Which jobs it works on.</param>
/// <param name="signals">What it is told.</param>
internal sealed class Worker(
    Guid id, string name, ClusterDatabase database, ClusterOptions options, ScenarioList catalogue, AcceptedJobs jobs, WorkerSignals signals)
{
    private readonly Session _session = new(database, options);
    private readonly SliceTimer _timer = new(options, signals);
    private IReadOnlyList<OpenJob> _open = [];
    private (long Job, SlicedCheck Check)? _check;

    /// <summary>Works.</summary>
    /// <param name="idle">How long without a job it stays; null for ever.</param>
    /// <param name="cancellation">Ends it: what it has explored is put in, what is left is given back.</param>
    /// <exception cref="ClusterException">The database stays lost, or refuses.</exception>
    public void Run(TimeSpan? idle, CancellationToken cancellation)
    {
        using Session session = _session;
        try
        {
            Work(idle, cancellation);
            _session.Run(Do(s => WorkerTable.Remove(s, id)), cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The database is lost, and nobody wants to wait for it: others find out that this worker is dead.
        }
    }

    private void Work(TimeSpan? idle, CancellationToken cancellation)
    {
        long lastJob = Stopwatch.GetTimestamp();
        ClaimedPart? part = null;
        while (!cancellation.IsCancellationRequested)
        {
            part ??= _session.Run(Take, cancellation);
            if (_open.Count > 0)
            {
                lastJob = Stopwatch.GetTimestamp();
            }

            if (part is not null)
            {
                part = Explore(part, cancellation);
            }
            else if (_open.Count == 0 && Stopwatch.GetElapsedTime(lastJob) >= idle)
            {
                return;
            }
            else
            {
                signals.Wait(options.Poll, cancellation);
            }
        }
    }

    private ClaimedPart? Take(Statements statements)
    {
        WorkerTable.Add(statements, id, name, options.Build);
        _open = jobs.Of(JobTable.Open(statements));
        ClaimedPart? part = PartTable.Take(statements, [.. _open.Select(static j => j.Id)], NewClaim());
        WorkerTable.SetHungry(statements, id, part is null && _open.Count > 0);
        return part;
    }

    private ClaimedPart? Explore(ClaimedPart part, CancellationToken cancellation)
    {
        Exception? lost = null;
        SlicedCheck check;
        Slice slice;
        try
        {
            check = CheckOf(part.Job);
            _timer.Begin();
            slice = check.Explore(part.Part, () => _timer.IsOver(cancellation), Wanted);
            _timer.End();
        }
        catch (Exception e) when (e != lost)
        {
            // Whoever took the part next would meet the same.
            _check = null;
            var failure = new JobFailure(e is ScenarioException ? e.Message : $"{e.GetType().Name}: {e.Message}", e is not ScenarioException);
            _session.Run(Do(s => Fail(s, part, failure)), cancellation);
            return null;
        }

        var commit = new SliceCommit(check, part, slice, options.ForgetsClaims);
        Claim? next = cancellation.IsCancellationRequested ? null : NewClaim();
        return _session.Run(s => commit.Run(s, next), cancellation);

        int Wanted()
        {
            if (cancellation.IsCancellationRequested || !signals.OthersAreHungry)
            {
                return 0;
            }

            signals.OthersAreHungry = false;
            try
            {
                return _session.Run(s => WorkerTable.PartsWanted(s, options.Build, options.DeadAfter), cancellation);
            }
            catch (Exception e)
            {
                lost = e;
                throw;
            }
        }
    }

    private static void Fail(Statements statements, ClaimedPart part, JobFailure failure)
    {
        if (JobTable.Lock(statements, part.Job) && PartTable.Remove(statements, part))
        {
            JobTable.End(statements, part.Job, failure);
        }
    }

    private SlicedCheck CheckOf(long job)
    {
        if (_check is not { } known || known.Job != job)
        {
            ClusterJob of = _open.First(j => j.Id == job).Job;
            known = (job, new SlicedCheck(catalogue.Find(of.Scenario)!, of.Configuration, of.Options));
            _check = known;
            _timer.Reset();
        }

        return known.Check;
    }

    private Claim NewClaim() => new(Guid.NewGuid(), id);

    private static Func<Statements, bool> Do(Action<Statements> work) => s =>
    {
        work(s);
        return true;
    };
}
