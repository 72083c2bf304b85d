using Racewalk.Reporting.Pictures;

namespace Racewalk.Reporting.Graphs;

/// <summary>Where everything of a graph stands, in pixels: a column a thread, a row an event, initial writes above all.</summary>
internal sealed class GraphLayout
{
    /// <summary>The height of an event.</summary>
    public const int NodeHeight = 40;

    private const int Margin = 12;
    private const int Padding = 8;
    private const int RowHeight = 62;
    private const int ColumnGap = 110;
    private const int HeadHeight = 28;
    private const int MaxCharacters = 52;
    private const int BowLane = 36;
    private const int LabelWidth = 24;

    private readonly double[] _lefts;
    private readonly double[] _widths;
    private readonly double[] _bows;
    private readonly double[] _x;
    private readonly double[] _y;

    /// <summary>Lays a graph out.</summary>
    public GraphLayout(ExecutionGraph graph)
    {
        int columns = graph.Columns.Count;
        _widths = new double[columns];
        _lefts = new double[columns];
        _bows = BowsOf(graph);
        double left = Margin;
        double end = 0;
        for (int c = 0; c < columns; c++)
        {
            int longest = graph.Nodes.Where(n => n.Column == c).Select(static n => Math.Max(Head(n).Length, Fit(n.Place).Length)).Append(graph.Columns[c].Length).Max();
            _widths[c] = (longest * DrawnText.Character) + (2 * Padding);
            _lefts[c] = left;
            double bow = graph.Edges.Index().Where(e => graph.Nodes[e.Item.From].Column == c).Select(e => _bows[e.Index]).DefaultIfEmpty(0).Max();
            end = left + _widths[c] + bow + LabelWidth;
            left += _widths[c] + ColumnGap + bow;
        }

        double bottom = LayNodes(graph, out _x, out _y);
        double initialEnd = graph.Nodes.Index().Where(static n => n.Item.Column == ExecutionGraph.Initial).Select(n => _x[n.Index] + Width(n.Item)).DefaultIfEmpty(0).Max();
        TotalWidth = Math.Max(end, initialEnd) + Margin;
        TotalHeight = bottom + Margin;
    }

    /// <summary>The whole width.</summary>
    public double TotalWidth { get; }

    /// <summary>The whole height.</summary>
    public double TotalHeight { get; }

    /// <summary>Where a column's name stands.</summary>
    public (double X, double Y) HeadOf(int column, bool hasInitial) => (_lefts[column], Margin + 14 + (hasInitial ? RowHeight : 0));

    /// <summary>The left edge of an event.</summary>
    public double X(int node) => _x[node];

    /// <summary>The top of an event.</summary>
    public double Y(int node) => _y[node];

    /// <summary>The width of an event.</summary>
    public double Width(GraphNode node) =>
        node.Column == ExecutionGraph.Initial ? (Head(node).Length * DrawnText.Character) + (2 * Padding) : _widths[node.Column];

    /// <summary>An event's first line.</summary>
    public static string Head(GraphNode node) => Fit($"{node.Name}: {node.Text}");

    /// <summary>A text, cut to what an event has room for.</summary>
    public static string Fit(string text) => DrawnText.Fit(text, MaxCharacters);

    /// <summary>How far out an edge between events of one column goes; 0 for a straight line to the next event.</summary>
    public double Bow(int edge) => _bows[edge];

    // Bows that pass the same rows lie beside each other, the longer outside; their labels need the room.
    private static double[] BowsOf(ExecutionGraph graph)
    {
        int[] rows = Rows(graph);
        double[] bows = new double[graph.Edges.Count];
        foreach (int column in Enumerable.Range(0, graph.Columns.Count))
        {
            List<(int From, int To, int Lane)> taken = [];
            foreach ((int i, int from, int to) in graph.Edges.Index()
                .Where(e => graph.Nodes[e.Item.From].Column == column && graph.Nodes[e.Item.To].Column == column)
                .Select(e => (e.Index, From: Math.Min(rows[e.Item.From], rows[e.Item.To]), To: Math.Max(rows[e.Item.From], rows[e.Item.To])))
                .Where(e => !IsStraight(graph.Edges[e.Index], e.To - e.From))
                .OrderBy(static e => e.To - e.From).ThenBy(static e => e.Index))
            {
                int lane = Enumerable.Range(0, taken.Count + 1).First(l => taken.All(t => t.Lane != l || t.To <= from || to <= t.From));
                taken.Add((from, to, lane));
                bows[i] = 30 + (BowLane * lane);
            }
        }

        return bows;
    }

    private static bool IsStraight(GraphEdge edge, int rows) => edge.Label == "po" && rows <= 1;

    // The row of each event in its column.
    private static int[] Rows(ExecutionGraph graph)
    {
        int[] next = new int[graph.Columns.Count + 1];
        return [.. graph.Nodes.Select(n => next[n.Column + 1]++)];
    }

    private double LayNodes(ExecutionGraph graph, out double[] x, out double[] y)
    {
        int[] rows = Rows(graph);
        bool hasInitial = graph.Nodes.Any(static n => n.Column == ExecutionGraph.Initial);
        double top = Margin + (hasInitial ? RowHeight : 0) + HeadHeight;
        x = new double[graph.Nodes.Count];
        y = new double[graph.Nodes.Count];
        double initial = Margin;
        double bottom = top;
        for (int n = 0; n < x.Length; n++)
        {
            GraphNode node = graph.Nodes[n];
            if (node.Column == ExecutionGraph.Initial)
            {
                x[n] = initial;
                y[n] = Margin;
                initial += Width(node) + (2 * Margin);
                continue;
            }

            x[n] = _lefts[node.Column];
            y[n] = top + (rows[n] * RowHeight);
            bottom = Math.Max(bottom, y[n] + NodeHeight);
        }

        return bottom;
    }
}
