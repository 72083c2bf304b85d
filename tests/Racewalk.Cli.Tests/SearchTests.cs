using System.Text.Json;
using System.Text.RegularExpressions;

namespace Racewalk.Cli.Tests;

/// <summary>Searches that do not visit every execution, through the real explorer.</summary>
public sealed partial class SearchTests
{
    [Fact]
    public void Check_RandomWithoutViolation_Returns3AndSaysWhatItMeans()
    {
        TestRun run = Run("--model", "sc", "--search", "random", "--runs", "1000", "--seed", "7");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("because: random search: 1000 walks", run.Output, StringComparison.Ordinal);
        Assert.Contains("search: random, seed 7: 1,000 walks built 3 different executions, 0 of them once", run.Output, StringComparison.Ordinal);
        Assert.Contains("one walk more breaks a property with a probability below 0.3 %", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("holds", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_RandomFindsAViolation_ShowsItAndItsReplay()
    {
        TestRun run = Run("--search", "random", "--runs", "1000");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("BROKEN: assertion: both missed it", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("means:", run.Output, StringComparison.Ordinal);
        string line = run.Output.Split('\n').Single(static l => l.StartsWith("replay: racewalk ", StringComparison.Ordinal));
        TestRun replay = TestRun.Of(TestRun.Real(), line["replay: racewalk ".Length..].Split(' '));
        Assert.Equal(1, replay.ExitCode);
        Assert.Contains("BROKEN: assertion: both missed it", replay.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("random")]
    [InlineData("pct", "--model", "sc")]
    public void Check_SameSeed_SameOutput(params string[] search)
    {
        string[] arguments = ["--search", .. search, "--runs", "200", "--seed"];
        Assert.Equal(WithoutTime(Run([.. arguments, "3"])), WithoutTime(Run([.. arguments, "3"])));
        Assert.NotEqual(WithoutTime(Run([.. arguments, "3"])), WithoutTime(Run([.. arguments, "4"])));
    }

    [Fact]
    public void Check_Pct_StatesItsBound()
    {
        TestRun run = Run("--model", "sc", "--search", "pct", "--runs", "20", "--depth", "2");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("n = 2 threads, k = 4 steps, d = 2", run.Output, StringComparison.Ordinal);
        // 1 - (1 - 1/8)^19: the first walk, which k was learnt from, does not count.
        Assert.Contains("a bug of depth 2 would have shown with a probability of at least 92 %, if no execution has more than 4 steps; 19 of the walks count", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Context_SaysHowManyPreemptions()
    {
        TestRun run = Run("--model", "sc", "--search", "context", "--preemptions", "1");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("search: context-bounded: every execution with at most 1 preemption\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("means: what breaks a property needs more than 1 preemption\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Json_HasTheSearch()
    {
        TestRun run = Run("--model", "sc", "--search", "random", "--runs", "100", "--json");
        using var document = JsonDocument.Parse(run.Output);
        JsonElement search = document.RootElement.GetProperty("results")[0].GetProperty("search");
        Assert.Equal("random", search.GetProperty("name").GetString());
        Assert.Equal(100, search.GetProperty("runs").GetInt64());
        Assert.Equal(1 - Math.Pow(0.05, 0.01), search.GetProperty("violationBelow").GetDouble(), 1e-12);
        using var exhaustive = JsonDocument.Parse(Run("--model", "sc", "--json").Output);
        Assert.Equal(JsonValueKind.Null, exhaustive.RootElement.GetProperty("results")[0].GetProperty("search").ValueKind);
    }

    [Theory]
    [InlineData("PCT's bound is one on interleavings, which tso is not", "--search", "pct")]
    [InlineData("preemptions are counted in interleavings, which tso is not", "--search", "context")]
    [InlineData("unknown search 'pctt'; did you mean 'pct'?", "--search", "pctt")]
    [InlineData("--depth: only with --search pct", "--depth", "2")]
    [InlineData("--seed and --runs: only with --search random or --search pct", "--search", "context", "--seed", "2")]
    [InlineData("--preemptions: only with --search context", "--search", "random", "--preemptions", "2")]
    [InlineData("--runs: the number must be at least 1", "--search", "random", "--runs", "0")]
    [InlineData("--search: what does not visit every execution", "--search", "random", "--all")]
    [InlineData("--search: what does not visit every execution", "--search", "random", "--checkpoint", "x")]
    public void Check_MakesNoSense_Returns2(string message, params string[] arguments)
    {
        TestRun run = Run(arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    private static TestRun Run(params string[] arguments) => TestRun.Of(TestRun.Real(), ["check", "test/store-buffering", .. arguments]);

    private static string WithoutTime(TestRun run) => Time().Replace(run.Output, "");

    [GeneratedRegex("in [0-9.]+ s")]
    private static partial Regex Time();
}
