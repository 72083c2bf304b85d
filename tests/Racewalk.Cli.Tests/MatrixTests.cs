using Racewalk.Programs;
using Racewalk.Scenarios;
using Racewalk.Testing;

namespace Racewalk.Cli.Tests;

public sealed class MatrixTests
{
    private const string Scenario = "gup-fast/collapse";

    [Fact]
    public void Matrix_TwoAxes_ShowsWhatBreaksWhere()
    {
        TestRun run = Run("matrix", Scenario, "--rows", "arch", "--columns", "era");
        Assert.Equal(0, run.ExitCode);
        string[] lines = run.Output.Split('\n');
        Assert.Equal("arch    E1     E0", lines[0]);
        Assert.Equal("x86-64  holds  lost-data", lines[1]);
        Assert.Equal("arm64   holds  lost-data", lines[2]);
        Assert.Equal("4 configurations: 2 hold; the catalogue has expectations of 3, all as expected", lines[4]);
    }

    [Fact]
    public void Matrix_NotAsExpected_MarkedAndSaid()
    {
        TestRun run = Run(static _ => Verdict.Holds, "matrix", Scenario, "--rows", "arch", "--columns", "era");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("x86-64  holds  holds!", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 NOT as expected", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Matrix_ConfigurationWithoutSense_HasNoVerdict()
    {
        TestRun run = Run(
            static c => c.Values["era"] == "E0" && c.Values["arch"] == "arm64" ? throw new ScenarioException("no sense") : Verdict.Holds,
            "matrix", Scenario, "--rows", "arch", "--columns", "era");
        Assert.Contains("arm64   holds  -", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--rows", "arch", "--columns", "arch")]
    [InlineData("--rows", "arch", "--columns", "nothing")]
    [InlineData("--rows", "arch", "--columns", "era", "--drop", "flush")]
    [InlineData("--rows", "arch")]
    public void Matrix_BadArguments_Refused(params string[] arguments) => Assert.Equal(2, Run(["matrix", Scenario, .. arguments]).ExitCode);

    private static TestRun Run(params string[] arguments) => Run(static c => c.Values["era"] == "E0" ? Verdict.Violated : Verdict.Holds, arguments);

    private static TestRun Run(Func<Configuration, Verdict> verdict, params string[] arguments) => TestRun.Of(
        TestRun.Fake() with
        {
            Check = (scenario, c, _, _) =>
            {
                Verdict answer = verdict(c);
                FailureNote? failure = answer == Verdict.Violated ? new FailureNote(ViolationKind.LostData, "lost") : null;
                return ((FakeScenario)scenario).Judged(answer, c.ToString(), failure: failure);
            },
        },
        arguments);
}
