using Racewalk.Models;
using Racewalk.Reporting.Markup;
using Racewalk.Reporting.Pages;
using Racewalk.Web.Runs;
using Racewalk.Web.Urls;

namespace Racewalk.Web.Pages;

/// <summary>A verdict, or an execution that was asked for.</summary>
public static class VerdictPage
{
    /// <summary>Writes it.</summary>
    /// <param name="markup">Where.</param>
    /// <param name="address">What was asked for.</param>
    /// <param name="result">What came of it.</param>
    public static void Write(MarkupWriter markup, CheckAddress address, CheckResult result)
    {
        markup.Text("p", address.Scenario.Title);
        CheckPage.WriteVerdict(markup, result.View);
        markup.Element("ul", [("class", "ways")], () =>
        {
            WriteWay(markup, "Another configuration", address.For("scenario"));
            WriteWay(markup, "The neighbours of this one", address.For("variants"));
            if (result.Code.Length > 0 && address.Code.Length == 0)
            {
                WriteWay(markup, "This execution alone", (address with { Code = result.Code }).ToString());
            }
        });
        WriteCompare(markup, address);
        if (result.View.Race is { } race)
        {
            CheckAddress shown = address with { Step = 0 };
            string Look(int step) => (shown with { Step = step }).ToString();
            StepThrough.Write(markup, race.Picture, address.Step, Look);
            markup.Text("h2", "The execution", ("id", "execution"));
            RaceSection.Write(markup, $"{result.View.Title}, under {result.View.Model}", race, "", address.Step - 1, step => $"{Look(step + 1)}#{StepThrough.Identifier}");
        }
    }

    private static void WriteWay(MarkupWriter markup, string text, string target) => markup.Element("li", () => markup.Text("a", text, ("href", target)));

    // The other side is this side with one thing changed: a form has no script to put an address together.
    private static void WriteCompare(MarkupWriter markup, CheckAddress address)
    {
        if (address.Scenario.Axes.FirstOrDefault(static a => a.Name == "arch") is { Values.Count: > 1 } architectures)
        {
            string mine = address.Complete.Values["arch"];
            WriteForm(markup, address, () => Choice.Write(markup, "arch", "Compare with architecture", architectures.Values, architectures.Values.First(a => a != mine)));
        }

        WriteForm(markup, address, () => Choice.Write(markup, "model", "Compare with memory model", [.. MemoryModel.All.Select(static m => m.Name)], "sc"));
    }

    private static void WriteForm(MarkupWriter markup, CheckAddress address, Action choice) => markup.Element("form", [("method", "get"), ("action", "/compare"), ("class", "choices")], () =>
    {
        markup.Element("input", [("type", "hidden"), ("name", "left"), ("value", (address with { Step = 0 }).ToString())]);
        markup.Element("input", [("type", "hidden"), ("name", "right"), ("value", (address with { Step = 0, Code = "" }).ToString())]);
        choice();
        markup.Text("button", "Compare", ("type", "submit"));
    });
}
