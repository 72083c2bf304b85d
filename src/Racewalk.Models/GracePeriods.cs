using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>A hardware model that can be asked whether a graph is consistent if some pairs of events are ordered besides, as by a full barrier between them.</summary>
public interface IGracePeriodModel
{
    /// <summary>Whether the graph is consistent with the pairs of slots in <paramref name="assumed"/> ordered besides.</summary>
    bool IsConsistent(ExecutionGraph graph, EventMatrix assumed);
}

/// <summary>
/// RCU under the models of hardware: for each grace period and read-side section either the whole section is ordered before what follows the grace
/// period, or what precedes the grace period is ordered before the whole section. Which of the two is no part of an execution, so a complete graph is
/// accepted if some choice is consistent. (On tests without weak memory this is LKMM's axiom, AXIOMS §7.5.)
/// </summary>
public static class GracePeriods
{
    /// <summary>Whether some choice for every pair of grace period and section is consistent.</summary>
    public static bool Accepts(ExecutionGraph graph, IGracePeriodModel model)
    {
        List<(EventSet Before, EventSet After)>? graces = null;
        List<EventSet>? sections = null;
        int count = 0;
        foreach (int slot in graph.Present)
        {
            count = slot + 1;
            ref GraphEvent e = ref graph.Events[slot];
            if (e.Kind == EventKind.Fence && e.Fence == FenceKind.SyncRcu)
            {
                (graces ??= []).Add((Accesses(graph, e.Thread, 0, e.Index), Accesses(graph, e.Thread, e.Index + 1, graph.ThreadLength(e.Thread))));
            }
        }

        if (graces is null)
        {
            return true;
        }

        sections = Sections(graph);
        return Choose(graph, model, graces, sections, 0, new EventMatrix(count));
    }

    private static bool Choose(
        ExecutionGraph graph,
        IGracePeriodModel model,
        List<(EventSet Before, EventSet After)> graces,
        List<EventSet> sections,
        int pair,
        EventMatrix assumed)
    {
        if (pair == graces.Count * sections.Count)
        {
            return true;
        }

        (EventSet before, EventSet after) = graces[pair / sections.Count];
        EventSet section = sections[pair % sections.Count];
        return Try(section, after) || Try(before, section);

        bool Try(EventSet first, EventSet second)
        {
            var more = new EventMatrix(assumed.Count);
            more.CopyFrom(assumed);
            foreach (int a in first)
            {
                foreach (int b in second)
                {
                    more.Add(a, b);
                }
            }

            return model.IsConsistent(graph, more) && Choose(graph, model, graces, sections, pair + 1, more);
        }
    }

    /// <summary>The accesses of every outermost read-side section that has ended.</summary>
    private static List<EventSet> Sections(ExecutionGraph graph)
    {
        var sections = new List<EventSet>();
        for (int t = 0; t < graph.ThreadCount; t++)
        {
            int depth = 0;
            int start = 0;
            for (int i = 0; i < graph.ThreadLength(t); i++)
            {
                int slot = graph.SlotAt(t, i);
                if (!graph.Has(slot) || graph.Events[slot].Kind != EventKind.Fence)
                {
                    continue;
                }

                if (graph.Events[slot].Fence == FenceKind.RcuLock && depth++ == 0)
                {
                    start = i;
                }
                else if (graph.Events[slot].Fence == FenceKind.RcuUnlock && depth > 0 && --depth == 0)
                {
                    sections.Add(Accesses(graph, t, start, i));
                }
            }
        }

        return sections;
    }

    private static EventSet Accesses(ExecutionGraph graph, int thread, int from, int to)
    {
        EventSet accesses = default;
        for (int i = from; i < to; i++)
        {
            int slot = graph.SlotAt(thread, i);
            if (graph.Has(slot) && graph.Events[slot].IsAccess)
            {
                accesses.Add(slot);
            }
        }

        return accesses;
    }
}
