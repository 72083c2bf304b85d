using Npgsql;
using Racewalk.Cluster.Database;
using Racewalk.Cluster.Jobs;
using Racewalk.Cluster.Tests.Servers;
using Racewalk.Scenarios;

namespace Racewalk.Cluster.Tests;

/// <summary>What cannot be worked with is refused, by name, and nothing is touched.</summary>
[Collection(PostgresTests.Name)]
public sealed class RefusalTests(SharedServer server)
{
    private static readonly Checking s_checking = new("cow/wp-huge", "arch=sc other=locked");

    [Fact]
    public void Prepare_NobodyListens_Throws() => Assert.Contains(
        "cannot be used", Refused("Host=127.0.0.1;Port=1;Username=nobody;Database=none;Timeout=2"), StringComparison.Ordinal);

    [Theory]
    [InlineData("postgres")]
    [InlineData("NoSuchKey=1")]
    [InlineData("Host=a;Port=many")]
    public void Prepare_NoConnectionString_Throws(string text) => Assert.Contains("no connection string", Refused(text), StringComparison.Ordinal);

    [Fact]
    public void Prepare_OlderServer_Throws()
    {
        using var old = new OldServer("14.11");
        Assert.Contains("the server is PostgreSQL 14.11; racewalk needs 15 or newer", Refused(old.ConnectionString), StringComparison.Ordinal);
    }

    [PostgresFact]
    public void Prepare_NoTables_ThrowsUnlessTheyAreToBeMade()
    {
        string connectionString = server.NewDatabase();
        Assert.Contains("no tables", Assert.Throws<ClusterException>(() => new ClusterDatabase(connectionString).Prepare(create: false)).Message, StringComparison.Ordinal);
        Parallel.For(0, 8, _ => new ClusterDatabase(connectionString).Prepare(create: true));
        new ClusterDatabase(connectionString).Prepare(create: false);
    }

    [PostgresFact]
    public void Prepare_TablesOfAnotherVersion_Throws()
    {
        string connectionString = server.NewDatabase();
        s_checking.Begin(connectionString, Checking.Options);
        Change(connectionString, "UPDATE racewalk.schema_version SET version = 99");
        Assert.Contains("of version 99", Refused(connectionString), StringComparison.Ordinal);
        Assert.Throws<ClusterException>(() => Checking.Work(connectionString, Checking.Options));
    }

    [PostgresFact]
    public void Work_JobsOfAnotherBuildOnly_Throws()
    {
        string connectionString = server.NewDatabase();
        s_checking.Begin(connectionString, Checking.Options);
        ClusterException refusal = Assert.Throws<ClusterException>(() => Checking.Work(connectionString, Checking.Options with { Build = "another" }));
        Assert.Contains("job 1 (cow/wp-huge ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("another build of racewalk, build, and this one is another", refusal.Message, StringComparison.Ordinal);
        AssertUntouched(connectionString);
    }

    [PostgresFact]
    public void Work_JobsOfAnotherBuildToo_AreLeftAndTheOthersDone()
    {
        string connectionString = server.NewDatabase();
        s_checking.Begin(connectionString, Checking.Options with { Build = "another" });
        s_checking.Begin(connectionString, Checking.Options);
        List<string> told = [];
        new ClusterWorkers(new ClusterDatabase(connectionString), Checking.Options, Catalogue.All, told.Add).Run(1, TimeSpan.Zero, CancellationToken.None);
        Assert.Contains("job 1 ", Assert.Single(told), StringComparison.Ordinal);
        Assert.Equal(["open", "done"], Checking.Status(connectionString, Checking.Options).Jobs.Select(static j => j.State));
    }

    [PostgresTheory]
    [InlineData("SET scenario = 'cow/nothing'", "a scenario that this racewalk does not know")]
    [InlineData("SET configuration = 'arch=sc other=nobody'", "another version of the scenario: axis other of cow/wp-huge has no value 'nobody'")]
    [InlineData("SET subject = 'cow/wp-huge arch=sc axis=new'", "another version of the scenario, by which it would be cow/wp-huge arch=sc")]
    public void Work_ScenarioIsAnotherOneHere_Throws(string change, string why)
    {
        string connectionString = server.NewDatabase();
        s_checking.Begin(connectionString, Checking.Options);
        Change(connectionString, "UPDATE racewalk.job " + change);
        Assert.Contains(why, Assert.Throws<ClusterException>(() => Checking.Work(connectionString, Checking.Options)).Message, StringComparison.Ordinal);
        AssertUntouched(connectionString);
    }

    [PostgresFact]
    public void Work_ServerIsLostForLong_Throws()
    {
        string connectionString = server.NewDatabase();
        s_checking.Begin(connectionString, Checking.Options);
        ClusterOptions options = Checking.Options with
        {
            RetryFor = TimeSpan.FromSeconds(0.2),
            Fault = static _ => throw new NpgsqlException("nobody is there"),
        };
        Assert.Contains("was tried for 0.2 s: nobody is there", Assert.Throws<ClusterException>(() => Checking.Work(connectionString, options)).Message, StringComparison.Ordinal);
    }

    /// <summary>The model refuses what the scenario does: whoever waits is told, as by a check.</summary>
    [PostgresFact]
    public void Wait_ScenarioMakesNoSense_Throws()
    {
        string connectionString = server.NewDatabase();
        var checking = new Checking("translation/shootdown", "arch=arm64 model=power");
        string expected = Assert.Throws<ScenarioException>(checking.Locally).Message;
        Assert.Equal(expected, Assert.Throws<ScenarioException>(() => checking.ByWorkers(
            connectionString, Checking.Options, () => Checking.Work(connectionString, Checking.Options))).Message);
    }

    [PostgresFact]
    public void Work_PartIsDamaged_FailsTheJob()
    {
        string connectionString = server.NewDatabase();
        s_checking.Begin(connectionString, Checking.Options);
        Change(connectionString, "UPDATE racewalk.part SET start = '\\x00'");
        Checking.Work(connectionString, Checking.Options);
        Assert.Equal("failed", Assert.Single(Checking.Status(connectionString, Checking.Options).Jobs).State);
    }

    private static string Refused(string connectionString) =>
        Assert.Throws<ClusterException>(() => new ClusterDatabase(connectionString).Prepare(create: true)).Message;

    private static void Change(string connectionString, string statement)
    {
        using NpgsqlConnection connection = PostgresServer.Open(connectionString);
        using var command = new NpgsqlCommand(statement, connection);
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    private static void AssertUntouched(string connectionString)
    {
        JobStatus job = Assert.Single(Checking.Status(connectionString, Checking.Options).Jobs);
        Assert.Equal(("open", 0L, 1L, 0L), (job.State, job.Executions, job.Parts, job.Claimed));
    }
}
