using Racewalk.Reporting.Graphs;
using Racewalk.Reporting.Markup;
using Racewalk.Reporting.Pages;
using Racewalk.Reporting.Views;
using Racewalk.Web.Urls;

namespace Racewalk.Web.Pages;

/// <summary>Two models on one litmus test: what the one allows and the other forbids, and because of which cycle.</summary>
public static class LitmusComparison
{
    private const string NotKnown = "not known";

    /// <summary>Writes it.</summary>
    /// <param name="markup">Where.</param>
    /// <param name="address">The test and the models.</param>
    /// <param name="first">The result under the one model.</param>
    /// <param name="second">The result under the other.</param>
    public static void Write(MarkupWriter markup, LitmusAddress address, LitmusView first, LitmusView second)
    {
        markup.Text("p", Sentence(first, second), ("class", "rw-verdict"));
        markup.Element("p", () => markup.Text("The condition: ").Text("code", first.Condition));
        WriteStates(markup, first, second);
        WriteSide(markup, "first-", first);
        WriteSide(markup, "second-", second);
        markup.Text("h2", "The lines of the test", ("id", "source"));
        LitmusSections.WriteSource(markup, address.Test);
        markup.Element("p", () => markup.Text("a", "Edit the test", ("href", address + "#editor")));
    }

    private static string Sentence(LitmusView first, LitmusView second)
    {
        // One execution is enough to know that a model allows it; that there is none is known only when all have been looked at.
        if (!(first.IsSatisfied || first.IsExhaustive) || !(second.IsSatisfied || second.IsExhaustive))
        {
            return $"Inconclusive: {Answer(first)}, {Answer(second)}.";
        }

        if (first.IsSatisfied == second.IsSatisfied)
        {
            bool isSame = first.States.Select(static s => s.Text).Order(StringComparer.Ordinal).SequenceEqual(second.States.Select(static s => s.Text).Order(StringComparer.Ordinal));
            return (first.IsSatisfied ? "Both models have an execution that satisfies the condition" : "Neither model has an execution that satisfies the condition")
                + (!first.IsExhaustive || !second.IsExhaustive ? "; whether they have the same final states is not known."
                    : isSame ? ", and the same final states." : ", but not the same final states.");
        }

        (LitmusView allowing, LitmusView forbidding) = first.IsSatisfied ? (first, second) : (second, first);
        string start = $"Allowed under {allowing.Model}, forbidden under {forbidding.Model}";
        if (forbidding is not { Graph: { Cycle.Count: > 0 } graph, ForbiddenBy: { } check })
        {
            return start + ".";
        }

        // The two models may differ in more than one check, so that no one edge is the reason; what the forbidding one says of the nearest candidate is certain.
        string[] orders = [.. graph.Cycle.Select(c => graph.Edges[c]).Where(static e => e.Label is not ("rf" or "co" or "fr" or "rfe" or "coe" or "fre")).Select(e => Edge(graph, e))];
        return $"{start}: there the nearest candidate fails {check}" + (orders.Length == 0 ? "." : $", because of {string.Join(" and ", orders)}.");
    }

    private static string Answer(LitmusView view) =>
        view.IsSatisfied ? $"allowed under {view.Model}" : view.IsExhaustive ? $"forbidden under {view.Model}" : $"not known under {view.Model} ({view.Headline})";

    private static string Edge(ExecutionGraph graph, GraphEdge edge) => $"{graph.Nodes[edge.From].Text} {edge.Label} {graph.Nodes[edge.To].Text}";

    private static void WriteStates(MarkupWriter markup, LitmusView first, LitmusView second)
    {
        markup.Text("h2", "Final states");
        string[] all = [.. first.States.Concat(second.States).Select(static s => s.Text).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        HtmlTable.Write(markup, "Final states", ["state", first.Model, second.Model], () =>
        {
            foreach (string state in all)
            {
                (string inFirst, string inSecond) = (In(first, state), In(second, state));
                bool isDifferent = inFirst != inSecond && inFirst != NotKnown && inSecond != NotKnown;
                markup.Element("tr", [("class", isDifferent ? "changed" : null)], () =>
                {
                    markup.Element("th", [("scope", "row")], () => markup.Text("code", state));
                    markup.Text("td", inFirst).Text("td", inSecond);
                });
            }
        });
    }

    private static string In(LitmusView view, string state) => view.States.Any(s => s.Text == state) ? "allowed" : view.IsExhaustive ? "forbidden" : NotKnown;

    private static void WriteSide(MarkupWriter markup, string name, LitmusView view)
    {
        markup.Text("h2", "Under " + view.Model, ("id", name + "side"));
        LitmusSections.WriteVerdict(markup, view);
        LitmusSections.WriteGraph(markup, view, linksLines: true, name + "graph");
    }
}
