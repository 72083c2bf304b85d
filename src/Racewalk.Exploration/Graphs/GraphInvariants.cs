using Racewalk.Executions;
using Racewalk.Exploration.Paths;
using Racewalk.Models;
using static Racewalk.Exploration.InvariantException;

namespace Racewalk.Exploration.Graphs;

/// <summary>
/// Checks a finished graph against the definitions: no hole, links are consistent, values are those of their sources, and what the model said of each
/// event when it was added is what it says now. Slow; for debug builds and tests.
/// </summary>
internal static class GraphInvariants
{
    /// <summary>Checks a finished graph.</summary>
    /// <param name="level">The graph and the threads' cursors.</param>
    /// <param name="model">The model.</param>
    /// <param name="tree">What the threads do.</param>
    /// <param name="mayHaveMoved">
    /// Whether a bound says that an access may have moved away from the location of one that was kept: the kept one's order is then that of before.
    /// </param>
    public static void Check(GraphLevel level, IGraphModel model, PathTree tree, bool mayHaveMoved)
    {
        ExecutionGraph graph = level.Graph;
        Require(model.IsConsistent(graph), "a finished graph is consistent", -1);
        EventSet reached = default;
        for (int t = 0; t < graph.ThreadCount; t++)
        {
            for (int i = 0; i < level.Cursors[t].Index; i++)
            {
                int slot = graph.SlotAt(t, i);
                Require(graph.Has(slot) || (slot >= 0 && graph.Events[slot].IsVoid), "no place before a thread's cursor is a hole", slot);
                reached.Add(slot);
            }
        }

        Require((graph.Present - reached).IsEmpty, "no event is past its thread's cursor", -1);
        foreach (int slot in graph.Present)
        {
            CheckEvent(graph, tree, slot);
            CheckOrder(graph, model, slot, mayHaveMoved);
        }

        CheckPrefixes(graph);
    }

    private static void CheckEvent(ExecutionGraph graph, PathTree tree, int slot)
    {
        ref GraphEvent e = ref graph.Events[slot];
        Require(graph.SlotAt(e.Thread, e.Index) == slot, "an event lies in the slot of its place", slot);
        switch (e.Kind)
        {
            case EventKind.Read:
                ulong value = e.Source >= 0 ? graph.Events[e.Source].Value : tree.Initial(e.Location);
                Require(e.Source < 0 || graph.Has(e.Source), "a read's source is there", slot);
                Require(e.Value == value, "a read has the value of its source", slot);
                Require(e.Partner < 0 || (graph.Has(e.Partner) && graph.Events[e.Partner].Partner == slot), "a read-modify-write that writes is whole", slot);
                break;
            case EventKind.Write:
                bool linked = e.CoherenceNext < 0 ? graph.Last(e.Location) == slot : graph.Events[e.CoherenceNext].CoherencePrevious == slot;
                Require(linked && (e.CoherencePrevious < 0 || graph.Has(e.CoherencePrevious)), "coherence is linked both ways", slot);
                break;
            case EventKind.Poll:
                Require(e.Source < 0 || graph.Events[e.Source].Kind == EventKind.Send, "a poll takes a send", slot);
                break;
        }
    }

    private static void CheckOrder(ExecutionGraph graph, IGraphModel model, int slot, bool mayHaveMoved)
    {
        ref GraphEvent e = ref graph.Events[slot];
        Require(mayHaveMoved || model.LocalOrder(graph, slot) == e.LocalOrder, "the local order is what the model says of the whole graph", slot);
        Require((e.LocalOrder - e.Prefix).IsEmpty, "the causal prefix contains the local order", slot);
    }

    /// <summary>In a consistent graph nothing is in its own causal prefix: the argument that every execution is reached rests on it.</summary>
    private static void CheckPrefixes(ExecutionGraph graph)
    {
        EventSet rest = graph.Present;
        bool shrunk = true;
        while (shrunk)
        {
            shrunk = false;
            EventSet previous = rest;
            foreach (int slot in previous)
            {
                if ((graph.Events[slot].Prefix & rest).IsEmpty)
                {
                    rest.Remove(slot);
                    shrunk = true;
                }
            }
        }

        foreach (int slot in rest)
        {
            Require(false, "the causal prefix has no cycle", slot);
        }
    }
}
