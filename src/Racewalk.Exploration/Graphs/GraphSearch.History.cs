using Racewalk.Executions;
using Racewalk.Exploration.Clocks;
using Racewalk.Exploration.Paths;

namespace Racewalk.Exploration.Graphs;

internal sealed partial class GraphSearch : IThreadHistory
{
    private const int ProvisionalSource = -2;

    CursorState IThreadHistory.StateOf(int thread) => _level.Cursors[thread].State;

    int IThreadHistory.WaitsAt(int thread) => _level.Cursors[thread].Node;

    bool IThreadHistory.HasPending(int thread) => HasPending(thread, _level.Cursors[thread].Node);

    int IThreadHistory.Last(int thread) => LastSlot(thread);

    int IThreadHistory.Previous(int e) => LastBefore(Graph.Events[e].Thread, Graph.Events[e].Index);

    int IThreadHistory.NodeOf(int e) => Graph.Events[e].Node;

    EventKind IThreadHistory.KindOf(int e) => Graph.Events[e].Kind;

    // A provisional read has no source yet; two of them are the same to a loop that waits.
    int IThreadHistory.SourceOf(int e) => Graph.Events[e].IsProvisional ? ProvisionalSource : Graph.Events[e].Source;

    ulong IThreadHistory.ValueOf(int e) => Graph.Events[e].Value;

    bool IThreadHistory.IsUnsatisfied(int e) => Graph.Events[e].IsUnsatisfied;

    bool IThreadHistory.ReadsNewest(int e)
    {
        if (Graph.Events[e].Kind == EventKind.Poll)
        {
            return !HasPending(Graph.Events[e].Thread, Graph.Events[e].Node);
        }

        return Graph.After(Graph.Events[e].Source, Graph.Events[e].Location) < 0;
    }

    private int LastSlot(int thread) => LastBefore(thread, _level.Cursors[thread].Index);

    private int LastBefore(int thread, int index)
    {
        while (--index >= 0)
        {
            int slot = _slots.TryGet(thread, index);
            if (Graph.Has(slot))
            {
                return slot;
            }
        }

        return -1;
    }
}
