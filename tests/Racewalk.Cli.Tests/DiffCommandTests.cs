using System.Text.Json;
using Racewalk.Scenarios;
using Racewalk.Testing;

namespace Racewalk.Cli.Tests;

/// <summary>racewalk diff, on what check and litmus really write.</summary>
public sealed class DiffCommandTests : IDisposable
{
    private const string StoreBuffer = "X86 SB\n{ }\n P0 | P1 ;\n MOV [x],$1 | MOV [y],$1 ;\n MOV EAX,[y] | MOV EAX,[x] ;\nexists (0:EAX=0 /\\ 1:EAX=0)\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("racewalk-diff-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Diff_OfItself_FindsNothing()
    {
        string file = Save("a.json", TestRun.Fake(), "check", "--json");
        TestRun run = Diff(file, file);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal("8 results in both: 0 verdicts changed for the worse, 0 otherwise; 0 appeared, 0 vanished; 0 counts changed\n", run.Output);
    }

    [Fact]
    public void Diff_VerdictsForTheWorse_Returns1AndShowsThemFirst()
    {
        string before = Save("a.json", TestRun.Fake(), "check", "gup-fast/collapse", "gup-fast/zap", "--json");
        string after = Save("b.json", TestRun.Fake() with { Check = Worse }, "check", "gup-fast/collapse", "gup-fast/zap", "--json");
        TestRun run = Diff(before, after);
        Assert.Equal(1, run.ExitCode);
        GoldenFile.Check("Racewalk.Cli.Tests", "diff.txt", run.Output);
        Assert.Equal(0, Diff(after, before).ExitCode);
    }

    [Fact]
    public void Diff_MutantOfTheCatalogueThatHolds_IsForTheWorse()
    {
        string before = Save("a.json", TestRun.Fake(), "check", "--json");
        CliEnvironment blind = TestRun.Fake() with { Check = static (scenario, configuration, _, _) => ((FakeScenario)scenario).Judged(Verdict.Holds, ScenarioChecker.Complete(scenario, configuration).ToString()) };
        TestRun run = Diff(before, Save("b.json", blind, "check", "--json"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("4 verdicts changed for the worse", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("worse  violated -> holds ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Diff_Json_IsAsPublishedAndMutantsAreNot()
    {
        string before = Save("a.json", TestRun.Fake(), "check", "gup-fast/collapse", "gup-fast/zap", "--arch", "arm64", "--json");
        string after = Save("b.json", TestRun.Fake() with { Check = Worse }, "check", "gup-fast/collapse", "--json");
        string other = Save("c.json", TestRun.Fake() with { Check = Worse }, "check", "gup-fast/collapse", "--arch", "arm64", "--json");
        foreach ((string path, int changes) in (ReadOnlySpan<(string, int)>)[(after, 0), (other, 1)])
        {
            TestRun run = TestRun.Of(TestRun.Fake(), "diff", before, path, "--json");
            PublishedSchema.Accepts(run.Output);
            Assert.True(PublishedSchema.NoticesEveryMutant(run.Output) > 10);
            using JsonDocument document = JsonDocument.Parse(run.Output);
            Assert.Equal(changes, document.RootElement.GetProperty("changes").GetArrayLength());
            Assert.Equal(changes, document.RootElement.GetProperty("worse").GetInt32());
        }
    }

    [Fact]
    public void Diff_Counts_AreThoseOfExhaustiveSearches()
    {
        string tso = Save("a.json", TestRun.Real(), "check", "test/increments", "--json");
        string few = Save("b.json", TestRun.Real(), "check", "test/increments", "--max-executions", "10", "--json");
        Assert.Contains("holds -> inconclusive", Diff(tso, few).Output, StringComparison.Ordinal);
        Assert.Contains("0 counts changed", Diff(tso, few).Output, StringComparison.Ordinal);
        string more = Path.Combine(_folder.FullName, "c.json");
        File.WriteAllText(more, File.ReadAllText(tso).Replace("\"executions\": 5040", "\"executions\": 5041", StringComparison.Ordinal));
        TestRun run = TestRun.Of(TestRun.Fake(), "diff", tso, more, "--json");
        Assert.Equal(0, run.ExitCode);
        PublishedSchema.Accepts(run.Output);
        Assert.True(PublishedSchema.NoticesEveryMutant(run.Output) > 10);
        Assert.StartsWith("count  executions 5,040 -> 5,041 ", Diff(tso, more).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Diff_OfLitmusTests_FindsWhatAnotherModelForbids()
    {
        string test = Path.Combine(_folder.FullName, "sb.litmus");
        File.WriteAllText(test, StoreBuffer);
        string tso = Save("a.json", TestRun.Fake(), "litmus", test, "--format", "json");
        string sc = Save("b.json", TestRun.Fake(), "litmus", test, "--format", "json", "--model", "sc");
        TestRun run = Diff(tso, sc);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("worse  ok -> no ", run.Output, StringComparison.Ordinal);
        Assert.Contains("count  states 4 -> 3 ", run.Output, StringComparison.Ordinal);
        PublishedSchema.Accepts(TestRun.Of(TestRun.Fake(), "diff", tso, sc, "--json").Output);
    }

    [Theory]
    [InlineData("{ \"schema\": ", ":1:13: this is no JSON")]
    [InlineData("{ \"schema\": \"racewalk/run/1\" }", ":1:13: this is a document of schema 'racewalk/run/1'")]
    [InlineData("{ \"schema\": \"racewalk/litmus/1\", \"version\": \"1\", \"results\": [] }", "only like can be compared")]
    public void Diff_NoSuchFile_Returns2(string text, string message)
    {
        string file = Save("a.json", TestRun.Fake(), "check", "--json");
        string other = Path.Combine(_folder.FullName, "other.json");
        File.WriteAllText(other, text);
        TestRun run = Diff(file, other);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("racewalk: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Contains("cannot read nowhere.json", Diff(file, "nowhere.json").Error, StringComparison.Ordinal);
    }

    private static ScenarioVerdict Worse(Scenario scenario, Configuration configuration, Exploration.ExplorationOptions options, CancellationToken token)
    {
        var fake = (FakeScenario)scenario;
        string complete = ScenarioChecker.Complete(scenario, configuration).ToString();
        return scenario.Id.EndsWith("zap", StringComparison.Ordinal) ? fake.Judged(Verdict.Inconclusive, complete) : fake.Judged(Verdict.Violated, complete, null, GupFastStory.Failure);
    }

    private string Save(string name, CliEnvironment environment, params string[] arguments)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, TestRun.Of(environment, arguments).Output);
        return path;
    }

    private static TestRun Diff(string before, string after) => TestRun.Of(TestRun.Fake(), "diff", before, after);
}
