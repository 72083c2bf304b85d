using Racewalk.Scenarios;

namespace Racewalk.Cli.Tests;

/// <summary>racewalk stress, on this machine's processors.</summary>
public sealed class StressTests
{
    [Fact]
    public void Stress_OfTheKernelAsItIs_Holds()
    {
        TestRun run = Run("--stops", "2", "--seconds", "60", "--cpus", "2", "--pages", "1000", "--seed", "5");

        Assert.True(run.ExitCode == ExitCodes.Holds, run.Output);
        Assert.Contains("3 VMAs of 1 PMD entries, 512 pages each", run.Output, StringComparison.Ordinal);
        Assert.Contains("2 CPUs, base pages of 4K, TLB flush by interrupt, seed 5", run.Output, StringComparison.Ordinal);
        Assert.Contains("not seen: any broken invariant, at 2 stops and at the end", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Stress_WithAStepLeftOut_SaysWhatIsBroken()
    {
        TestRun run = Run("--stops", "50", "--seconds", "60", "--cpus", "3", "--arch", "arm64", "--drop", "flush-tlbi");

        Assert.Equal(ExitCodes.Violated, run.ExitCode);
        Assert.Contains("left out: flush-tlbi", run.Output, StringComparison.Ordinal);
        Assert.Contains("violated: ", run.Output, StringComparison.Ordinal);
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
