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
    /// <param name="link">Where a configuration's verdict leads; null for nowhere.</param>
    public static void Write(MarkupWriter markup, VariantMatrix matrix, string asked, Func<string, string>? link = null)
    {
        IReadOnlyList<string> heads = ["change", .. matrix.Columns.Select(static c => c.Length == 0 ? "verdict" : c)];
        HtmlTable.WriteGroups(
            markup, "Other architectures and variants", heads,
            () =>
            {
                foreach (VariantGroup group in matrix.Groups)
                {
                    markup.Element("tbody", () => WriteGroup(markup, matrix, group, asked, link));
                }
            },
            "Each row changes one thing; the framed verdict is that of this page.");
        markup.Text(
            "p",
            "A dash stands where the configuration makes no sense, a question mark where the verdict is inconclusive, an exclamation mark behind what the catalogue does not expect.",
            ("class", "rw-quietly"));
    }

    private static void WriteGroup(MarkupWriter markup, VariantMatrix matrix, VariantGroup group, string asked, Func<string, string>? link)
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
                foreach (VariantCell cell in row.Cells)
                {
                    markup.Element("td", [("class", Class(cell, asked))], () => WriteVerdict(markup, cell, link));
                }
            });
        }
    }

    private static void WriteVerdict(MarkupWriter markup, VariantCell cell, Func<string, string>? link)
    {
        string text = cell.Text + (cell.IsUnexpected ? "!" : "");
        if (link is null || cell.Configuration is null)
        {
            markup.Text(text);
        }
        else
        {
            markup.Text("a", text, ("href", link(cell.Configuration)));
        }
    }

    private static string? Class(VariantCell cell, string asked)
    {
        string? verdict = cell.Verdict switch
        {
            Verdict.Holds => "rw-holds",
            Verdict.Violated => "rw-violated",
            _ => null,
        };
        return cell.Configuration == asked ? $"{verdict} rw-asked".Trim() : verdict;
    }
}
