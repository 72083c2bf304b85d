using System.Globalization;
using Racewalk.Litmus.Checking;

namespace Racewalk.Reporting.Graphs;

/// <summary>Graphs of the executions of litmus tests.</summary>
public static class LitmusGraph
{
    /// <summary>An execution that the model allows, with the cycle that no interleaving has, if there is one.</summary>
    /// <param name="picture">The execution.</param>
    public static ExecutionGraph Of(LitmusPicture picture) =>
        ReorderingCycle.Mark(Of(picture, [], ""), null, "no order of all accesses, one after the other, is like this; the model allows it, as it does not keep all of program order");

    /// <summary>A candidate that the model forbids, with the cycle of the axiom that forbids it.</summary>
    /// <param name="forbidden">The candidate.</param>
    public static ExecutionGraph Of(Forbidden forbidden) => Of(forbidden.Picture, forbidden.Steps, $"forbidden by {forbidden.Check}");

    private static ExecutionGraph Of(LitmusPicture picture, IReadOnlyList<ForbiddenStep> steps, string meaning)
    {
        List<PictureEdge> edges = [.. picture.Edges];
        int[] cycle = [.. Cycle(steps).Select(e => IndexOf(edges, e))];
        bool[] isShown = new bool[picture.Events.Count];
        for (int e = 0; e < isShown.Length; e++)
        {
            // An initial write says no more than the value that is read from it, unless it has a part in the cycle.
            isShown[e] = picture.Events[e].Thread >= 0 || cycle.Any(c => edges[c].From == e || edges[c].To == e);
        }

        int[] node = new int[isShown.Length];
        for (int e = 0, next = 0; e < node.Length; e++)
        {
            node[e] = isShown[e] ? next++ : -1;
        }

        // Within a thread, coherence and from-reads say what program order says.
        int[] kept = [.. Enumerable.Range(0, edges.Count).Where(i => cycle.Contains(i) || (isShown[edges[i].From] && isShown[edges[i].To] &&
            !(edges[i].Label is "co" or "fr" && picture.Events[edges[i].From].Thread == picture.Events[edges[i].To].Thread)))];
        int columns = Math.Max(picture.Threads, picture.Events.Select(static e => e.Thread + 1).DefaultIfEmpty(0).Max());
        return new ExecutionGraph(
            [.. Enumerable.Range(0, columns).Select(t => t < picture.Threads ? string.Create(CultureInfo.InvariantCulture, $"P{t}") : "Hardware")],
            [.. picture.Events.Where((_, e) => isShown[e]).Select(static (e, n) => new GraphNode(e.Thread, EventLetters.Of(n), e.Text, Place(e)))],
            [.. kept.Select(i => new GraphEdge(node[edges[i].From], node[edges[i].To], edges[i].Label))],
            [.. cycle.Select(c => Array.IndexOf(kept, c))],
            meaning);
    }

    private static string Place(PictureEvent e) => e.Line == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"line {e.Line}");

    // Events of registers are on cycles, but in no picture: what leads to them and from them is one edge. Where no relation leads on, a path ends.
    private static IEnumerable<PictureEdge> Cycle(IReadOnlyList<ForbiddenStep> steps)
    {
        int first = steps.Index().FirstOrDefault(static s => s.Item.PictureEvent >= 0, (-1, null!)).Index;
        List<string> labels = [];
        for (int i = 0, from = first < 0 ? -1 : steps[first].PictureEvent; first >= 0 && i < steps.Count; i++)
        {
            ForbiddenStep step = steps[(first + i) % steps.Count];
            ForbiddenStep next = steps[(first + i + 1) % steps.Count];
            if (step.Relation.Length == 0)
            {
                yield break;
            }

            labels.Add(step.Relation);
            if (next.PictureEvent >= 0)
            {
                yield return new PictureEdge(string.Join(';', labels), from, next.PictureEvent);
                from = next.PictureEvent;
                labels.Clear();
            }
        }
    }

    private static int IndexOf(List<PictureEdge> edges, PictureEdge edge)
    {
        int known = edges.IndexOf(edge);
        if (known >= 0)
        {
            return known;
        }

        edges.Add(edge);
        return edges.Count - 1;
    }
}
