using System.Diagnostics;
using Racewalk.Cli;
using Racewalk.Cluster.Tests.Servers;
using Racewalk.Exploration;
using Racewalk.Scenarios;
using Racewalk.Testing;

namespace Racewalk.Cluster.Tests;

/// <summary>The command, with workers that are processes of their own.</summary>
[Collection(PostgresTests.Name)]
public sealed class ClusterCommandTests(SharedServer server)
{
    private static readonly string[] s_check = ["lockless-pte/contpte-dirty", "--variant", "back=yes"];

    [PostgresFact]
    public async Task Cluster_WorkersAreKilled_PrintsWhatCheckPrints()
    {
        string database = server.NewDatabase();
        Task<(int ExitCode, string Output, string Error)> start = Task.Run(() => Run(["cluster", "start", .. s_check, "--database", database]));
        var random = new SplitMix64(7);
        for (int kills = 0; kills < 6; kills++)
        {
            using Process first = Worker(database);
            using Process second = Worker(database);
            // One is killed before it has connected, another in the middle of a slice.
            await Task.Delay(random.Between(100, 900));
            first.Kill();
            await Task.Delay(random.Between(0, 300));
            second.Kill();
            await Task.WhenAll(first.WaitForExitAsync(), second.WaitForExitAsync());
        }

        using Process last = Worker(database);
        (int exitCode, string output, string error) = await start;
        (int expectedCode, string expected, _) = Run(["check", .. s_check]);
        Assert.Equal((expectedCode, Checking.WithoutTime(expected), ""), (exitCode, Checking.WithoutTime(output), error));
        await last.WaitForExitAsync();
        Assert.Equal(0, last.ExitCode);
        (_, string status, _) = Run(["cluster", "status", "--database", database]);
        Assert.Matches("1 +done +7,584 +2,976 +0 +all +0 +0 ", status);
    }

    [PostgresFact]
    public void Start_Detached_NamesTheJobs()
    {
        string database = server.NewDatabase();
        string[] start = ["cluster", "start", "--detach", "--database", database, "gup-fast/zap", "gup-fast/fork"];
        (int exitCode, string output, _) = Run(start);
        Assert.Equal(0, exitCode);
        Assert.Matches("^job 1: gup-fast/zap arch=[^\n]*, loop bound 16, event bound 250\njob 2: gup-fast/fork arch=[^\n]*\n$", output);
        Assert.Equal(output, Run(start).Output);
    }

    [Theory]
    [InlineData("no database: name one by --database", "cluster", "status")]
    [InlineData("the database cannot be used", "cluster", "status", "--database", "Host=127.0.0.1;Port=1;Username=nobody")]
    [InlineData("the database cannot be used", "cluster", "worker", "--database", "Host=127.0.0.1;Port=1;Username=nobody")]
    [InlineData("the database cannot be used", "cluster", "start", "gup-fast/zap", "--database", "Host=127.0.0.1;Port=1;Username=nobody")]
    [InlineData("unknown scenario 'gup-fast/zip'", "cluster", "start", "gup-fast/zip", "--database", "Host=127.0.0.1;Port=1;Username=nobody")]
    [InlineData("--retry-for: a number of seconds", "cluster", "status", "--retry-for", "-1", "--database", "Host=127.0.0.1;Port=1")]
    public void Cluster_MakesNoSense_SaysWhy(string why, params string[] arguments)
    {
        (int exitCode, string output, string error) = Run(arguments);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(why, error, StringComparison.Ordinal);
    }

    private static (int ExitCode, string Output, string Error) Run(string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        int exitCode = RacewalkApp.Run(arguments, new CliEnvironment
        {
            Catalogue = Catalogue.All,
            Check = ScenarioChecker.Check,
            Complete = ScenarioChecker.Complete,
            Explore = static (program, model, visitor, options, token) => Explorer.Explore(program, model, visitor, options, token),
            Output = output,
            Error = error,
        });
        return (exitCode, output.ToString(), error.ToString());
    }

    private static Process Worker(string database) => Process.Start(new ProcessStartInfo(
        "dotnet",
        [Path.Combine(AppContext.BaseDirectory, "racewalk.dll"), "cluster", "worker", "--workers", "1", "--idle", "1", "--slice", "0.05", "--dead-after", "0.5", "--database", database]))!;
}
