using Racewalk.Reporting.Markup;
using Racewalk.Reporting.Race;
using Racewalk.Reporting.Verdicts;
using Racewalk.Scenarios;

namespace Racewalk.Reporting.Pages;

/// <summary>What a page of a verdict has in it.</summary>
public sealed record CheckPageContent
{
    /// <summary>What was checked.</summary>
    public required Scenario Scenario { get; init; }

    /// <summary>The complete configuration.</summary>
    public required Configuration Configuration { get; init; }

    /// <summary>The name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The verdict; null for an execution that was asked for, which has none.</summary>
    public CheckedConfiguration? Check { get; init; }

    /// <summary>The execution to show; null if there is none.</summary>
    public RaceStory? Story { get; init; }

    /// <summary>How the execution is written.</summary>
    public RaceTableOptions Options { get; init; } = new();

    /// <summary>The neighbours; null to leave them out.</summary>
    public VariantMatrix? Variants { get; init; }

    /// <summary>The command line that made the page.</summary>
    public required string CommandLine { get; init; }

    /// <summary>The version of racewalk.</summary>
    public required string Version { get; init; }
}

/// <summary>A verdict of a scenario as a page of its own, which needs nothing from elsewhere.</summary>
public static class CheckPage
{
    /// <summary>The page.</summary>
    public static string Write(CheckPageContent content)
    {
        string title = $"{content.Scenario.Id} {content.Configuration}".TrimEnd();
        return HtmlPage.Write(title, ReportSheet.Rules, markup => markup.Element("main", () =>
        {
            markup.Text("h1", title);
            markup.Text("p", content.Scenario.Title);
            WriteVerdict(markup, content);
            if (content.Story is { } story)
            {
                markup.Text("h2", "The execution", ("id", "execution"));
                RaceSection.Write(markup, $"{title}, under {content.Model}", story, content.Options);
            }

            if (content.Variants is { } variants)
            {
                markup.Text("h2", "Other architectures and variants", ("id", "variants"));
                VariantTable.Write(markup, variants, content.Configuration);
            }

            ScenarioSection.Write(markup, content.Scenario, content.Configuration);
            markup.Element("p", [("class", "rw-quietly")], () => markup.Text("Made by ").Text("code", content.CommandLine).Text($", racewalk {content.Version}."));
        }));
    }

    private static void WriteVerdict(MarkupWriter markup, CheckPageContent content)
    {
        if (content.Check is not { } check)
        {
            return;
        }

        // The first line names the configuration, which the heading has already.
        string[] lines = [.. CoverageStatement.Lines(check).Skip(1)];
        markup.Text("h2", "Verdict", ("id", "verdict"));
        markup.Text("p", lines[0], ("class", $"rw-verdict rw-{VerdictNames.Of(check.Verdict.Verdict)}"));
        markup.Element("ul", () =>
        {
            foreach (string line in lines.Skip(1))
            {
                markup.Text("li", line.Trim());
            }
        });
    }
}
