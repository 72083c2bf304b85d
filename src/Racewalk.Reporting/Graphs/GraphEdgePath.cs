using System.Globalization;

namespace Racewalk.Reporting.Graphs;

/// <summary>The way of an edge, in pixels.</summary>
/// <param name="Path">The curve, as SVG has it.</param>
/// <param name="Arrow">The corners of its head.</param>
/// <param name="LabelX">Where its label's middle is.</param>
/// <param name="LabelY">Where its label's base line is.</param>
internal sealed record GraphEdgePath(string Path, string Arrow, double LabelX, double LabelY)
{
    private const double Head = 7;

    /// <summary>From one event to another: straight down to the next event of a column, in a bow at the right to another of the same column, else from side to side.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="layout">Where its events are.</param>
    /// <param name="index">The edge, by its index.</param>
    /// <param name="lane">Tells edges of the same kind of way apart, so that labels do not meet: 0, 1 or 2.</param>
    public static GraphEdgePath Of(ExecutionGraph graph, GraphLayout layout, int index, int lane)
    {
        GraphEdge edge = graph.Edges[index];
        GraphNode from = graph.Nodes[edge.From];
        GraphNode to = graph.Nodes[edge.To];
        double x1 = layout.X(edge.From);
        double y1 = layout.Y(edge.From);
        double x2 = layout.X(edge.To);
        double y2 = layout.Y(edge.To);
        const double Height = GraphLayout.NodeHeight;
        if (from.Column != to.Column && (from.Column == ExecutionGraph.Initial || to.Column == ExecutionGraph.Initial))
        {
            bool isDown = y2 > y1;
            double startX = x1 + (layout.Width(from) / 2);
            double endX = x2 + (layout.Width(to) / 2) + 14;
            return Curve(startX, isDown ? y1 + Height : y1, startX, (y1 + y2 + Height) / 2, endX, (y1 + y2 + Height) / 2, endX, isDown ? y2 : y2 + Height, 0, isDown ? 1 : -1, 0.5);
        }

        if (from.Column == to.Column)
        {
            double bow = layout.Bow(index);
            double x = x1 + layout.Width(from);
            double middle = x1 + (layout.Width(from) / 2);

            // A cubic curve goes three quarters of the way to its control points.
            double control = x + (bow / 0.75);
            return bow == 0
                ? Curve(middle, y1 + Height, middle, y1 + Height, middle, y2, middle, y2, 0, 1, 0.5)
                : Curve(x, y1 + 26, control, y1 + 26, control, y2 + 14, x, y2 + 14, -1, 0, 0.5);
        }

        bool isRight = x2 > x1;
        double startSide = isRight ? x1 + layout.Width(from) : x1;
        double endSide = isRight ? x2 : x2 + layout.Width(to);
        double half = (startSide + endSide) / 2;
        double startY = y1 + (isRight ? 14 : 26);
        double endY = y2 + (isRight ? 14 : 26);
        return Curve(startSide, startY, half, startY, half, endY, endSide, endY, isRight ? 1 : -1, 0, 0.32 + (0.18 * lane));
    }

    private static GraphEdgePath Curve(double x1, double y1, double cx1, double cy1, double cx2, double cy2, double x2, double y2, int right, int down, double at)
    {
        // The line ends where the head begins.
        double ex = x2 - (right * Head);
        double ey = y2 - (down * Head);
        double s = 1 - at;
        double lx = (s * s * s * x1) + (3 * s * s * at * cx1) + (3 * s * at * at * cx2) + (at * at * at * ex);
        double ly = (s * s * s * y1) + (3 * s * s * at * cy1) + (3 * s * at * at * cy2) + (at * at * at * ey);
        string path = string.Create(CultureInfo.InvariantCulture, $"M{x1:0.#} {y1:0.#} C{cx1:0.#} {cy1:0.#} {cx2:0.#} {cy2:0.#} {ex:0.#} {ey:0.#}");
        double wide = Head / 2;
        string arrow = string.Create(CultureInfo.InvariantCulture,
            $"{x2:0.#},{y2:0.#} {ex - (down * wide):0.#},{ey - (right * wide):0.#} {ex + (down * wide):0.#},{ey + (right * wide):0.#}");
        return new GraphEdgePath(path, arrow, lx, ly + 4);
    }
}
