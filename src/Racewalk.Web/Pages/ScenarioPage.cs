using Racewalk.Models;
using Racewalk.Reporting.Markup;
using Racewalk.Reporting.Pages;
using Racewalk.Reporting.Verdicts;
using Racewalk.Scenarios;
using Racewalk.Web.Urls;

namespace Racewalk.Web.Pages;

/// <summary>A scenario: a form that chooses its configuration, what it is about, and what the catalogue expects.</summary>
public static class ScenarioPage
{
    /// <summary>Writes it.</summary>
    /// <param name="markup">Where.</param>
    /// <param name="address">The scenario, with what the form begins with.</param>
    public static void Write(MarkupWriter markup, CheckAddress address)
    {
        markup.Text("p", address.Scenario.Title);
        WriteForm(markup, address);
        markup.Text("h2", "What it is about");
        ScenarioSection.Write(markup, address.Scenario, address.Complete);
        WriteExpected(markup, address.Scenario);
    }

    private static void WriteForm(MarkupWriter markup, CheckAddress address)
    {
        Configuration chosen = address.Complete;
        markup.Text("h2", "Check it");
        markup.Element("form", [("method", "get"), ("action", $"/check/{address.Scenario.Id}"), ("class", "choices")], () =>
        {
            foreach (Axis axis in address.Scenario.Axes)
            {
                Choice.Write(markup, axis.Name, axis.Name, axis.Values, chosen.Values[axis.Name], axis.Meaning);
            }

            Choice.Write(markup, "model", "memory model", ["", .. MemoryModel.All.Select(static m => m.Name)], chosen.Model ?? "", "empty for the architecture's own");
            markup.Element("fieldset", () =>
            {
                markup.Text("legend", "Steps to leave out");
                foreach (Step step in address.Scenario.Steps.Where(static s => s.Droppable))
                {
                    markup.Element("label", () =>
                    {
                        markup.Element("input", [("type", "checkbox"), ("name", "drop"), ("value", step.Name), ("checked", chosen.Drops(step.Name) ? "checked" : null)]);
                        markup.Text(" " + step.Name + " ").Text("span", step.Function, ("class", "rw-quietly"));
                    });
                }
            });
            markup.Element("p", () => markup
                .Text("button", "Check", ("type", "submit"))
                .Text(" ").Text("button", "Check it and its neighbours", ("type", "submit"), ("formaction", $"/variants/{address.Scenario.Id}")));
        });
    }

    private static void WriteExpected(MarkupWriter markup, Scenario scenario)
    {
        markup.Text("h2", "What the catalogue expects");
        HtmlTable.Write(markup, "What the catalogue expects", ["configuration", "verdict", "why"], () =>
        {
            foreach (ExpectedVerdict expected in scenario.Expected)
            {
                string text = expected.Configuration.ToString();
                markup.Element("tr", () =>
                {
                    markup.Element("td", () => markup.Text("a", text.Length == 0 ? "as it is by default" : text, ("href", new CheckAddress(scenario, expected.Configuration).ToString())));
                    markup.Text("td", VerdictNames.Of(expected.Verdict), ("class", "rw-" + VerdictNames.Of(expected.Verdict))).Text("td", expected.Reason);
                });
            }
        });
    }
}
