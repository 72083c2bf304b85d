using Racewalk.Scenarios;

namespace Racewalk.Reporting.Verdicts;

/// <summary>A configuration among its neighbours: what becomes of it on other architectures, with one axis changed, with one step left out. Plain data.</summary>
/// <param name="Columns">The architectures; one column without a name if the scenario has one only.</param>
/// <param name="Groups">The rows, in groups.</param>
public sealed record VariantMatrix(IReadOnlyList<string> Columns, IReadOnlyList<VariantGroup> Groups)
{
    private const string Architecture = "arch";

    /// <summary>Checks the neighbours of a configuration, and itself.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="configuration">The configuration as it was asked for.</param>
    /// <param name="check">Checks a complete configuration; a <see cref="ScenarioException"/> says that it makes no sense.</param>
    public static VariantMatrix Of(Scenario scenario, Configuration configuration, Func<Configuration, ScenarioVerdict> check)
    {
        Configuration complete = ScenarioChecker.Complete(scenario, configuration);
        Axis? architectures = scenario.Axes.FirstOrDefault(static a => a.Name == Architecture);
        IReadOnlyList<string> columns = architectures?.Values ?? [""];
        List<VariantGroup> groups = [new VariantGroup("", "", [Row("as asked", configuration.Values, configuration.Dropped)])];
        foreach (Axis axis in scenario.Axes.Where(a => a != architectures))
        {
            Add(axis.Name, axis.Meaning, axis.Values
                .Where(v => complete.Values.GetValueOrDefault(axis.Name) != v)
                .Select(v => Row(v, With(configuration.Values, axis.Name, v), configuration.Dropped)));
        }

        Add("without the step", "", scenario.Steps
            .Where(s => s.Droppable && !configuration.Drops(s.Name))
            .Select(s => Row(s.Name, configuration.Values, [.. configuration.Dropped, s.Name])));
        return new VariantMatrix(columns, groups);

        // A row that makes sense on no architecture says nothing.
        void Add(string name, string meaning, IEnumerable<VariantRow> rows)
        {
            VariantRow[] sensible = [.. rows.Where(static r => r.Cells.Any(static c => c.Configuration is not null))];
            if (sensible.Length > 0)
            {
                groups.Add(new VariantGroup(name, meaning, sensible));
            }
        }

        VariantRow Row(string name, IReadOnlyDictionary<string, string> values, IReadOnlyList<string> dropped) => new(name,
        [
            .. columns.Select(c => VariantCell.Of(MatrixCell.Of(
                scenario, new Configuration(architectures is null ? values : With(values, Architecture, c), dropped, configuration.Model), check))),
        ]);
    }

    private static SortedDictionary<string, string> With(IReadOnlyDictionary<string, string> values, string axis, string value) =>
        new(values.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal) { [axis] = value };
}

/// <summary>Rows that change the same thing.</summary>
/// <param name="Name">What they change: an axis; empty for the configuration itself.</param>
/// <param name="Meaning">What the axis means.</param>
/// <param name="Rows">The rows.</param>
public sealed record VariantGroup(string Name, string Meaning, IReadOnlyList<VariantRow> Rows);

/// <summary>A configuration on every architecture.</summary>
/// <param name="Name">The axis's value, or the step.</param>
/// <param name="Cells">The verdicts, in the order of the columns.</param>
public sealed record VariantRow(string Name, IReadOnlyList<VariantCell> Cells);

/// <summary>A verdict among its neighbours.</summary>
/// <param name="Text">As in <see cref="MatrixCell"/>.</param>
/// <param name="Verdict">The verdict; null where the configuration makes no sense.</param>
/// <param name="Configuration">The complete configuration; null where it makes no sense.</param>
/// <param name="IsUnexpected">Whether the catalogue expects something else.</param>
public sealed record VariantCell(string Text, Verdict? Verdict, string? Configuration, bool IsUnexpected)
{
    internal static VariantCell Of(MatrixCell cell) =>
        new(cell.Text, cell.Check?.Verdict.Verdict, cell.Check?.Verdict.Configuration.ToString(), cell.Check is { IsAsExpected: false });
}
