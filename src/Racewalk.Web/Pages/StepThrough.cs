using Racewalk.Reporting.Markup;
using Racewalk.Reporting.Pages;
using Racewalk.Reporting.Pictures;

namespace Racewalk.Web.Pages;

/// <summary>An execution step by step, forwards and backwards: what the step does, where each CPU is, and what everything is from there on.</summary>
public static class StepThrough
{
    /// <summary>The identifier of the section.</summary>
    public const string Identifier = "step-through";

    /// <summary>Writes it, under a heading of its own.</summary>
    /// <param name="markup">Where.</param>
    /// <param name="picture">The execution.</param>
    /// <param name="step">The step, from 1; 0 for the beginning.</param>
    /// <param name="look">Where a look at a step leads.</param>
    public static void Write(MarkupWriter markup, RacePicture picture, int step, Func<int, string> look)
    {
        int last = picture.Steps.Count;
        step = Math.Min(step, last);
        markup.Element("section", [("id", Identifier), ("aria-labelledby", "step-heading")], () =>
        {
            markup.Text("h2", step == 0 ? FormattableString.Invariant($"Before the first of {last} steps") : FormattableString.Invariant($"Step {step} of {last}"), ("id", "step-heading"));
            markup.Element("nav", [("aria-label", "Steps"), ("class", "steps")], () =>
            {
                WriteLink(markup, "First", null, 0, step > 0, look);
                WriteLink(markup, "Back", "prev", step - 1, step > 0, look);
                WriteLink(markup, "Forward", "next", step + 1, step < last, look);
                WriteLink(markup, "Last", null, last, step < last, look);
            });
            if (step > 0)
            {
                WriteStep(markup, picture, picture.Steps[step - 1]);
            }

            markup.Element("div", [("class", "states")], () =>
            {
                WriteCpus(markup, picture, step);
                WriteStates(markup, picture, step);
            });
        });
    }

    private static void WriteLink(MarkupWriter markup, string text, string? relation, int to, bool isThere, Func<int, string> look)
    {
        if (isThere)
        {
            markup.Text("a", text, ("href", $"{look(to)}#{Identifier}"), ("rel", relation)).Text(" ");
        }
        else
        {
            markup.Text("span", text, ("class", "rw-quietly")).Text(" ");
        }
    }

    private static void WriteStep(MarkupWriter markup, RacePicture picture, PictureStep step)
    {
        markup.Element("p", () =>
        {
            markup.Text("strong", picture.Cpus[step.Cpu].Name).Text(step.Name.Length == 0 ? "" : " " + step.Name);
            StepList.WriteSource(markup, step);
        });
        markup.Element("ul", () => StepList.WriteEffects(markup, step));
    }

    private static void WriteCpus(MarkupWriter markup, RacePicture picture, int step) => HtmlTable.Write(markup, "Where the CPUs are", ["CPU", "does", "has done", "does next"], caption: "Where the CPUs are", rows: () =>
    {
        for (int c = 0; c < picture.Cpus.Count; c++)
        {
            int cpu = c;
            string done = picture.Steps.Take(step).LastOrDefault(s => s.Cpu == cpu) is { } before ? NameOf(before) : "nothing yet";
            string next = picture.Steps.Skip(step).FirstOrDefault(s => s.Cpu == cpu) is { } after ? NameOf(after) : "nothing more";
            markup.Element("tr", () => markup
                .Text("th", picture.Cpus[cpu].Name, ("scope", "row")).Text("td", picture.Cpus[cpu].Actor).Text("td", done).Text("td", next));
        }
    });

    private static void WriteStates(MarkupWriter markup, RacePicture picture, int step)
    {
        string[] values = [.. picture.States.Select(static s => s.Initial)];
        string[] before = values;
        for (int s = 0; s < step; s++)
        {
            before = [.. values];
            foreach (LaneChange change in picture.Steps[s].Changes)
            {
                values[change.Lane] = change.Value;
            }
        }

        foreach (IGrouping<LaneKind, (int Index, StateLane Lane)> kind in picture.States.Index().GroupBy(static l => l.Item.Kind))
        {
            HtmlTable.Write(markup, NameOf(kind.Key), ["", "now", "before the step"], caption: NameOf(kind.Key), rows: () =>
            {
                foreach ((int lane, StateLane state) in kind)
                {
                    bool isChanged = values[lane] != before[lane];
                    markup.Element("tr", [("class", isChanged ? "changed" : null)], () =>
                    {
                        markup.Text("th", state.Name, ("scope", "row"));
                        markup.Element("td", () => markup.Text(isChanged ? "strong" : "span", values[lane]));
                        markup.Text("td", isChanged ? before[lane] : "the same");
                    });
                }
            });
        }
    }

    private static string NameOf(PictureStep step) => step.Name.Length > 0 ? step.Name : step.Function.Length > 0 ? step.Function : step.Effects.FirstOrDefault()?.Text ?? "";

    private static string NameOf(LaneKind kind) => kind switch
    {
        LaneKind.Entry => "Page-table entries",
        LaneKind.Memory => "Memory in which CPUs meet",
        LaneKind.Tlb => "Translations in use",
        LaneKind.Lock => "Locks",
        LaneKind.Mask => "Masks",
        _ => "Contexts",
    };
}
