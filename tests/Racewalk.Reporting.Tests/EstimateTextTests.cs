using System.Text.Json;
using Racewalk.Exploration.Estimates;
using Racewalk.Reporting.Json;
using Racewalk.Reporting.Verdicts;
using Racewalk.Scenarios;
using Racewalk.Testing;

namespace Racewalk.Reporting.Tests;

public sealed class EstimateTextTests
{
    private static readonly ExecutionEstimate s_estimate = new(1_234_567, 3_086_417, 1_763_667, 4_938_268, 20);

    [Theory]
    [InlineData(1_234_567, 3_086_417, 1_763_667, 4_938_268, "about 40 % (95 %: 25 to 70 %)")]
    [InlineData(10, 1_000_000, 900_000, 1e12, "about 0.001 % (95 %: 1.0e-9 to 0.0011 %)")]
    [InlineData(9_999, 10_000, 9_999, 10_100, "about 99.9 % (95 %: 99 to 99.9 %)")]
    [InlineData(50, 1_000, 800, 2_000, "about 5 % (95 %: 2.5 to 6.2 %)")]
    public void Covered_Estimate_HasTheDigitsThatMeanSomething(long visited, double executions, double low, double high, string expected) =>
        Assert.Equal(expected, EstimateText.Covered(new ExecutionEstimate(visited, executions, low, high, 8)));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(57, "57")]
    [InlineData(123_456, "120,000")]
    [InlineData(4.26e17, "4.3e+17")]
    public void Executions_Number_HasTwoDigits(double number, string expected) => Assert.Equal(expected, EstimateText.Executions(number));

    [Fact]
    public void Lines_EndedEarlyWithAnEstimate_SayTheInterval() => Assert.Contains(
        "  covered: about 40 % (95 %: 25 to 70 %) of the search, of about 3,100,000 executions (1,800,000 to 4,900,000), by 20 probes",
        CoverageStatement.Lines(Check(s_estimate)));

    [Fact]
    public void Lines_EndedEarlyWithoutAnEstimate_SayThatItIsOneWithoutAnInterval() =>
        Assert.Contains("  covered: about 12.5 % of the search, by an estimate", CoverageStatement.Lines(Check(null)));

    [Fact]
    public void Json_Estimate_HasTheInterval()
    {
        using JsonDocument document = JsonDocument.Parse(JsonReport.Write([new JsonResult(Check(s_estimate), null, null)], 1, "1.2.3"));
        JsonElement estimate = document.RootElement.GetProperty("results")[0].GetProperty("estimate");
        Assert.Equal("""{"executions":3086417,"low":1763667,"high":4938268,"confidence":0.95,"probes":20}""", JsonSerializer.Serialize(estimate));
    }

    private static CheckedConfiguration Check(ExecutionEstimate? estimate)
    {
        ScenarioVerdict verdict = new FakeScenario("gup-fast/collapse").Judged(Verdict.Inconclusive, "arch=arm64 era=E1");
        return new CheckedConfiguration(verdict with { Exploration = verdict.Exploration with { Covered = 0.125, Estimate = estimate } }, null);
    }
}
