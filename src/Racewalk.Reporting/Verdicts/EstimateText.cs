using System.Globalization;
using Racewalk.Exploration.Estimates;
using Racewalk.Reporting.Text;

namespace Racewalk.Reporting.Verdicts;

/// <summary>How an estimate of the number of all executions is written: with its interval, or not at all.</summary>
public static class EstimateText
{
    /// <summary>The part that was covered: <c>about 40 % (95 %: 25 to 70 %)</c>.</summary>
    public static string Covered(ExecutionEstimate estimate) =>
        $"about {Percent(estimate.Covered)} % ({Confidence} %: {Percent(estimate.CoveredLow)} to {Percent(estimate.CoveredHigh)} %)";

    /// <summary>The same with the number of executions and what it rests on.</summary>
    public static string Statement(ExecutionEstimate estimate) =>
        $"{Covered(estimate)} of the search, of about {Executions(estimate.Executions)} executions ({Executions(estimate.Low)} to {Executions(estimate.High)}), by {ValueText.Count(estimate.Probes, "probe")}";

    /// <summary>A number of executions with the two digits that mean something.</summary>
    public static string Executions(double number)
    {
        double unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(1, number))) - 1));
        double rounded = Math.Round(number / unit) * unit;
        return rounded < 1e15 ? ValueText.Count((long)rounded) : rounded.ToString("0.0e+0", CultureInfo.InvariantCulture);
    }

    private static string Confidence => (100 * ExecutionEstimate.Confidence).ToString("0", CultureInfo.InvariantCulture);

    // Two digits, and never 100 % of what is not done.
    private static string Percent(double part)
    {
        double percent = 100 * part;
        return percent >= 99.5 ? Math.Min(percent, 99.9).ToString("0.0", CultureInfo.InvariantCulture)
            : percent >= 10 ? percent.ToString("0", CultureInfo.InvariantCulture)
            : percent >= 0.001 ? percent.ToString("G2", CultureInfo.InvariantCulture)
            : percent.ToString("0.0e+0", CultureInfo.InvariantCulture);
    }
}
