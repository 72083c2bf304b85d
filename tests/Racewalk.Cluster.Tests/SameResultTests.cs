using Racewalk.Cluster.Jobs;
using Racewalk.Cluster.Tests.Servers;

namespace Racewalk.Cluster.Tests;

/// <summary>Workers that share a database find what a check in one process finds, and it is printed the same.</summary>
[Collection(PostgresTests.Name)]
public sealed class SameResultTests(SharedServer server)
{
    [PostgresTheory]
    [InlineData("thp-split/folio", "arch=x86-64 mapped=pmd -split-freeze", 1, 2, 3)]
    [InlineData("thp-split/folio", "arch=arm64 mapped=pmd -split-freeze", 1, 2, 3)]
    [InlineData("cow/wp-huge", "arch=sc other=locked", 2)]
    [InlineData("hvo-arm64/update", "vcpu=writer-halts", 3)]
    [InlineData("table-free/pt-reclaim", "arch=x86-64 free=one-ipi", 3)]
    public void Work_SomeWorkers_FindTheSame(string scenario, string configuration, params int[] numbers)
    {
        var checking = new Checking(scenario, configuration);
        string expected = checking.Locally();
        Assert.All(numbers, workers => Assert.Equal(expected, Work(checking, workers, Checking.Options)));
    }

    [PostgresTheory]
    [InlineData("thp-split/folio", "arch=x86-64 -split-freeze")]
    [InlineData("lockless-pte/contpte-dirty", "arch=sc back=yes second=raw -lockless-validate")]
    [InlineData("lockless-pte/pae-gup", "arch=x86-pae-pv change=replace-twice judged=page recheck=lockless")]
    public void Work_StopsAtTheFirstViolation_ItIsTheFirstOfOneProcess(string scenario, string configuration)
    {
        var checking = new Checking(scenario, configuration, First: true);
        string expected = checking.Locally();
        Assert.All((int[])[1, 2, 3], workers => Assert.Equal(expected, Work(checking, workers, Checking.Options)));
    }

    /// <summary>Each slice is one execution, so everything that can be appended is, in every order.</summary>
    [PostgresTheory]
    [InlineData("thp-split/folio", "arch=arm64 -gup-recheck-head")]
    [InlineData("gup-fast/table-free-rcu", "")]
    public void Work_SlicesOfOneExecution_FindTheSameInOneSegment(string scenario, string configuration)
    {
        var checking = new Checking(scenario, configuration);
        string database = server.NewDatabase();
        ClusterOptions options = Checking.Options with
        {
            FirstSlice = TimeSpan.Zero,
            LongestSlice = TimeSpan.Zero,
        };
        Assert.Equal(checking.Locally(), Work(checking, 3, options, database));
        using Npgsql.NpgsqlConnection connection = PostgresServer.Open(database);
        using var command = new Npgsql.NpgsqlCommand("SELECT count(*) FROM racewalk.segment", connection);
        Assert.Equal(1L, command.ExecuteScalar());
    }

    [PostgresFact]
    public void Work_TwoJobs_TellWhatTheyAreInTheEnd()
    {
        string database = server.NewDatabase();
        var first = new Checking("cow/wp-huge", "arch=sc other=locked");
        var second = new Checking("thp-split/folio", "arch=x86-64 mapped=pmd -split-freeze");
        long one = first.Begin(database, Checking.Options);
        Assert.Equal(one, first.Begin(database, Checking.Options));
        long two = second.Begin(database, Checking.Options);
        Assert.NotEqual(one, two);
        Checking.Work(database, Checking.Options, 2);
        (IReadOnlyList<JobStatus> jobs, IReadOnlyList<WorkerStatus> workers) = Checking.Status(database, Checking.Options);
        Assert.Equal([("done", 577L, 91L, 0L), ("done", jobs[1].Executions, 0L, jobs[1].Violations)], jobs.Select(static j => (j.State, j.Executions, j.Blocked, j.Violations)));
        Assert.True(jobs[1].Violations > 0);
        Assert.All(jobs, static j => Assert.Equal((0L, 0L, 0.0), (j.Parts, j.Claimed, j.Left)));
        Assert.Empty(workers);
    }

    private string Work(Checking checking, int workers, ClusterOptions options, string? database = null)
    {
        string where = database ?? server.NewDatabase();
        return checking.ByWorkers(where, options, () => Checking.Work(where, options, workers));
    }
}
