using Racewalk.Reporting.Markup;
using Racewalk.Reporting.Pages;
using Racewalk.Reporting.Pictures;
using Racewalk.Reporting.Verdicts;
using Racewalk.Reporting.Views;
using Racewalk.Scenarios;
using Racewalk.Web.Runs;
using Racewalk.Web.Urls;

namespace Racewalk.Web.Pages;

/// <summary>Two verdicts, or two executions, side by side.</summary>
public static class ComparePage
{
    /// <summary>Writes it.</summary>
    /// <param name="markup">Where.</param>
    /// <param name="left">The one address with what came of it.</param>
    /// <param name="right">The other.</param>
    public static void Write(MarkupWriter markup, (CheckAddress Address, CheckResult Result) left, (CheckAddress Address, CheckResult Result) right)
    {
        markup.Text("p", Sentence(left.Result.View, right.Result.View), ("class", "rw-verdict"));
        WriteDifferences(markup, left.Result.View, right.Result.View);
        if (left.Result.View.Race is { } one && right.Result.View.Race is { } other)
        {
            WriteSteps(markup, one.Picture, other.Picture);
        }

        WriteSide(markup, "left-", left);
        WriteSide(markup, "right-", right);
    }

    private static string Sentence(CheckView left, CheckView right) => (left.Verdict, right.Verdict) switch
    {
        (Verdict.Violated, Verdict.Holds) => "Broken in the first, held in the second" + Because(left),
        (Verdict.Holds, Verdict.Violated) => "Held in the first, broken in the second" + Because(right),
        ({ } a, { } b) when a == b => $"The same verdict: {VerdictNames.Of(a)}.",
        ({ } a, { } b) => $"{VerdictNames.Of(a)} in the first, {VerdictNames.Of(b)} in the second.",
        _ => "Two executions.",
    };

    // What the broken side has that no interleaving has; nothing to say if it has no such thing.
    private static string Because(CheckView broken)
    {
        if (broken.Race is not { Graph: { Cycle.Count: > 0 } graph })
        {
            return ". Memory order has no part in what breaks: an interleaving of the CPUs shows it.";
        }

        (string from, string to) = (graph.Nodes[graph.Edges[graph.Cycle[0]].From].Text, graph.Nodes[graph.Edges[graph.Cycle[0]].To].Text);
        return $": under {broken.Model}, {from} and {to} behind it appear swapped; the cycle below shows why no interleaving is like it.";
    }

    private static void WriteDifferences(MarkupWriter markup, CheckView left, CheckView right)
    {
        Configuration one = Configuration.Parse(left.Configuration);
        Configuration other = Configuration.Parse(right.Configuration);
        List<(string What, string Left, string Right)> rows = [("scenario", left.Scenario, right.Scenario), ("memory model", left.Model, right.Model)];
        rows.AddRange(one.Values.Keys.Union(other.Values.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(a => (a, one.Values.GetValueOrDefault(a, "-"), other.Values.GetValueOrDefault(a, "-"))));
        rows.Add(("steps left out", string.Join(", ", one.Dropped), string.Join(", ", other.Dropped)));
        rows.Add(("verdict", left.Headline, right.Headline));
        markup.Text("h2", "What is different");
        (string What, string Left, string Right)[] different = [.. rows.Where(static r => r.Left != r.Right)];
        if (different.Length == 0)
        {
            markup.Text("p", "Nothing: the two are the same.");
            return;
        }

        WriteTable(markup, "What is different", different.Select(static r => (r.What, new[] { r.Left, r.Right })));
    }

    private static void WriteSteps(MarkupWriter markup, RacePicture left, RacePicture right)
    {
        markup.Text("h2", "Step beside step");
        markup.Text("p", "Steps that both have, in the order of both, stand beside each other.");
        WriteTable(
            markup, "Step beside step",
            StepAlignment.Of(left, right).Select(static (pair, i) => (FormattableString.Invariant($"{i + 1}"), new[] { pair.Left, pair.Right })));
    }

    private static void WriteTable(MarkupWriter markup, string name, IEnumerable<(string Head, string[] Cells)> rows) => HtmlTable.Write(markup, name, ["", "first", "second"], () =>
    {
        foreach ((string head, string[] cells) in rows)
        {
            markup.Element("tr", () =>
            {
                markup.Text("th", head, ("scope", "row"));
                Array.ForEach(cells, c => markup.Text("td", c));
            });
        }
    });

    private static void WriteSide(MarkupWriter markup, string name, (CheckAddress Address, CheckResult Result) side)
    {
        markup.Text("h2", (name == "left-" ? "First: " : "Second: ") + side.Result.View.Title, ("id", name + "side"));
        CheckPage.WriteVerdict(markup, side.Result.View);
        markup.Element("p", () => markup.Text("a", "Look at it alone", ("href", side.Address.ToString())));
        if (side.Result.View.Race is { } race)
        {
            RaceSection.Write(markup, $"{side.Result.View.Title}, under {side.Result.View.Model}", race, name);
        }
    }
}
