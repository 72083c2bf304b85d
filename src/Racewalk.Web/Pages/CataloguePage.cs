using Racewalk.Reporting.Markup;
using Racewalk.Reporting.Pages;
using Racewalk.Reporting.Verdicts;
using Racewalk.Scenarios;
using Racewalk.Web.Urls;

namespace Racewalk.Web.Pages;

/// <summary>The catalogue as a matrix: scenarios down, architectures across.</summary>
public static class CataloguePage
{
    private const string Architecture = "arch";

    // What the catalogue expects never changes while the program runs.
    private static readonly Lazy<IReadOnlyList<Family>> s_families = new(Families);

    /// <summary>Writes it.</summary>
    public static void Write(MarkupWriter markup)
    {
        markup.Text("p", "What the catalogue expects of each scenario, by architecture; every one of these verdicts is checked in the tests. A cell runs the scenario as it is by default there.");
        foreach (Family family in s_families.Value)
        {
            markup.Text("h2", family.Name, ("id", family.Name));
            IReadOnlyList<string> heads = ["scenario", .. family.Columns.Select(static c => c.Length == 0 ? "verdicts" : c)];
            HtmlTable.Write(
                markup, $"Scenarios of {family.Name}", heads,
                () =>
                {
                    foreach (Row row in family.Rows)
                    {
                        WriteRow(markup, family, row);
                    }
                },
                style: "matrix");
        }
    }

    private static void WriteRow(MarkupWriter markup, Family family, Row row) => markup.Element("tr", () =>
    {
        markup.Element("th", [("scope", "row")], () =>
        {
            markup.Text("a", row.Scenario.Id, ("href", $"/scenario/{row.Scenario.Id}"));
            markup.Element("br");
            markup.Text("span", row.Scenario.Title, ("class", "rw-quietly"));
        });
        foreach (string column in family.Columns)
        {
            markup.Element("td", () =>
            {
                if (row.Cells.TryGetValue(column, out string? text))
                {
                    markup.Text("a", text, ("href", row.Links[column]));
                }
                else
                {
                    markup.Text(MatrixCell.None);
                }
            });
        }
    });

    private static IReadOnlyList<Family> Families() =>
    [
        .. Catalogue.All.GroupBy(static s => s.Id[..s.Id.IndexOf('/', StringComparison.Ordinal)], StringComparer.Ordinal).Select(static g =>
        {
            Row[] rows = [.. g.Select(RowOf)];
            string[] all = [.. g.SelectMany(static s => Architectures(s)).Distinct(StringComparer.Ordinal)];
            return new Family(g.Key, [.. all.Where(c => rows.Any(r => r.Cells.ContainsKey(c)))], rows);
        }),
    ];

    private static Row RowOf(Scenario scenario)
    {
        var cells = new Dictionary<string, string>(StringComparer.Ordinal);
        var links = new Dictionary<string, string>(StringComparer.Ordinal);
        IEnumerable<(string Column, ExpectedVerdict Expected)> expected = scenario.Expected
            .Select(e => (ScenarioChecker.Complete(scenario, e.Configuration).Values.GetValueOrDefault(Architecture, ""), e));
        foreach (IGrouping<string, (string Column, ExpectedVerdict Expected)> column in expected.GroupBy(static e => e.Column, StringComparer.Ordinal))
        {
            int holds = column.Count(static e => e.Expected.Verdict == Verdict.Holds);
            int broken = column.Count(static e => e.Expected.Verdict == Verdict.Violated);
            cells[column.Key] = string.Join(", ", new[] { (holds, "hold"), (broken, "break") }.Where(static p => p.Item1 > 0).Select(static p => FormattableString.Invariant($"{p.Item1} {p.Item2}")));
            links[column.Key] = new CheckAddress(scenario, DefaultOf(scenario, column.Key, column.First().Expected.Configuration)).ToString();
        }

        return new Row(scenario, cells, links);
    }

    // The default configuration of an architecture, unless it makes no sense there.
    private static Configuration DefaultOf(Scenario scenario, string architecture, Configuration expected)
    {
        var configuration = new Configuration(architecture.Length == 0 ? [] : [KeyValuePair.Create(Architecture, architecture)]);
        try
        {
            scenario.Build(ScenarioChecker.Complete(scenario, configuration));
            return configuration;
        }
        catch (ScenarioException)
        {
            return expected;
        }
    }

    private static IReadOnlyList<string> Architectures(Scenario scenario) => scenario.Axes.FirstOrDefault(static a => a.Name == Architecture)?.Values ?? [""];

    private sealed record Family(string Name, IReadOnlyList<string> Columns, IReadOnlyList<Row> Rows);

    private sealed record Row(Scenario Scenario, IReadOnlyDictionary<string, string> Cells, IReadOnlyDictionary<string, string> Links);
}
