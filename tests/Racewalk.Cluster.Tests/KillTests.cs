using Racewalk.Cluster.Database;
using Racewalk.Cluster.Jobs;
using Racewalk.Cluster.Tests.Servers;
using Racewalk.Scenarios;

namespace Racewalk.Cluster.Tests;

/// <summary>Whatever happens to workers, whenever: nothing is lost and nothing is counted twice.</summary>
[Collection(PostgresTests.Name)]
public sealed class KillTests(SharedServer server)
{
    private static readonly Checking s_clocks = new("thp-split/folio", "arch=x86-64 -gup-recheck-head");

    /// <summary>One worker after the other is killed, two at a time, until the job is done. Each slice is one execution, so the number of steps, and with it that of kills, is not a matter of time.</summary>
    [PostgresTheory]
    [InlineData("arch=x86-64 -gup-recheck-head", 1)]
    [InlineData("arch=arm64 -gup-recheck-head", 2)]
    public void Work_KilledAtRandom_CountsExactly(string configuration, int seed)
    {
        var checking = new Checking("thp-split/folio", configuration);
        string database = server.NewDatabase();
        Trouble[] troubles = [.. Enumerable.Range(0, 2).Select(i => new Trouble((ulong)((10 * seed) + i), database, 60))];
        string actual = checking.ByWorkers(database, OneByOne(), () => Parallel.ForEach(troubles, t => Survive(database, OneByOne(t))));
        Assert.Equal(checking.Locally(), actual);
        (int kills, int losses, int deaths) = (troubles.Sum(static t => t.Kills), troubles.Sum(static t => t.LostConnections), troubles.Sum(static t => t.FalseDeaths));
        Assert.True(kills >= 50 && losses >= 50 && deaths >= 50, $"{kills} kills, {losses} lost connections, {deaths} workers taken for dead");
    }

    /// <summary>Workers that are taken for dead when they are about to put something in, twice each; and such that do not look whether the part is still their own.</summary>
    [PostgresTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Work_TakenForDead_CountsExactlyUnlessItForgetsClaims(bool forgets)
    {
        string database = server.NewDatabase();
        Action worker = () =>
        {
            int commits = 0;
            Checking.Work(database, OneByOne() with
            {
                ForgetsClaims = forgets,
                Fault = step =>
                {
                    if (step.StartsWith("SELECT 1 FROM racewalk.job", StringComparison.Ordinal) && ++commits <= 10 && commits % 5 == 0)
                    {
                        Trouble.TakeAllForDead(database);
                    }
                },
            });
        };
        string actual;
        try
        {
            actual = s_clocks.ByWorkers(database, OneByOne(), () => Parallel.Invoke(worker, worker));
        }
        catch (AggregateException e) when (forgets && e.InnerExceptions.All(static i => i is InvalidDataException))
        {
            // What is counted twice does not even lie in one piece.
            return;
        }

        Assert.Equal(!forgets, s_clocks.Locally() == actual);
    }

    /// <summary>The whole job is done by another while one that was taken for dead is about to put in its first slice.</summary>
    [PostgresFact]
    public void Work_TakenForDeadUntilTheJobIsDone_CountsNothing()
    {
        string database = server.NewDatabase();
        s_clocks.Begin(database, Checking.Options);
        bool isFirst = true;
        Checking.Work(database, Checking.Options with
        {
            Fault = step =>
            {
                if (isFirst && step.StartsWith("SELECT 1 FROM racewalk.job", StringComparison.Ordinal))
                {
                    isFirst = false;
                    Trouble.TakeAllForDead(database);
                    Checking.Work(database, Checking.Options);
                }
            },
        });
        JobStatus status = Assert.Single(Checking.Status(database, Checking.Options).Jobs);
        Assert.Equal(("done", 241L, 18L), (status.State, status.Executions, status.Violations));
    }

    /// <summary>Cancelled as by Ctrl-C: what was explored is kept, what is left is given back at once.</summary>
    [PostgresFact]
    public void Work_IsCancelled_GivesItsPartBack()
    {
        string database = server.NewDatabase();
        s_clocks.Begin(database, Checking.Options);
        using var end = new CancellationTokenSource();
        int slices = 0;
        ClusterOptions options = OneByOne() with
        {
            Fault = step =>
            {
                if (step == "after COMMIT" && ++slices == 40)
                {
                    end.Cancel();
                }
            },
        };
        new ClusterWorkers(new ClusterDatabase(database), options, Catalogue.All, static _ => { }).Run(1, null, end.Token);
        (IReadOnlyList<JobStatus> jobs, IReadOnlyList<WorkerStatus> workers) = Checking.Status(database, options);
        Assert.Equal(("open", 0L), (jobs[0].State, jobs[0].Claimed));
        Assert.InRange(jobs[0].Executions + jobs[0].Blocked, 1, 100);
        Assert.Empty(workers);
        Assert.Equal(s_clocks.Locally(), s_clocks.ByWorkers(database, options with { Fault = null }, () => Checking.Work(database, Checking.Options)));
    }

    // Each slice is one execution.
    private static ClusterOptions OneByOne(Trouble? trouble = null) => Checking.Options with
    {
        FirstSlice = TimeSpan.Zero,
        LongestSlice = TimeSpan.Zero,
        Beat = TimeSpan.FromMilliseconds(20),
        DeadAfter = TimeSpan.FromMilliseconds(100),
        Fault = trouble is null ? null : trouble.At,
    };

    private static void Survive(string database, ClusterOptions options)
    {
        while (true)
        {
            try
            {
                Checking.Work(database, options);
                return;
            }
            catch (KilledException)
            {
                // The next one comes.
            }
        }
    }
}
