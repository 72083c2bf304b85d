using Racewalk.Reporting.Markup;
using Racewalk.Reporting.Verdicts;
using Racewalk.Scenarios;

namespace Racewalk.Reporting.Pages;

/// <summary>The neighbours of a configuration as a table.</summary>
public static class VariantTable
{
    /// <summary>Writes the table.</summary>
    /// <param name="markup">Where.</param>
    /// <param name="matrix">The neighbours.</param>
    /// <param name="asked">The configuration itself, complete.</param>
    public static void Write(MarkupWriter markup, VariantMatrix matrix, Configuration asked)
    {
        ScrollRegion.Write(markup, "Other architectures and variants", () => markup.Element("table", () =>
        {
            markup.Text("caption", "Each row changes one thing; the framed verdict is that of this page.");
            markup.Element("thead", () => markup.Element("tr", () =>
            {
                markup.Text("th", "change", ("scope", "col"));
                foreach (string column in matrix.Columns)
                {
                    markup.Text("th", column.Length == 0 ? "verdict" : column, ("scope", "col"));
                }
            }));
            foreach (VariantGroup group in matrix.Groups)
            {
                markup.Element("tbody", () => WriteGroup(markup, matrix, group, asked));
            }
        }));
        markup.Text(
            "p",
            "A dash stands where the configuration makes no sense, a question mark where the verdict is inconclusive, an exclamation mark behind what the catalogue does not expect.",
            ("class", "rw-quietly"));
    }

    private static void WriteGroup(MarkupWriter markup, VariantMatrix matrix, VariantGroup group, Configuration asked)
    {
        if (group.Name.Length > 0)
        {
            markup.Element("tr", () => markup.Element(
                "th", [("scope", "rowgroup"), ("colspan", FormattableString.Invariant($"{matrix.Columns.Count + 1}"))],
                () => markup.Text(group.Name).Text("span", group.Meaning.Length == 0 ? "" : ": " + group.Meaning, ("class", "rw-quietly"))));
        }

        foreach (VariantRow row in group.Rows)
        {
            markup.Element("tr", () =>
            {
                markup.Text("th", row.Name, ("scope", "row"));
                foreach (MatrixCell cell in row.Cells)
                {
                    markup.Text("td", cell.Text + (VariantMatrix.IsUnexpected(cell) ? "!" : ""), ("class", Class(cell, asked)));
                }
            });
        }
    }

    private static string? Class(MatrixCell cell, Configuration asked)
    {
        string? verdict = cell.Check?.Verdict.Verdict switch
        {
            Verdict.Holds => "rw-holds",
            Verdict.Violated => "rw-violated",
            _ => null,
        };
        return cell.Check?.Verdict.Configuration.Equals(asked) == true ? $"{verdict} rw-asked".Trim() : verdict;
    }
}
