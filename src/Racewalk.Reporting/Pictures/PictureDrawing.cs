using System.Globalization;
using Racewalk.Reporting.Markup;

namespace Racewalk.Reporting.Pictures;

/// <summary>Draws the picture of a race as SVG: a lane for each CPU, time downwards, beside them what changes.</summary>
public static class PictureDrawing
{
    /// <summary>A picture of its own.</summary>
    /// <param name="title">What it is of.</param>
    /// <param name="picture">The picture.</param>
    public static string Write(string title, RacePicture picture)
    {
        var markup = new MarkupWriter();
        Write(markup, title, picture, isAlone: true, current: -1);
        return markup.ToString().Replace("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ", StringComparison.Ordinal) + "\n";
    }

    /// <summary>A picture in a page, which has the rules of <see cref="Pages.ReportSheet.Drawings"/> and says itself what broke.</summary>
    /// <param name="markup">Where.</param>
    /// <param name="title">What it is of.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="current">The step to stand out, by its index; -1 for none.</param>
    public static void Write(MarkupWriter markup, string title, RacePicture picture, int current = -1) => Write(markup, title, picture, isAlone: false, current);

    private static void Write(MarkupWriter markup, string title, RacePicture picture, bool isAlone, int current)
    {
        var layout = new PictureLayout(picture, withOutcome: isAlone);
        string width = MarkupWriter.Number(layout.Width);
        string height = MarkupWriter.Number(layout.Height);
        markup.Element("svg", [("class", "rw-picture"), ("width", width), ("height", height), ("viewBox", $"0 0 {width} {height}"), ("role", "img")], () =>
        {
            markup.Text("title", title);
            markup.Text("desc", string.Join(' ', picture.Outcome));
            if (isAlone)
            {
                markup.Style(PictureSheet.Rules);
            }

            markup.Element("rect", [("class", "rw-ground"), ("width", width), ("height", height)]);
            WriteHeads(markup, picture, layout);
            WriteStates(markup, picture, layout);
            foreach (PictureLink link in picture.Links)
            {
                WriteLink(markup, picture, layout, link);
            }

            for (int s = 0; s < picture.Steps.Count; s++)
            {
                WriteStep(markup, picture.Steps[s], layout, s, s == current);
            }

            for (int i = 0; i < layout.Outcome.Count; i++)
            {
                DrawnText.Write(markup, PictureLayout.Margin, layout.LanesEnd + ((i + 1) * PictureLayout.Line), layout.Outcome[i], "rw-ink");
            }
        });
    }

    private static void WriteHeads(MarkupWriter markup, RacePicture picture, PictureLayout layout)
    {
        for (int c = 0; c < picture.Cpus.Count; c++)
        {
            DrawnText.Write(markup, layout.CpuLeft(c), PictureLayout.Margin + 12, picture.Cpus[c].Name, "rw-ink rw-head");
            DrawnText.Write(markup, layout.CpuLeft(c), PictureLayout.Margin + 12 + PictureLayout.Line, picture.Cpus[c].Actor, "rw-ink");
        }

        for (int l = 0; l < picture.States.Count; l++)
        {
            DrawnText.Write(markup, layout.StateLeft(l), PictureLayout.Margin + 12, PictureLayout.Fit(picture.States[l].Name), "rw-ink rw-head");
            DrawnText.Write(markup, layout.StateLeft(l), PictureLayout.Margin + 12 + PictureLayout.Line, PictureLayout.Fit(picture.States[l].Initial), "rw-ink");
        }
    }

    // A value stands where it appears; the line below it says how long it lasts.
    private static void WriteStates(MarkupWriter markup, RacePicture picture, PictureLayout layout)
    {
        for (int l = 0; l < picture.States.Count; l++)
        {
            double x = layout.StateLeft(l);
            Line(markup, x + 3, PictureLayout.HeadHeight - 8, x + 3, layout.LanesEnd, "rw-lane");
        }

        for (int s = 0; s < picture.Steps.Count; s++)
        {
            foreach (LaneChange change in picture.Steps[s].Changes)
            {
                double x = layout.StateLeft(change.Lane);
                markup.Element("rect",
                [
                    ("class", "rw-value"), ("x", MarkupWriter.Number(x)), ("y", MarkupWriter.Number(layout.Tops[s])),
                    ("width", MarkupWriter.Number(layout.StateWidths[change.Lane])), ("height", MarkupWriter.Number(PictureLayout.Line + 4)), ("rx", "3"),
                ]);
                DrawnText.Write(markup, x + 5, layout.Tops[s] + 14, PictureLayout.Fit(change.Text), "rw-ink");
            }
        }
    }

