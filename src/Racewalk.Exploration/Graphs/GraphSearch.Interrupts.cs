using Racewalk.Executions;

namespace Racewalk.Exploration.Graphs;

internal sealed partial class GraphSearch
{
    private readonly List<int> _pending = [];

    /// <summary>
    /// The interrupts for a CPU that no poll took and the poll at <paramref name="node"/> can take, by sending thread and place in it: an order that is the
    /// execution's own.
    /// </summary>
    private void FindPending(int thread, int node)
    {
        _pending.Clear();
        EventSet taken = TakenBy(thread, int.MaxValue);
        foreach (int slot in Graph.Present - taken)
        {
            ref GraphEvent e = ref Graph.Events[slot];
            if (e.Kind == EventKind.Send && e.Location == thread && _tree.Takes(node, e.Node))
            {
                _pending.Add(slot);
            }
        }

        _pending.Sort((a, b) => ComparePlaces(a, b));
    }

    private int ComparePlaces(int a, int b) =>
        (Graph.Events[a].Thread, Graph.Events[a].Index).CompareTo((Graph.Events[b].Thread, Graph.Events[b].Index));

    /// <summary>The sends that the polls of a CPU before a place took.</summary>
    private EventSet TakenBy(int thread, int index)
    {
        EventSet taken = default;
        for (int i = 0; i < Math.Min(index, _slots.Length(thread)); i++)
        {
            int slot = _slots.TryGet(thread, i);
            if (Graph.Has(slot) && Graph.Events[slot].Kind == EventKind.Poll && Graph.Events[slot].Source >= 0)
            {
                taken.Add(Graph.Events[slot].Source);
            }
        }

        return taken;
    }

    private bool IsMaximalPoll(ref GraphEvent e, EventSet prefix)
    {
        if (!e.IsIdle)
        {
            return e.Source < 0;
        }

        int first = -1;
        foreach (int slot in Graph.Present - TakenBy(e.Thread, e.Index))
        {
            ref GraphEvent send = ref Graph.Events[slot];
            if (send.Kind == EventKind.Send && send.Location == e.Thread && (send.Stamp < e.Stamp || prefix.Contains(slot))
                && (first < 0 || ComparePlaces(slot, first) < 0))
            {
                first = slot;
            }
        }

        return e.Source == first;
    }
}
