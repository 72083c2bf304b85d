using Racewalk.Reporting.Graphs;
using Racewalk.Reporting.Markup;
using Racewalk.Reporting.Pictures;
using Racewalk.Reporting.Race;

namespace Racewalk.Reporting.Pages;

/// <summary>One execution: what broke, lanes, steps, graph, race table.</summary>
public static class RaceSection
{
    private const int TableWidth = 110;

    /// <summary>Writes it.</summary>
    /// <param name="markup">Where.</param>
    /// <param name="title">What the execution is of.</param>
    /// <param name="story">The execution and its names.</param>
    /// <param name="options">How values and barriers are named, and the command that shows the execution again.</param>
    public static void Write(MarkupWriter markup, string title, RaceStory story, RaceTableOptions options)
    {
        RacePicture picture = RacePictureBuilder.Of(story, options);
        foreach (string paragraph in picture.Outcome)
        {
            markup.Text("p", paragraph);
        }

        if (options.ReplayCommand is { } replay)
        {
            markup.Element("p", () => markup.Text("To see it again: ").Text("code", replay));
        }

        markup.Text("h3", "Lanes", ("id", "lanes"));
        ScrollRegion.Write(markup, "Lanes: " + title, () => PictureDrawing.Write(markup, title, picture));
        markup.Text("p", Legend(picture), ("class", "rw-quietly"));
        markup.Text("h3", "Steps", ("id", "steps"));
        StepList.Write(markup, picture);
        markup.Text("h3", "Execution graph", ("id", "graph"));
        GraphSection.Write(markup, "Execution graph: " + title, RaceGraphBuilder.Of(story, options.FormatValue));
        markup.Text("h3", "Race table", ("id", "table"));
        ScrollRegion.Write(markup, "Race table: " + title, () => markup.Text(
            "pre", RaceTable.Render(story, options with { Width = TableWidth, MaxLines = int.MaxValue, Colour = false })));
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
