using Racewalk.Reporting.Markup;

namespace Racewalk.Reporting.Pages;

/// <summary>A table with a heading for each column, which scrolls by itself.</summary>
public static class HtmlTable
{
    /// <summary>Writes it.</summary>
    /// <param name="markup">Where.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="heads">The columns' headings; an empty one stands above the headings of rows.</param>
    /// <param name="rows">Writes the rows, within the body of the table.</param>
    /// <param name="caption">What stands above it; null for nothing.</param>
    /// <param name="style">Its class in the style sheet; null for none.</param>
    public static void Write(MarkupWriter markup, string name, IReadOnlyList<string> heads, Action rows, string? caption = null, string? style = null) =>
        WriteGroups(markup, name, heads, () => markup.Element("tbody", rows), caption, style);

    /// <summary>Writes one whose rows are in groups, a body each.</summary>
    /// <param name="markup">Where.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="heads">The columns' headings.</param>
    /// <param name="bodies">Writes the bodies.</param>
    /// <param name="caption">What stands above it; null for nothing.</param>
    /// <param name="style">Its class in the style sheet; null for none.</param>
    public static void WriteGroups(MarkupWriter markup, string name, IReadOnlyList<string> heads, Action bodies, string? caption = null, string? style = null) =>
        ScrollRegion.Write(markup, name, () => markup.Element("table", [("class", style)], () =>
        {
            if (caption is not null)
            {
                markup.Text("caption", caption);
            }

            markup.Element("thead", () => markup.Element("tr", () =>
            {
                foreach (string head in heads)
                {
                    if (head.Length == 0)
                    {
                        markup.Element("td");
                    }
                    else
                    {
                        markup.Text("th", head, ("scope", "col"));
                    }
                }
            }));
            bodies();
        }));
}
