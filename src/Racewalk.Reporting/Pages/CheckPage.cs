using Racewalk.Reporting.Markup;
using Racewalk.Reporting.Verdicts;
using Racewalk.Reporting.Views;
using Racewalk.Scenarios;

namespace Racewalk.Reporting.Pages;

/// <summary>A verdict of a scenario as a page of its own, which needs nothing from elsewhere.</summary>
public static class CheckPage
{
    /// <summary>The page.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="view">The verdict.</param>
    /// <param name="variants">The neighbours; null to leave them out.</param>
    /// <param name="made">By which command, and by which version, the page was made.</param>
    public static string Write(Scenario scenario, CheckView view, VariantMatrix? variants, PageOrigin made) =>
        HtmlPage.Write(view.Title, ReportSheet.Rules, markup => markup.Element("main", () =>
        {
            markup.Text("h1", view.Title);
            markup.Text("p", scenario.Title);
            if (view.Verdict is not null)
            {
                markup.Text("h2", "Verdict", ("id", "verdict"));
                WriteVerdict(markup, view);
            }

            if (view.Race is { } race)
            {
                markup.Text("h2", "The execution", ("id", "execution"));
                RaceSection.Write(markup, $"{view.Title}, under {view.Model}", race);
            }

            if (variants is not null)
            {
                markup.Text("h2", "Other architectures and variants", ("id", "variants"));
                VariantTable.Write(markup, variants, view.Configuration);
            }

            markup.Text("h2", "The scenario", ("id", "scenario"));
            ScenarioSection.Write(markup, scenario, Configuration.Parse(view.Configuration));
            made.Write(markup);
        }));

    /// <summary>The verdict and what it rests on.</summary>
    public static void WriteVerdict(MarkupWriter markup, CheckView view)
    {
        markup.Text("p", view.Headline, ("class", view.Verdict is { } verdict ? $"rw-verdict rw-{VerdictNames.Of(verdict)}" : "rw-verdict"));
        markup.Element("ul", () =>
        {
            foreach (string fact in view.Facts)
            {
                markup.Text("li", fact);
            }
        });
    }
}
