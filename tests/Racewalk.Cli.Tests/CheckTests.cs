using System.Text.Json;
using Racewalk.Exploration;
using Racewalk.Exploration.Estimates;
using Racewalk.Scenarios;
using Racewalk.Testing;

namespace Racewalk.Cli.Tests;

public sealed class CheckTests
{
    [Fact]
    public void Check_OneThatHolds_SaysWhatWasCoveredAndReturns0()
    {
        TestRun run = TestRun.Of(TestRun.Fake(), "check", "gup-fast/collapse", "--arch", "arm64");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", run.Error);
        Golden("check-holds.txt", run.Output);
    }

    [Fact]
    public void Check_OneThatIsViolated_ShowsTheRaceAndReturns1()
    {
        TestRun run = TestRun.Of(TestRun.Fake(), "check", "gup-fast/collapse", "--variant", "arch=arm64", "--era", "E0");
        Assert.Equal(1, run.ExitCode);
        Golden("check-violated.txt", run.Output);
    }

    [Fact]
    public void Check_Inconclusive_Returns3()
    {
        CliEnvironment environment = TestRun.Fake() with
        {
            Check = static (scenario, _, _, _) => ((FakeScenario)scenario).Judged(Verdict.Inconclusive, "arch=arm64 era=E1"),
        };
        TestRun run = TestRun.Of(environment, "check", "gup-fast/zap");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("because: loop bound 16", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Catalogue_Returns0IfAllIsAsExpected()
    {
        TestRun run = TestRun.Of(TestRun.Fake(), "check");
        Assert.Equal(0, run.ExitCode);
        Golden("check-catalogue.txt", run.Output);
    }

    [Fact]
    public void Check_CatalogueWithAnotherVerdict_Returns1AndNamesIt()
    {
        CliEnvironment environment = TestRun.Fake() with
        {
            Check = static (scenario, configuration, _, _) => ((FakeScenario)scenario).Judged(Verdict.Holds, configuration.ToString()),
        };
        TestRun run = TestRun.Of(environment, "check", "--all", "gup-fast/collapse");
        Assert.Equal(1, run.ExitCode);
        Golden("check-mismatch.txt", run.Output);
    }

    [Fact]
    public void Check_CatalogueOfOneArchitecture_ChecksOnlyThat()
    {
        TestRun run = TestRun.Of(TestRun.Fake(), "check", "--arch", "arm64");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("2 configurations: 2 hold", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Json_WritesNothingElse()
    {
        TestRun run = TestRun.Of(TestRun.Fake(), "check", "gup-fast/collapse", "--era", "E0", "--json");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("", run.Error);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        JsonElement result = document.RootElement.GetProperty("results")[0];
        Assert.Equal("racewalk/check/1", document.RootElement.GetProperty("schema").GetString());
        Assert.Equal("violated", result.GetProperty("verdict").GetString());
        Assert.StartsWith("racewalk check --replay 1:gup-fast/collapse:arch=x86-64,era=E0:", result.GetProperty("replay").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, result.GetProperty("example").GetProperty("threads").GetArrayLength());
    }

    [Fact]
    public void Check_Options_ReachTheExplorer()
    {
        Exploration.ExplorationOptions? seen = null;
        CliEnvironment fake = TestRun.Fake();
        CliEnvironment environment = fake with
        {
            Check = (scenario, configuration, options, token) =>
            {
                seen = options;
                return fake.Check(scenario, configuration, options, token);
            },
        };
        TestRun.Of(environment, "check", "gup-fast/zap", "--loop-bound", "3", "--event-bound", "40", "--max-executions", "500", "--max-time", "1.5",
            "--first");
        Assert.Equal((3, 40, 500L, TimeSpan.FromSeconds(1.5), true),
            (seen!.LoopBound, seen.EventBound, seen.MaxExecutions, seen.MaxTime, seen.StopAtFirstViolation));
    }

    [Fact]
    public void Check_Progress_IsSilentUnlessSomebodyLooks()
    {
        Assert.Equal("", TestRun.Of(TestRun.Fake(), "check", "gup-fast/zap").Error);
        Assert.Equal(
            "gup-fast/zap: 123,500 of about 490,000 executions, about 30.0 s left\n",
            TestRun.Of(TestRun.Fake(), "check", "gup-fast/zap", "--progress").Error);
        string terminal = TestRun.Of(TestRun.Fake() with { ErrorIsTerminal = true }, "check", "gup-fast/zap").Error;
        Assert.StartsWith("\rgup-fast/zap: 123,500", terminal, StringComparison.Ordinal);
        Assert.EndsWith(" \r", terminal, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ProgressWithAnEstimate_ShowsTheIntervalAndTheTimeLeftByIt()
    {
        CliEnvironment fake = TestRun.Fake();
        CliEnvironment environment = fake with
        {
            Check = (scenario, configuration, options, token) =>
            {
                options.Progress?.Report(new ExplorationProgress(1_234_000, 567, 0.001, TimeSpan.FromSeconds(400))
                {
                    Estimate = new ExecutionEstimate(1_234_567, 3_086_417, 1_763_667, 4_938_268, 20),
                });
                return fake.Check(scenario, configuration, options with { Progress = null }, token);
            },
        };
        Assert.Equal(
            "gup-fast/zap: 1,234,567 executions, about 40 % (95 %: 25 to 70 %), about 10 min 00 s left\n",
            TestRun.Of(environment, "check", "gup-fast/zap", "--progress").Error);
    }

    [Fact]
    public void Check_Always_AsksForAnEstimate()
    {
        CliEnvironment fake = TestRun.Fake();
        EstimateOptions? seen = null;
        CliEnvironment environment = fake with
        {
            Check = (scenario, configuration, options, token) =>
            {
                seen = options.Estimate;
                return fake.Check(scenario, configuration, options, token);
            },
        };
        TestRun.Of(environment, "check", "gup-fast/zap");
        Assert.Equal(new EstimateOptions(), seen);
    }

    [Fact]
    public void Check_Interrupted_ShowsWhatIsKnownAndReturns3()
    {
        using var cancellation = new CancellationTokenSource();
        TestRun run = TestRun.Of(TestRun.Interrupted(cancellation), "check");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("7 configurations not checked", run.Output, StringComparison.Ordinal);
    }

    private static void Golden(string name, string actual) => GoldenFile.Check("Racewalk.Cli.Tests", name, actual);
}
