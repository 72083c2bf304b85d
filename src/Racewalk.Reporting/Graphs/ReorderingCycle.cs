namespace Racewalk.Reporting.Graphs;

/// <summary>Why no interleaving gives an execution: a cycle of program order and communication between threads (Shasha and Snir 1988, section 3).</summary>
internal static class ReorderingCycle
{
    private const string ProgramOrder = "po";

    /// <summary>A graph with its shortest such cycle; as it is if there is none.</summary>
    /// <param name="graph">The graph; its edges between threads called rf, co and fr are communication.</param>
    /// <param name="swapped">Two events of a thread, in program order, that the cycle has to go through; null for any.</param>
    /// <param name="meaning">What the cycle says.</param>
    public static ExecutionGraph Mark(ExecutionGraph graph, (int First, int Second)? swapped, string meaning)
    {
        ILookup<int, int> next = graph.Edges
            .Where(e => e.Label is "rf" or "co" or "fr" && graph.Nodes[e.From].Column != graph.Nodes[e.To].Column)
            .ToLookup(static e => e.From, static e => e.To);
        IEnumerable<(int First, int Second)> pairs = swapped is { } pair ? [pair] : Pairs(graph, next);
        List<GraphEdge>? cycle = pairs.Select(p => Close(graph, next, p)).OfType<List<GraphEdge>>().MinBy(static c => c.Count);
        if (cycle is null)
        {
            return graph;
        }

        List<GraphEdge> edges = [.. graph.Edges];
        edges.AddRange(cycle.Except(edges));
        return graph with { Edges = edges, Cycle = [.. cycle.Select(e => edges.IndexOf(e))], CycleMeaning = meaning };
    }

    private static IEnumerable<(int First, int Second)> Pairs(ExecutionGraph graph, ILookup<int, int> next)
    {
        int[] reached = [.. next.SelectMany(static n => n).Distinct().Order()];
        return from first in reached
               from second in Enumerable.Range(0, graph.Nodes.Count).Where(next.Contains)
               where second > first && graph.Nodes[first].Column == graph.Nodes[second].Column && graph.Nodes[first].Column != ExecutionGraph.Initial
               select (first, second);
    }

    // The shortest way from the second event back to the first that leaves and comes back by communication; program order follows communication only.
    private static List<GraphEdge>? Close(ExecutionGraph graph, ILookup<int, int> next, (int First, int Second) pair)
    {
        var cameFrom = new Dictionary<(int Node, bool ByCommunication), (int Node, bool ByCommunication)>();
        (int, bool) start = (pair.Second, false);
        var queue = new Queue<(int Node, bool ByCommunication)>([start]);
        while (queue.TryDequeue(out (int Node, bool ByCommunication) at) && !cameFrom.ContainsKey((pair.First, true)))
        {
            IEnumerable<(int, bool)> ways = next[at.Node].Select(static to => (to, true));
            if (at.ByCommunication)
            {
                ways = ways.Concat(Enumerable.Range(at.Node + 1, graph.Nodes.Count - at.Node - 1)
                    .Where(n => graph.Nodes[n].Column == graph.Nodes[at.Node].Column && next.Contains(n)).Select(static n => (n, false)));
            }

            foreach ((int, bool) way in ways.Where(w => w != start && cameFrom.TryAdd(w, at)))
            {
                queue.Enqueue(way);
            }
        }

        return cameFrom.ContainsKey((pair.First, true)) ? Back(graph, cameFrom, pair) : null;
    }

    private static List<GraphEdge> Back(ExecutionGraph graph, Dictionary<(int, bool), (int, bool)> cameFrom, (int First, int Second) pair)
    {
        List<GraphEdge> edges = [];
        for ((int Node, bool) at = (pair.First, true); at != (pair.Second, false); at = cameFrom[at])
        {
            int from = cameFrom[at].Item1;
            bool isProgramOrder = graph.Nodes[from].Column == graph.Nodes[at.Node].Column;
            edges.Add(new GraphEdge(from, at.Node, isProgramOrder ? ProgramOrder : graph.Edges.First(
                e => e.From == from && e.To == at.Node && e.Label is "rf" or "co" or "fr").Label));
        }

        edges.Reverse();
        return [new GraphEdge(pair.First, pair.Second, ProgramOrder), .. edges];
    }
}
