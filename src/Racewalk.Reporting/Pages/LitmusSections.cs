using System.Globalization;
using Racewalk.Reporting.Graphs;
using Racewalk.Reporting.Markup;
using Racewalk.Reporting.Views;

namespace Racewalk.Reporting.Pages;

/// <summary>The parts of a page about a litmus test.</summary>
public static class LitmusSections
{
    /// <summary>Whether the condition holds as it is quantified, and what else is to be said of the check.</summary>
    public static void WriteVerdict(MarkupWriter markup, LitmusView view)
    {
        markup.Text("p", $"{view.Verdict}: {view.Headline}", ("class", $"rw-verdict rw-{view.Verdict.ToLowerInvariant()}"));
        markup.Element("ul", () =>
        {
            markup.Element("li", () => markup.Text("code", view.Condition));
            foreach (string fact in view.Facts)
            {
                markup.Text("li", fact);
            }
        });
    }

    /// <summary>The graph of a witness or counterexample, or of the nearest candidate with the cycle that forbids it, under a heading of its own.</summary>
    /// <param name="markup">Where.</param>
    /// <param name="view">The result.</param>
    /// <param name="linksLines">Whether the test's text is on the page, too.</param>
    /// <param name="name">The heading's identifier.</param>
    public static void WriteGraph(MarkupWriter markup, LitmusView view, bool linksLines = true, string name = "graph")
    {
        if (view.Shown.Length == 0)
        {
            return;
        }

        markup.Text("h2", view.Shown, ("id", name));
        if (view.Graph is null)
        {
            markup.Text("p", "No choice of what the reads return gives such a state, whatever the model.");
            return;
        }

        markup.Element("p", () => markup.Text("The final state ").Text("code", view.FinalState).Text(view.ForbiddenBy is null ? "" : " violates ").Text("code", view.ForbiddenBy ?? ""));
        GraphSection.Write(markup, $"{view.Name} under {view.Model}: {view.Shown}", view.Graph, linksLines ? LineOf : null);
    }

    /// <summary>The final states.</summary>
    public static void WriteStates(MarkupWriter markup, LitmusView view) =>
        HtmlTable.Write(markup, "Final states", ["state", "satisfies the condition", "executions"], () =>
        {
            foreach (LitmusStateView state in view.States)
            {
                markup.Element("tr", () =>
                {
                    markup.Element("td", () => markup.Text("code", state.Text));
                    markup.Text("td", state.Satisfies ? "yes" : "no").Text("td", state.Executions.ToString("N0", CultureInfo.InvariantCulture));
                });
            }
        });

    /// <summary>The test's text, whose lines can be led to.</summary>
    public static void WriteSource(MarkupWriter markup, string source) =>
        ScrollRegion.Write(markup, "The test", () => markup.Element("ol", [("class", "rw-source")], () =>
        {
            string[] lines = source.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
            for (int i = 0; i < lines.Length; i++)
            {
                markup.Text("li", lines[i], ("id", string.Create(CultureInfo.InvariantCulture, $"line-{i + 1}")));
            }
        }));

    private static string? LineOf(GraphNode node) => node.Place.StartsWith("line ", StringComparison.Ordinal) ? "#line-" + node.Place["line ".Length..] : null;
}