    private static void WriteStep(MarkupWriter markup, PictureStep step, PictureLayout layout, int s, bool isCurrent)
    {
        double x = layout.CpuLeft(step.Cpu);
        bool isMarked = step.Effects.Any(static e => e.Mark is { Length: > 0 });
        markup.Element("g", () =>
        {
            markup.Text("title", string.Create(CultureInfo.InvariantCulture, $"Step {s + 1}: {step.Name}").TrimEnd());
            markup.Element("rect",
            [
                ("class", (isMarked ? "rw-box rw-boxed" : "rw-box") + (isCurrent ? " rw-current" : "")), ("x", MarkupWriter.Number(x)), ("y", MarkupWriter.Number(layout.Tops[s])),
                ("width", MarkupWriter.Number(layout.CpuWidth)), ("height", MarkupWriter.Number(layout.HeightOf(s))), ("rx", "3"),
            ]);
            for (int i = 0; i < layout.Lines[s].Count; i++)
            {
                (string text, string style) = layout.Lines[s][i];
                DrawnText.Write(markup, x + 6, layout.Tops[s] + 15 + (i * PictureLayout.Line), text, style);
            }
        });
    }

    private static void WriteLink(MarkupWriter markup, RacePicture picture, PictureLayout layout, PictureLink link)
    {
        PictureStep from = picture.Steps[link.From];
        PictureStep to = picture.Steps[link.To];
        bool toRight = to.Cpu > from.Cpu;
        double x1 = layout.CpuLeft(from.Cpu) + (toRight || to.Cpu == from.Cpu ? layout.CpuWidth : 0);
        double x2 = layout.CpuLeft(to.Cpu) + (toRight ? 0 : layout.CpuWidth);
        double y1 = layout.Tops[link.From] + (layout.HeightOf(link.From) / 2) - (link.From == link.To ? PictureLayout.Line : 0);
        double y2 = layout.Tops[link.To] + (layout.HeightOf(link.To) / 2) + (link.From == link.To ? PictureLayout.Line : 0);

        // Steps of one CPU are joined by a bow at its right.
        double bend = to.Cpu == from.Cpu ? PictureLayout.Gap : 0;
        string path = string.Create(
            CultureInfo.InvariantCulture,
            $"M{x1:0.#} {y1:0.#} C{(bend > 0 ? x1 + bend : (x1 + x2) / 2):0.#} {y1:0.#} {(bend > 0 ? x2 + bend : (x1 + x2) / 2):0.#} {y2:0.#} {x2:0.#} {y2:0.#}");
        markup.Element("g", () =>
        {
            markup.Text("title", Describe(link));
            markup.Element("path", [("class", Class(link.Kind)), ("d", path)]);
            markup.Element("circle", [("class", Class(link.Kind)), ("cx", MarkupWriter.Number(x2)), ("cy", MarkupWriter.Number(y2)), ("r", "3")]);
        });
    }

    private static string Class(LinkKind kind) => kind switch
    {
        LinkKind.ReadsFrom => "rw-reads",
        LinkKind.Stale => "rw-stale",
        LinkKind.Interrupt => "rw-interrupt",
        LinkKind.Unordered => "rw-unordered",
        _ => "rw-swapped",
    };

    private static string Describe(PictureLink link)
    {
        string from = (link.From + 1).ToString(CultureInfo.InvariantCulture);
        string to = (link.To + 1).ToString(CultureInfo.InvariantCulture);
        return link.Kind switch
        {
            LinkKind.ReadsFrom => $"Step {to} reads what step {from} wrote",
            LinkKind.Stale => $"Step {to} reads something older than what step {from} wrote",
            LinkKind.Interrupt => $"Step {from} interrupts the CPU of step {to}",
            LinkKind.Unordered => $"Nothing orders what steps {from} and {to} do",
            _ when link.From == link.To => $"Accesses of step {from} took effect in the other order",
            _ => $"Steps {from} and {to} took effect in the other order",
        };
    }

    private static void Line(MarkupWriter markup, double x1, double y1, double x2, double y2, string style) => markup.Element("line",
    [
        ("class", style), ("x1", MarkupWriter.Number(x1)), ("y1", MarkupWriter.Number(y1)), ("x2", MarkupWriter.Number(x2)), ("y2", MarkupWriter.Number(y2)),
    ]);
}
