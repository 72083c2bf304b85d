using Racewalk.Reporting.Markup;
using Racewalk.Reporting.Views;

namespace Racewalk.Reporting.Pages;

/// <summary>A result of a litmus test as a page of its own, which needs nothing from elsewhere.</summary>
public static class LitmusPage
{
    /// <summary>The page.</summary>
    /// <param name="view">The result.</param>
    /// <param name="source">The test's text.</param>
    /// <param name="made">By which command, and by which version, the page was made.</param>
    public static string Write(LitmusView view, string source, PageOrigin made) =>
        HtmlPage.Write($"{view.Name}, {view.Model}", ReportSheet.Rules, markup => markup.Element("main", () =>
        {
            markup.Text("h1", view.Name);
            markup.Text("p", $"A litmus test for {view.Architecture}, under the model {view.Model}.");
            markup.Text("h2", "Verdict", ("id", "verdict"));
            LitmusSections.WriteVerdict(markup, view);
            LitmusSections.WriteGraph(markup, view);
            markup.Text("h2", "Final states", ("id", "states"));
            LitmusSections.WriteStates(markup, view);
            markup.Text("h2", "The test", ("id", "source"));
            LitmusSections.WriteSource(markup, source);
            made.Write(markup);
        }));
}
