using System.Globalization;
using Racewalk.Reporting.Markup;
using Racewalk.Reporting.Pictures;

namespace Racewalk.Reporting.Pages;

/// <summary>The steps of a picture as a list, which flows with the width of the page and can be heard.</summary>
public static class StepList
{
    /// <summary>Writes the list.</summary>
    /// <param name="markup">Where.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="name">Begins the identifiers of the steps, so that a page can have several lists.</param>
    /// <param name="look">Where a look at a step, by its index, leads; null for nowhere.</param>
    public static void Write(MarkupWriter markup, RacePicture picture, string name = "step", Func<int, string>? look = null)
    {
        string[] values = [.. picture.States.Select(static s => s.Initial)];
        markup.Element("ol", [("class", "rw-steps")], () =>
        {
            for (int s = 0; s < picture.Steps.Count; s++)
            {
                int step = s;
                markup.Element("li", [("class", "rw-step"), ("id", Identifier(name, s))], () => WriteStep(markup, picture, step, values, name, look));
            }
        });
    }

    private static void WriteStep(MarkupWriter markup, RacePicture picture, int s, string[] values, string name, Func<int, string>? look)
    {
        PictureStep step = picture.Steps[s];
        markup.Element("p", () =>
        {
            markup.Text("strong", picture.Cpus[step.Cpu].Name);
            string label = step.Name.Length > 0 ? step.Name : look is null ? "" : "look";
            if (look is null)
            {
                markup.Text(label.Length == 0 ? "" : " " + label);
            }
            else
            {
                markup.Text(" ").Text("a", label, ("href", look(s)));
            }

            WriteSource(markup, step);
        });
        markup.Element("ul", () =>
        {
            WriteEffects(markup, step);
            foreach (LaneChange change in step.Changes)
            {
                string before = values[change.Lane];
                values[change.Lane] = change.Value;
                markup.Element("li", [("class", "rw-quietly")], () =>
                    markup.Text("code", picture.States[change.Lane].Name).Text($": {before} → {change.Text}"));
            }

            foreach (PictureLink link in picture.Links.Where(l => l.To == s))
            {
                markup.Element("li", () => WriteLink(markup, link, name));
            }
        });
    }

    /// <summary>What a step does, as items of a list.</summary>
    public static void WriteEffects(MarkupWriter markup, PictureStep step)
    {
        foreach (PictureEffect effect in step.Effects)
        {
            markup.Element("li", () =>
            {
                markup.Text(effect.Text);
                if (effect.Why.Length > 0)
                {
                    markup.Text(" ").Text("strong", effect.Why, ("class", "rw-why"));
                }
            });
        }
    }

    /// <summary>Where the kernel has a step: function, version and file, as far as they are known.</summary>
    public static void WriteSource(MarkupWriter markup, PictureStep step)
    {
        if (step.Function.Length > 0)
        {
            markup.Text(", ").Text("code", step.Function);
        }

        if (step.Source.Length > 0)
        {
            markup.Text(" ").Text("span", step.Source, ("class", "rw-quietly"));
        }
    }

    private static void WriteLink(MarkupWriter markup, PictureLink link, string name)
    {
        (string before, string after) = link.Kind switch
        {
            LinkKind.ReadsFrom => ("reads what ", " wrote"),
            LinkKind.Stale => ("reads something older than what ", " wrote"),
            LinkKind.Interrupt => ("is interrupted by ", ""),
            LinkKind.Unordered => ("nothing orders this and ", ""),
            _ => link.From == link.To ? ("two accesses of ", " took effect in the other order") : ("took effect before ", ", against program order"),
        };
        markup.Text(before)
            .Text("a", string.Create(CultureInfo.InvariantCulture, $"step {link.From + 1}"), ("href", "#" + Identifier(name, link.From)))
            .Text(after);
    }

    private static string Identifier(string name, int step) => string.Create(CultureInfo.InvariantCulture, $"{name}-{step + 1}");
}
