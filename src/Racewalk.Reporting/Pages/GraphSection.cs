using Racewalk.Reporting.Graphs;
using Racewalk.Reporting.Markup;

namespace Racewalk.Reporting.Pages;

/// <summary>The graph of an execution: drawn, its cycle as a list, its relations as a table.</summary>
public static class GraphSection
{
    /// <summary>Writes it.</summary>
    /// <param name="markup">Where.</param>
    /// <param name="title">What the graph is of.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="link">Where the place of an event leads; null, or a result of null, for nowhere.</param>
    public static void Write(MarkupWriter markup, string title, ExecutionGraph graph, Func<GraphNode, string?>? link = null)
    {
        ScrollRegion.Write(markup, title, () => GraphDrawing.Write(markup, title, graph));
        markup.Text(
            "p",
            "Program order is dotted; rf leads from a write to what reads it, co to the next write of the place, fr from a read to the write that overwrites what it read. "
            + "Where no rf leads to a read, it reads the initial value.",
            ("class", "rw-quietly"));
        if (graph.Cycle.Count > 0)
        {
            markup.Element("p", () => markup.Text("The cycle (thick): ").Text(graph.CycleMeaning).Text("."));
            markup.Element("ol", () =>
            {
                foreach (GraphEdge edge in graph.Cycle.Select(c => graph.Edges[c]))
                {
                    markup.Element("li", () => WriteCycleEdge(markup, graph, edge, link));
                }
            });
        }

        markup.Element("details", () =>
        {
            markup.Text("summary", $"All relations of the graph ({graph.Edges.Count})");
            WriteTable(markup, graph);
        });
    }

    private static void WriteCycleEdge(MarkupWriter markup, ExecutionGraph graph, GraphEdge edge, Func<GraphNode, string?>? link)
    {
        GraphNode from = graph.Nodes[edge.From];
        string thread = from.Column == ExecutionGraph.Initial ? "initially" : graph.Columns[from.Column];
        markup.Text($"{thread}, ").Text("code", $"{from.Name}: {from.Text}");
        if (from.Place.Length > 0)
        {
            markup.Text(", ");
            if (link?.Invoke(from) is { } target)
            {
                markup.Text("a", from.Place, ("href", target));
            }
            else
            {
                markup.Text("span", from.Place, ("class", "rw-quietly"));
            }
        }

        markup.Text(" — ").Text("strong", edge.Label).Text(" → ").Text("code", graph.Nodes[edge.To].Name);
    }

    private static void WriteTable(MarkupWriter markup, ExecutionGraph graph) => HtmlTable.Write(markup, "All relations", ["from", "relation", "to"], () =>
    {
        foreach (GraphEdge edge in graph.Edges)
        {
            markup.Element("tr", () => markup
                .Text("td", Name(graph, edge.From))
                .Text("td", edge.Label)
                .Text("td", Name(graph, edge.To)));
        }
    });

    private static string Name(ExecutionGraph graph, int node)
    {
        GraphNode n = graph.Nodes[node];
        return $"{(n.Column == ExecutionGraph.Initial ? "initial" : graph.Columns[n.Column])} {n.Name}: {n.Text}";
    }
}
