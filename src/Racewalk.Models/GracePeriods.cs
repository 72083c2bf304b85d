using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>A hardware model that can be asked whether a graph is consistent if some pairs of events are ordered besides, as by a full barrier between them.</summary>
public interface IGracePeriodModel
{
    /// <summary>Whether the graph is consistent with the pairs of slots in <paramref name="assumed"/> ordered besides.</summary>
    bool IsConsistent(ExecutionGraph graph, EventMatrix assumed);
}

/// <summary>
/// RCU under the models of hardware: for each grace period and read-side section either the section, with what its CPU did before, is ordered before what follows
/// the grace period, or what precedes the grace period is ordered before the section and what its CPU does afterwards. For a CPU that a grace period waited for has
/// executed a full barrier since the section ended, and one that begins a section meanwhile has executed one before (synchronize_rcu, v6.12 kernel/rcu/tree.c). Which
/// of the two is no part of an execution, so a complete graph is accepted if some choice is consistent. (On tests without weak memory this is LKMM's axiom, AXIOMS §7.5.)
/// </summary>
/// <remarks>
/// Page walks count where they must be over: a section that has ended has made its walks, as each is before its access, or before the fault that it leads to. Nothing keeps walks from being
/// early where something must come before them: a grace period is no DSB. What handlers do that a CPU runs while it waits is not before the grace period: they may have come in the middle.
/// </remarks>
public static class GracePeriods
{
    /// <summary>Whether some choice for every pair of grace period and section is consistent.</summary>
    /// <param name="graph">The execution.</param>
    /// <param name="model">The model.</param>
    /// <param name="stopped">Whether nothing can move any more: sections that are open never end then, so no grace period that did may wait for them.</param>
    public static bool Accepts(ExecutionGraph graph, IGracePeriodModel model, bool stopped = false)
    {
        List<(EventSet Before, EventSet After)>? graces = null;
        foreach (int slot in graph.Barriers)
        {
            ref GraphEvent e = ref graph.Events[slot];
            if (e.Fence == FenceKind.SyncRcu)
            {
                (graces ??= []).Add((Accesses(graph, e.Thread, 0, Begin(graph, ref e)), Accesses(graph, e.Thread, e.Index + 1, graph.ThreadLength(e.Thread))));
            }
        }

        if (graces is null)
        {
            return true;
        }

        List<Section> sections = Sections(graph, stopped);
        return Choose(graph, model, graces, sections, 0, new EventMatrix(graph.Present.Last + 1));
    }

    private static bool Choose(
        ExecutionGraph graph,
        IGracePeriodModel model,
        List<(EventSet Before, EventSet After)> graces,
        List<Section> sections,
        int pair,
        EventMatrix assumed)
    {
        if (pair == graces.Count * sections.Count)
        {
            return true;
        }

        (EventSet before, EventSet after) = graces[pair / sections.Count];
        Section section = sections[pair % sections.Count];
        return (section.Ends && Try(section.UpToEnd, after)) || Try(before, section.FromBegin);

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

    // Where a CPU began to wait: what follows is interrupts taken meanwhile.
    private static int Begin(ExecutionGraph graph, ref GraphEvent grace)
    {
        int begin = grace.Index;
        while (begin > 0 && graph.Events[graph.SlotAt(grace.Thread, begin - 1)] is var e
            && (e.IsVoid || e.Kind == EventKind.Poll || e.Context != grace.Context))
        {
            begin--;
        }

        return begin;
    }

    /// <summary>Every outermost read-side section. One that is open though all is over is that of a thread that failed, and ends there.</summary>
    private static List<Section> Sections(ExecutionGraph graph, bool stopped)
    {
        var sections = new List<Section>();
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
                    sections.Add(new Section(Accesses(graph, t, 0, i, withWalks: true), Accesses(graph, t, start, graph.ThreadLength(t)), true));
                }
            }

            if (depth > 0)
            {
                sections.Add(new Section(Accesses(graph, t, 0, graph.ThreadLength(t), withWalks: true), Accesses(graph, t, start, graph.ThreadLength(t)), !stopped));
            }
        }

        return sections;
    }

    private static EventSet Accesses(ExecutionGraph graph, int thread, int from, int to, bool withWalks = false)
    {
        EventSet accesses = default;
        for (int i = from; i < to; i++)
        {
            int slot = graph.SlotAt(thread, i);
            if (graph.Has(slot) && graph.Events[slot].IsAccess && (withWalks || !graph.Events[slot].IsWalk))
            {
                accesses.Add(slot);
            }
        }

        return accesses;
    }

    /// <summary>A read-side section.</summary>
    /// <param name="UpToEnd">The accesses of its CPU before its end.</param>
    /// <param name="FromBegin">Those after its beginning.</param>
    /// <param name="Ends">Whether it ends.</param>
    private readonly record struct Section(EventSet UpToEnd, EventSet FromBegin, bool Ends);
}
