using System.Globalization;
using System.Text;
using Racewalk.Reporting.Charts;
using Racewalk.Trials.Bench;

namespace Racewalk.Cli;

/// <summary>What was measured, as a table and as a chart.</summary>
/// <param name="Measurement">What.</param>
/// <param name="Rows">The figures.</param>
internal sealed record BenchTable(Measurement Measurement, IReadOnlyList<BenchRow> Rows)
{
    /// <summary>What tells rows apart: the measurement's keys, and what was measured in several processes.</summary>
    internal IReadOnlyList<string> Keys { get; init; } = Measurement.Keys;

    /// <summary>Figures in columns, aligned.</summary>
    internal string Text()
    {
        int keys = Keys.Count;
        List<string[]> lines = [[.. Keys, .. Measurement.Columns.Select(static c => c.Unit == "1" ? c.Name : $"{c.Name} [{c.Unit}]")]];
        lines.AddRange(Rows.Select(row => (string[])[.. row.Keys, .. row.Values.Select((v, i) => v.ToString(Measurement.Columns[i].Format, CultureInfo.InvariantCulture))]));
        int[] widths = [.. Enumerable.Range(0, lines[0].Length).Select(i => lines.Max(l => l[i].Length))];
        var text = new StringBuilder().Append(Measurement.Name).Append(": ").Append(Measurement.Title).Append('\n');
        foreach (string[] line in lines)
        {
            text.Append("  ").Append(string.Join("  ", line.Select((cell, i) => i < keys ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd()).Append('\n');
        }

        return text.Append('\n').ToString();
    }

    /// <summary>Grouped bars: a group for each value of the first key, bars for the other keys and the columns that are charted. What was measured in several processes is several charts.</summary>
    internal IEnumerable<BarChart> Charts() => Keys.Count == Measurement.Keys.Count
        ? [ChartOf(Rows, Measurement.Name)]
        : Rows.GroupBy(static r => r.Keys[1]).Select(part => ChartOf(
            [.. part.Select(static r => r with { Keys = [r.Keys[0], .. r.Keys.Skip(2)] })], $"{Measurement.Name}, {Keys[1]} of {part.Key}"));

    private BarChart ChartOf(IReadOnlyList<BenchRow> rows, string title)
    {
        string[] groups = [.. rows.Select(static r => r.Keys[0]).Distinct()];
        string[] others = [.. rows.Select(OtherKeys).Distinct()];
        IReadOnlyList<int> charted = Measurement.Charted;
        var series = others.SelectMany(other => charted.Select(column => new BarSeries(
            charted.Count == 1 ? other : $"{other}: {Measurement.Columns[column].Name}",
            [.. groups.Select(group => rows.FirstOrDefault(r => r.Keys[0] == group && OtherKeys(r) == other)?.Values[column])])));
        BenchColumn unit = Measurement.Columns[charted[0]];
        string label = charted.Count == 1 ? $"{unit.Name} [{unit.Unit}]" : $"[{unit.Unit}]";
        return new BarChart(title, Measurement.Title, Keys[0], label + (Measurement.IsLogarithmic ? ", logarithmic" : ""), groups, [.. series])
        {
            IsLogarithmic = Measurement.IsLogarithmic,
        };
    }

    private static string OtherKeys(BenchRow row) => string.Join(", ", row.Keys.Skip(1));
}
