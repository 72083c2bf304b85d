using Racewalk.Reporting.Verdicts;
using Racewalk.Scenarios;

namespace Racewalk.Site;

/// <summary>The catalogue: a page of all scenarios, and one of each.</summary>
internal static class ScenarioPages
{
    /// <summary>The page of all.</summary>
    internal const string Index = "scenarios/index.html";

    /// <summary>The pages, in order.</summary>
    internal static IEnumerable<PageDraft> All() =>
        Catalogue.All.Ids.Select(static id => new PageDraft(SitePath.OfScenario(id), (page, reader) => WriteOne(page, reader, Catalogue.Find(id)!), FamilyOf(id)))
            .Prepend(new PageDraft(Index, static (page, _) => WriteIndex(page)));

    private static string FamilyOf(string id) => id[..id.IndexOf('/', StringComparison.Ordinal)];

    private static void WriteIndex(PageText page)
    {
        page.AddHeading(1, "The catalogue", "the-catalogue");
        page.AddParagraph(
            FormattableString.Invariant($"{Catalogue.All.Count} scenarios with {Catalogue.All.Sum(static s => s.Expected.Count):N0} configurations, each with the verdict that it must have. "),
            new Cell("racewalk check", IsCode: true),
            " checks them all; this page and those of the scenarios are made from the same tables.");
        foreach (IGrouping<string, Scenario> family in Catalogue.All.GroupBy(static s => FamilyOf(s.Id), StringComparer.Ordinal))
        {
            page.AddHeading(2, family.Key, family.Key);
            page.AddTable(
                $"Scenarios of {family.Key}",
                ["Scenario", "Question", "Configurations"],
                family.Select(static s => (IReadOnlyList<Cell>)
                    [new Cell(s.Id, IsCode: true, SitePath.OfScenario(s.Id)), s.Title, FormattableString.Invariant($"{s.Expected.Count}")]));
        }
    }

    private static void WriteOne(PageText page, MarkdownReader reader, Scenario scenario)
    {
        reader.Read(page, $"documentation of {scenario.Id}", 1, scenario.Documentation);
        page.AddHeading(2, "Check it", "check-it");
        page.AddCode("Commands", $"racewalk check {scenario.Id}\nracewalk check {scenario.Id} --all\nracewalk list --steps {scenario.Id}");
        page.AddHeading(2, "Axes", "axes");
        page.AddParagraph("The first value of each is the default.");
        page.AddTable(
            "Axes",
            ["Axis", "Values", "Meaning"],
            scenario.Axes.Select(static a => (IReadOnlyList<Cell>)[new Cell(a.Name, IsCode: true), new Cell(string.Join(", ", a.Values), IsCode: true), a.Meaning]));
        page.AddHeading(2, "Steps", "steps");
        page.AddParagraph("What each step of an actor stands for. A step that can be dropped (", new Cell("--drop", IsCode: true), ") makes a mutant.");
        page.AddTable(
            "Steps",
            ["Actor", "Step", "Kernel function", "Version", "File", "Can be dropped"],
            scenario.Steps.Select(static s => (IReadOnlyList<Cell>)
                [s.Actor, new Cell(s.Name, IsCode: true), new Cell(s.Function, IsCode: true), s.Version, new Cell(s.File, IsCode: true), s.Droppable ? "yes" : ""]));
        page.AddHeading(2, "Expected verdicts", "expected-verdicts");
        page.AddParagraph("Axes that are not named have their default; a step behind a minus is dropped.");
        page.AddTable(
            "Expected verdicts",
            ["Configuration", "Verdict", "Reason"],
            scenario.Expected.Select(static e => (IReadOnlyList<Cell>)
                [ConfigurationText(e.Configuration), VerdictNames.Of(e.Verdict), e.Reason]));
    }

    private static Cell ConfigurationText(Configuration configuration) =>
        configuration.ToString() is { Length: > 0 } text ? new Cell(text, IsCode: true) : "the defaults";
}
