using Racewalk.Reporting.Charts;

namespace Racewalk.Comparison;

/// <summary>The figures as a picture.</summary>
internal static class ComparisonChart
{
    private const int ProgramsInARow = 4;

    /// <summary>SVG: GenMC's CPU time over ours, or without GenMC our executions per CPU second.</summary>
    public static string Write(ProgramComparison result)
    {
        bool hasPeer = result.Measurements.Any(static m => m.Ratio is not null);
        return SvgCharts.Write([.. Charts(result, hasPeer)]);
    }

    private static IEnumerable<BarChart> Charts(ProgramComparison result, bool hasPeer)
    {
        string[] models = [.. result.Measurements.Select(static m => m.Model).Distinct()];
        foreach (string[] programs in result.Measurements.Select(static m => m.Program).Distinct().Where(static p => !p.Contains('/', StringComparison.Ordinal)).Chunk(ProgramsInARow))
        {
            yield return new BarChart(
                hasPeer ? "CPU time of GenMC over ours" : "Executions per CPU second",
                hasPeer ? "warm, one thread, GenMC's start-up subtracted; medians" : "warm, one thread; medians",
                "program",
                hasPeer ? "times" : "executions per second",
                programs,
                [
                    .. models.Select(model => new BarSeries(model, [.. programs.Select(p => ValueOf(result, p, model, hasPeer))])).Where(static s => s.Values.Any(static v => v is not null)),
                ])
            {
                IsLogarithmic = true,
            };
        }
    }

    private static double? ValueOf(ProgramComparison result, string program, string model, bool hasPeer)
    {
        Measurement? found = result.Measurements.FirstOrDefault(m => m.Program == program && m.Model == model);
        return hasPeer ? found?.Ratio : found?.ExecutionsPerCpuSecond;
    }
}
