using Racewalk.Scenarios;

namespace Racewalk.Reporting.Verdicts;

/// <summary>
/// The verdicts of a scenario as a table: some axes down, one across. A cell says what holds or what breaks; <c>-</c> where the configuration makes no sense, <c>?</c> where the
/// verdict is inconclusive, <c>!</c> behind what the catalogue does not expect.
/// </summary>
/// <param name="scenario">The scenario.</param>
/// <param name="rows">The axes down, the slowest first.</param>
/// <param name="column">The axis across.</param>
/// <param name="fixedValues">The values of other axes; those not named have their defaults.</param>
public sealed class VerdictMatrix(Scenario scenario, IReadOnlyList<Axis> rows, Axis column, IReadOnlyDictionary<string, string> fixedValues)
{
    private readonly List<string[]> _lines = [];

    private readonly List<CheckedConfiguration> _checks = [];

    /// <summary>The configurations that were checked, in the order of the cells.</summary>
    public IReadOnlyList<CheckedConfiguration> Checks => _checks;

    /// <summary>How many of them hold.</summary>
    public int Holding { get; private set; }

    /// <summary>How many of them the catalogue has an expectation for.</summary>
    public int Expected { get; private set; }

    /// <summary>Those that are not as expected, in words.</summary>
    public IReadOnlyList<string> Mismatches => _mismatches;

    private readonly List<string> _mismatches = [];

    /// <summary>Checks every cell.</summary>
    /// <param name="check">Checks a configuration; a <see cref="ScenarioException"/> says that it makes no sense.</param>
    public void Fill(Func<Configuration, ScenarioVerdict> check)
    {
        _lines.Add([.. rows.Select(static r => r.Name), .. Shown(column)]);
        foreach (string[] values in Products(rows))
        {
            string[] cells = [.. Shown(column).Select(c => Cell(values, c, check))];
            if (cells.Any(static c => c != MatrixCell.None))
            {
                _lines.Add([.. values, .. cells]);
            }
        }
    }

    /// <summary>The table, a line a row.</summary>
    public IEnumerable<string> Lines()
    {
        int[] widths = [.. Enumerable.Range(0, _lines[0].Length).Select(i => _lines.Max(l => l[i].Length))];
        return _lines.Select(l => string.Join("  ", l.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
    }

    private IReadOnlyList<string> Shown(Axis axis) => fixedValues.TryGetValue(axis.Name, out string? value) ? [value] : axis.Values;

    private IEnumerable<string[]> Products(IReadOnlyList<Axis> axes) => axes.Count == 0
        ? [[]]
        : Shown(axes[0]).SelectMany(v => Products([.. axes.Skip(1)]).Select(rest => (string[])[v, .. rest]));

    private string Cell(string[] values, string columnValue, Func<Configuration, ScenarioVerdict> check)
    {
        var all = new Dictionary<string, string>(fixedValues, StringComparer.Ordinal) { [column.Name] = columnValue };
        for (int i = 0; i < rows.Count; i++)
        {
            all[rows[i].Name] = values[i];
        }

        MatrixCell cell = MatrixCell.Of(scenario, new Configuration(all), check);
        if (cell.Check is not { } checkedCell)
        {
            return MatrixCell.None;
        }

        Holding += checkedCell.Verdict.Verdict == Verdict.Holds ? 1 : 0;
        _checks.Add(checkedCell);
        if (checkedCell.Expected is not { } expected)
        {
            return cell.Text;
        }

        Expected++;
        if (checkedCell.IsAsExpected)
        {
            return cell.Text;
        }

        _mismatches.Add($"{checkedCell.Verdict.Configuration}: {cell.Text}, expected {VerdictNames.Of(expected.Verdict)} ({expected.Reason})");
        return cell.Text + "!";
    }
}
