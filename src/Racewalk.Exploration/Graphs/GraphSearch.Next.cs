using Racewalk.Executions;

namespace Racewalk.Exploration.Graphs;

/// <content>What will be ordered before all that a thread has still to do, whatever it is.</content>
internal sealed partial class GraphSearch
{
    /// <summary>Whether that is asked: not where walks or interrupts may come.</summary>
    private bool LooksAhead => !_knowsTranslation && !_hasHandlers;

    /// <summary>Whether it can be asked of a thread: its next place is empty.</summary>
    private bool MayAsk(int thread)
    {
        int index = _level.Cursors[thread].Index;
        return LooksAhead && _slots.CanGet(thread, index) && !Graph.Has(_slots.Get(thread, index));
    }

    /// <summary>The least that is ordered before whatever a thread reads or writes next, or later.</summary>
    private EventSet OrderOfNext(EventKind kind, int thread, EventSet control, bool plain)
    {
        int slot = _slots.Get(thread, _level.Cursors[thread].Index);
        ref GraphEvent e = ref Graph.Events[slot];
        GraphEvent before = e;
        e = new GraphEvent
        {
            Kind = kind,
            Access = plain ? Access.Plain : default,
            Thread = thread,
            Index = _level.Cursors[thread].Index,
            Location = -1,
            Source = -1,
            Partner = -1,
            CoherencePrevious = -1,
            CoherenceNext = -1,
            ControlReads = control,
        };
        EventSet order = _model.LocalOrder(Graph, slot);
        e = before;
        return order;
    }

    /// <summary>Whether a thread has a plain access, which a model that allows circles of dependencies orders less than others.</summary>
    private bool HasPlainAccess(int thread)
    {
        foreach (int slot in _model.AllowsDependencyCircles ? Graph.EventsOf(thread) : default)
        {
            if ((Graph.Events[slot].Access & Access.Plain) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Notes that something was given up that a plain access of a thread that has none so far could have changed.</summary>
    private void NoteMarked(int thread, bool plain)
    {
        if (!plain && _model.AllowsDependencyCircles)
        {
            _tally.Result.MarkedThreads |= 1u << thread;
        }
    }
}
