using Racewalk.Reporting.Markup;
using Racewalk.Reporting.Pictures;
using Racewalk.Reporting.Views;

namespace Racewalk.Reporting.Pages;

/// <summary>One execution: what broke, lanes, steps, graph, race table.</summary>
public static class RaceSection
{
    /// <summary>Writes it.</summary>
    /// <param name="markup">Where.</param>
    /// <param name="title">What the execution is of.</param>
    /// <param name="race">The execution.</param>
    /// <param name="name">Begins the identifiers of its parts, so that a page can have several executions.</param>
    /// <param name="current">The step to stand out, by its index; -1 for none.</param>
    /// <param name="look">Where a look at a step, by its index, leads; null for nowhere.</param>
    public static void Write(MarkupWriter markup, string title, RaceView race, string name = "", int current = -1, Func<int, string>? look = null)
    {
        foreach (string paragraph in race.Picture.Outcome)
        {
            markup.Text("p", paragraph);
        }

        if (race.Replay is { } replay)
        {
            markup.Element("p", () => markup.Text("To see it again: ").Text("code", replay));
        }

        markup.Text("h3", "Lanes", ("id", name + "lanes"));
        ScrollRegion.Write(markup, "Lanes: " + title, () => PictureDrawing.Write(markup, title, race.Picture, current));
        markup.Text("p", Legend(race.Picture), ("class", "rw-quietly"));
        markup.Text("h3", "Steps", ("id", name + "steps"));
        StepList.Write(markup, race.Picture, name + "step", look);
        markup.Text("h3", "Execution graph", ("id", name + "graph"));
        GraphSection.Write(markup, "Execution graph: " + title, race.Graph);
        markup.Text("h3", "Race table", ("id", name + "table"));
        ScrollRegion.Write(markup, "Race table: " + title, () => markup.Text("pre", race.Table));
    }

    private static string Legend(RacePicture picture)
    {
        var kinds = picture.Links.Select(static l => l.Kind).ToHashSet();
        IEnumerable<string> words = new[]
        {
            (LinkKind.ReadsFrom, "thin lines lead from a write to what reads it"),
            (LinkKind.Stale, "dashed lines lead from a write to a read of something older"),
            (LinkKind.Interrupt, "dotted lines are interrupts"),
            (LinkKind.Swapped, "thick lines join accesses that took effect in the other order"),
            (LinkKind.Unordered, "thick dashed lines join accesses that nothing orders"),
        }.Where(w => kinds.Contains(w.Item1)).Select(static w => w.Item2);
        return string.Join("; ", words.Prepend("Time goes down; beside the CPUs stand the values from when they are written")) + ".";
    }
}
