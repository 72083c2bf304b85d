using Racewalk.Reporting.Markup;
using Racewalk.Scenarios;

namespace Racewalk.Reporting.Pages;

/// <summary>What a scenario is about: its text, the configuration with the meaning of its axes, its steps and where the kernel has them.</summary>
public static class ScenarioSection
{
    /// <summary>Writes it.</summary>
    /// <param name="markup">Where.</param>
    /// <param name="scenario">The scenario.</param>
    /// <param name="configuration">The complete configuration.</param>
    public static void Write(MarkupWriter markup, Scenario scenario, Configuration configuration)
    {
        foreach (string paragraph in scenario.Documentation.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            markup.Text("p", paragraph.Trim());
        }

        markup.Text("h3", "Configuration");
        markup.Element("ul", () =>
        {
            foreach (Axis axis in scenario.Axes.Where(a => configuration.Values.ContainsKey(a.Name)))
            {
                markup.Element("li", () => markup.Text("code", $"{axis.Name}={configuration.Values[axis.Name]}").Text(": " + axis.Meaning));
            }

            foreach (string step in configuration.Dropped)
            {
                markup.Element("li", () => markup.Text("without ").Text("code", step));
            }
        });
        markup.Text("h3", "Steps of the kernel");
        HtmlTable.Write(markup, "Steps of the kernel", ["step", "actor", "function", "version", "file"], () =>
        {
            foreach (Step step in scenario.Steps)
            {
                markup.Element("tr", () => markup
                    .Text("th", step.Name, ("scope", "row")).Text("td", step.Actor).Text("td", step.Function).Text("td", step.Version).Text("td", step.File));
            }
        });
    }
}
