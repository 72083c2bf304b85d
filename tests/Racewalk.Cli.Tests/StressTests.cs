using System.Text.Json;
using Racewalk.Scenarios;

namespace Racewalk.Cli.Tests;

/// <summary>racewalk stress, on this machine's processors.</summary>
public sealed class StressTests
{
    [Fact]
    public void Stress_OfTheKernelAsItIs_Holds()
    {
        TestRun run = Run("--stops", "2", "--seconds", "600", "--cpus", "2", "--pages", "1000", "--seed", "5");

        Assert.True(run.ExitCode == ExitCodes.Holds, run.Output);
        Assert.Contains("3 VMAs of 512 pages each, 512 to a PMD entry", run.Output, StringComparison.Ordinal);
        Assert.Contains("2 CPUs, base pages of 4K, TLB flush by interrupt, seed 5", run.Output, StringComparison.Ordinal);
        Assert.Contains("not seen: any broken invariant, at 2 stops and at the end", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Stress_WithAStepLeftOut_SaysWhatIsBroken()
    {
        TestRun run = Run("--stops", "50", "--seconds", "600", "--cpus", "3", "--arch", "arm64", "--drop", "flush-tlbi");

        Assert.Equal(ExitCodes.Violated, run.ExitCode);
        Assert.Contains("left out: flush-tlbi", run.Output, StringComparison.Ordinal);
        Assert.Contains("violated: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Stress_AsJson_SaysTheSame()
    {
        TestRun run = Run("--stops", "1", "--seconds", "600", "--cpus", "1", "--pages", "1000", "--without", "fork", "--json");

        Assert.Equal(ExitCodes.Holds, run.ExitCode);
        JsonElement root = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("racewalk/stress/1", root.GetProperty("schema").GetString());
        Assert.Equal(1, root.GetProperty("stops").GetInt32());
        Assert.Equal("not-seen", root.GetProperty("result").GetString());
        Assert.Empty(root.GetProperty("violations").EnumerateArray());
        Assert.Contains(root.GetProperty("actors").EnumerateArray(), static a => a.GetProperty("name").GetString() == "user" && a.GetProperty("operations").GetInt64() > 0);
        Assert.DoesNotContain(root.GetProperty("actors").EnumerateArray(), static a => a.GetProperty("name").GetString() == "fork");
    }

    [Fact]
    public void Stress_Interrupted_IsInconclusive()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        TestRun run = TestRun.Of(TestRun.Fake() with { Cancellation = source.Token }, "stress", "--cpus", "1", "--pages", "1000");

        Assert.Equal(ExitCodes.Inconclusive, run.ExitCode);
        Assert.Contains("inconclusive: interrupted", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--cpus", "0")]
    [InlineData("--cpus", "33")]
    [InlineData("--pages", "0")]
    [InlineData("--pages", "999999999")]
    [InlineData("--frames", "-1")]
    [InlineData("--frames", "2000000000")]
    [InlineData("--seconds", "0")]
    [InlineData("--stops", "0")]
    [InlineData("--delay", "gup-read-pte")]
    [InlineData("--delay", "gup-read-pet=5")]
    [InlineData("--drop", "flush")]
    [InlineData("--without", "user")]
    [InlineData("--arch", "ppc64")]
    [InlineData("--page-size", "8K")]
    public void Stress_WithWhatMakesNoSense_Usage(string option, string value)
    {
        TestRun run = Run(option, value);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(value.Split('=')[0], run.Error, StringComparison.Ordinal);
    }

    private static TestRun Run(params string[] arguments) => TestRun.Of(TestRun.Fake() with { Catalogue = Catalogue.All }, ["stress", .. arguments]);
}
