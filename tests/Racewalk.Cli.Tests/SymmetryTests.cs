using System.Text.Json;

namespace Racewalk.Cli.Tests;

/// <summary>The reduction by symmetry, through the real explorer.</summary>
public sealed class SymmetryTests
{
    [Fact]
    public void Check_CpusWithTheSameCode_SaysWhatTheExecutionsStandFor()
    {
        TestRun run = Run("test/increments");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("visited: 1 execution, 0 blocked", run.Output, StringComparison.Ordinal);
        Assert.Contains("symmetry: the executions visited stand for 5,040, as the same code runs on CPUs 0, 1, 2, 3, 4, 5, 6\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_NoTwoCpusAlike_SaysThatNothingIsLeftOut() => Assert.Contains(
        "symmetry: no two CPUs run the same code, so nothing was left out", Run("test/store-buffering", "--model", "sc").Output, StringComparison.Ordinal);

    [Fact]
    public void Check_Json_HasTheGroupsAndTheNumber()
    {
        using var document = JsonDocument.Parse(Run("test/increments", "--json").Output);
        JsonElement symmetry = document.RootElement.GetProperty("results")[0].GetProperty("symmetry");
        Assert.Equal(7, Assert.Single(symmetry.GetProperty("identical").EnumerateArray().ToArray()).GetArrayLength());
        Assert.Equal("5040", symmetry.GetProperty("represented").GetString());
        using var whole = JsonDocument.Parse(TestRun.Of(TestRun.Real(), "check", "test/increments", "--json").Output);
        Assert.Equal(JsonValueKind.Null, whole.RootElement.GetProperty("results")[0].GetProperty("symmetry").ValueKind);
        Assert.Equal(5040, whole.RootElement.GetProperty("results")[0].GetProperty("executions").GetInt64());
    }

    [Theory]
    [InlineData("symmetry is reduced under SC and TSO, not under armv8", "--model", "armv8")]
    [InlineData("symmetry is reduced by the exhaustive search alone", "--search", "random")]
    public void Check_WhereItIsNotReduced_Returns2(string message, params string[] arguments)
    {
        TestRun run = Run(["test/increments", .. arguments]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    private static TestRun Run(params string[] arguments) => TestRun.Of(TestRun.Real(), ["check", .. arguments, "--symmetry"]);
}
