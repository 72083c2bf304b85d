using System.Globalization;
using Racewalk.Litmus.Checking;
using Racewalk.Reporting.Graphs;
using Racewalk.Reporting.Litmus;
using Racewalk.Reporting.Markup;
using Racewalk.Reporting.Text;

namespace Racewalk.Reporting.Pages;

/// <summary>The parts of a page about a litmus test.</summary>
public static class LitmusSections
{
    /// <summary>Whether the condition holds as it is quantified, and what else is to be said of the check.</summary>
    public static void WriteVerdict(MarkupWriter markup, LitmusResult result)
    {
        string verdict = result.Mistakes.Count > 0 ? "Error" : result.Bounds.Count > 0 ? "Inconclusive" : result.IsOk ? "Ok" : "No";
        markup.Text("h2", "Verdict", ("id", "verdict"));
        markup.Text("p", $"{verdict}: {Words(result)}", ("class", $"rw-verdict rw-{verdict.ToLowerInvariant()}"));
        markup.Element("ul", () =>
        {
            markup.Element("li", () => markup.Text($"{HerdBlock.Kind(result.Question.Quantifier)}: ").Text("code", result.Question.Text));
            if (!result.HasExistentialRelations)
            {
                markup.Text("li", $"satisfied by {ValueText.Count(result.Positive, "execution")}, not by {ValueText.Count(result.Negative)}; of {ValueText.Count(result.Candidates, "candidate")} looked at");
            }

            WriteAll(markup, "flag: ", result.Flags);
            WriteAll(markup, "bound reached: ", result.Bounds);
            WriteAll(markup, "mistake: ", result.Mistakes);
            WriteAll(markup, "warning: ", result.Warnings);
            if (result.HasThinAir)
            {
                markup.Text("li", "executions with values out of thin air, which the model's checks do not exclude, are left out");
            }
        });
    }

    /// <summary>The graph of a witness or counterexample, or of the nearest candidate with the cycle that forbids it.</summary>
    /// <param name="markup">Where.</param>
    /// <param name="result">The result.</param>
    /// <param name="isExplained">Whether the model was asked why no execution satisfies the condition.</param>
    /// <param name="forbidden">The nearest candidate; null if no choice of values gives such a state at all.</param>
    public static void WriteGraph(MarkupWriter markup, LitmusResult result, bool isExplained, Forbidden? forbidden)
    {
        if (isExplained)
        {
            markup.Text("h2", "Why no execution satisfies it", ("id", "graph"));
            if (forbidden is null)
            {
                markup.Text("p", "No choice of what the reads return gives such a state, whatever the model.");
                return;
            }

            markup.Element("p", () => markup.Text("The final state ").Text("code", forbidden.Picture.FinalState).Text(" violates ").Text("code", forbidden.Check).Text("."));
            GraphSection.Write(markup, $"{result.Name}: the execution that {forbidden.Check} forbids", LitmusGraph.Of(forbidden), LineOf);
        }
        else if (result.Picture is { } picture)
        {
            string what = picture == result.PositivePicture ? "An execution that satisfies the condition" : "An execution that does not satisfy the condition";
            markup.Text("h2", what, ("id", "graph"));
            markup.Element("p", () => markup.Text("Its final state: ").Text("code", picture.FinalState));
            GraphSection.Write(markup, $"{result.Name}: {what.ToLowerInvariant()}", LitmusGraph.Of(picture), LineOf);
        }
    }

    /// <summary>The final states.</summary>
    public static void WriteStates(MarkupWriter markup, LitmusResult result)
    {
        markup.Text("h2", "Final states", ("id", "states"));
        ScrollRegion.Write(markup, "Final states", () => markup.Element("table", () =>
        {
            markup.Element("thead", () => markup.Element("tr", () => markup
                .Text("th", "state", ("scope", "col")).Text("th", "satisfies the condition", ("scope", "col")).Text("th", "executions", ("scope", "col"))));
            markup.Element("tbody", () =>
            {
                foreach (LitmusState state in result.States)
                {
                    markup.Element("tr", () =>
                    {
                        markup.Element("td", () => markup.Text("code", state.Text));
                        markup.Text("td", state.Satisfies ? "yes" : "no").Text("td", state.Executions.ToString("N0", CultureInfo.InvariantCulture));
                    });
                }
            });
        }));
    }

    /// <summary>The test's text, whose lines can be led to.</summary>
    public static void WriteSource(MarkupWriter markup, string source)
    {
        markup.Text("h2", "The test", ("id", "source"));
        ScrollRegion.Write(markup, "The test", () => markup.Element("ol", [("class", "rw-source")], () =>
        {
            string[] lines = source.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
            for (int i = 0; i < lines.Length; i++)
            {
                markup.Text("li", lines[i], ("id", string.Create(CultureInfo.InvariantCulture, $"line-{i + 1}")));
            }
        }));
    }

    private static string? LineOf(GraphNode node) => node.Place.StartsWith("line ", StringComparison.Ordinal) ? "#line-" + node.Place["line ".Length..] : null;

    private static void WriteAll(MarkupWriter markup, string what, IEnumerable<string> texts)
    {
        foreach (string text in texts)
        {
            markup.Text("li", what + text);
        }
    }

    private static string Words(LitmusResult result) => result switch
    {
        { Mistakes.Count: > 0 } => "executions do what they must not",
        { Bounds.Count: > 0 } => "a bound was reached",
        { HasExistentialRelations: true } => result.Observation.ToLowerInvariant(),
        { Positive: 0 } => "no execution satisfies the condition",
        { Negative: 0 } => "every execution satisfies the condition",
        _ => "some executions satisfy the condition, others do not",
    };
}
