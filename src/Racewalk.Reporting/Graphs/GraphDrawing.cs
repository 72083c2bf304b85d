using Racewalk.Reporting.Markup;
using Racewalk.Reporting.Pictures;

namespace Racewalk.Reporting.Graphs;

/// <summary>Draws the graph of an execution as SVG, in a page with the rules of pictures and graphs.</summary>
public static class GraphDrawing
{
    /// <summary>Draws it.</summary>
    /// <param name="markup">Where.</param>
    /// <param name="title">What the graph is of.</param>
    /// <param name="graph">The graph.</param>
    public static void Write(MarkupWriter markup, string title, ExecutionGraph graph)
    {
        var layout = new GraphLayout(graph);
        string width = MarkupWriter.Number(layout.TotalWidth);
        string height = MarkupWriter.Number(layout.TotalHeight);
        markup.Element("svg", [("class", "rw-graph"), ("width", width), ("height", height), ("viewBox", $"0 0 {width} {height}"), ("role", "img")], () =>
        {
            markup.Text("title", title);
            markup.Text("desc", graph.CycleMeaning.Length == 0 ? "Events of each thread, with their relations; the table has them as text." : "The thick cycle: " + graph.CycleMeaning + ".");
            markup.Element("rect", [("class", "rw-ground"), ("width", width), ("height", height)]);
            WriteHeads(markup, graph, layout);

            // Edges pass below events and labels lie above all, so that each can be read.
            GraphEdgePath[] paths = [.. Enumerable.Range(0, graph.Edges.Count).Select(i => GraphEdgePath.Of(graph, layout, i, Lane(graph, i)))];
            int[] drawn = [.. Enumerable.Range(0, paths.Length).Where(i => !IsCovered(graph, i)).OrderBy(i => graph.Cycle.Contains(i))];
            foreach (int i in drawn)
            {
                WriteEdge(markup, graph, i, paths[i]);
            }

            for (int n = 0; n < graph.Nodes.Count; n++)
            {
                WriteNode(markup, graph, layout, n);
            }

            foreach (int i in drawn.Where(i => graph.Edges[i].Label != "po" || graph.Cycle.Contains(i)))
            {
                DrawnText.Write(markup, paths[i].LabelX, paths[i].LabelY, graph.Edges[i].Label, graph.Cycle.Contains(i) ? "rw-label rw-cycle-label" : "rw-label");
            }
        });
    }

    // An edge of the cycle between the same events takes its place; the table has both.
    private static bool IsCovered(ExecutionGraph graph, int i) => !graph.Cycle.Contains(i) &&
        graph.Cycle.Any(c => graph.Edges[c].From == graph.Edges[i].From && graph.Edges[c].To == graph.Edges[i].To);

    private static void WriteHeads(MarkupWriter markup, ExecutionGraph graph, GraphLayout layout)
    {
        bool hasInitial = graph.Nodes.Any(static n => n.Column == ExecutionGraph.Initial);
        for (int c = 0; c < graph.Columns.Count; c++)
        {
            (double x, double y) = layout.HeadOf(c, hasInitial);
            DrawnText.Write(markup, x, y, graph.Columns[c], "rw-ink rw-head");
        }
    }

    private static void WriteEdge(MarkupWriter markup, ExecutionGraph graph, int i, GraphEdgePath path)
    {
        GraphEdge edge = graph.Edges[i];
        string kind = edge.Label switch
        {
            "rf" or "rfe" or "rfi" => " rw-rf",
            "co" or "coe" or "coi" => " rw-co",
            "fr" or "fre" or "fri" => " rw-fr",
            "po" => " rw-po",
            _ => "",
        };
        markup.Element("g", () =>
        {
            markup.Text("title", $"{graph.Nodes[edge.From].Name} {edge.Label} {graph.Nodes[edge.To].Name}");
            markup.Element("path", [("class", "rw-edge" + kind + (graph.Cycle.Contains(i) ? " rw-cycle" : "")), ("d", path.Path)]);
            markup.Element("polygon", [("class", "rw-tip" + kind), ("points", path.Arrow)]);
        });
    }

    private static void WriteNode(MarkupWriter markup, ExecutionGraph graph, GraphLayout layout, int n)
    {
        GraphNode node = graph.Nodes[n];
        bool isOnCycle = graph.Cycle.Any(c => graph.Edges[c].From == n);
        markup.Element("rect",
        [
            ("class", isOnCycle ? "rw-box rw-on-cycle" : "rw-box"), ("x", MarkupWriter.Number(layout.X(n))), ("y", MarkupWriter.Number(layout.Y(n))),
            ("width", MarkupWriter.Number(layout.Width(node))), ("height", MarkupWriter.Number(GraphLayout.NodeHeight)), ("rx", "3"),
        ]);
        DrawnText.Write(markup, layout.X(n) + 8, layout.Y(n) + (node.Place.Length == 0 ? 24 : 16), GraphLayout.Head(node), "rw-ink");
        if (node.Place.Length > 0)
        {
            DrawnText.Write(markup, layout.X(n) + 8, layout.Y(n) + 32, GraphLayout.Fit(node.Place), "rw-quiet");
        }
    }

    // Edges between the same columns take turns, so that their labels are not all in the middle.
    private static int Lane(ExecutionGraph graph, int i)
    {
        GraphEdge edge = graph.Edges[i];
        (int, int) columns = Columns(edge);
        return graph.Edges.Take(i).Count(e => e.Label != "po" && Columns(e) == columns) % 3;

        (int, int) Columns(GraphEdge e)
        {
            int from = graph.Nodes[e.From].Column;
            int to = graph.Nodes[e.To].Column;
            return (Math.Min(from, to), Math.Max(from, to));
        }
    }
}
