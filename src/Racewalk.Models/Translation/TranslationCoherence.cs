using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// Internal visibility with translation (AXIOMS §5.7, INT and the hazard): what a thread's explicit accesses read and write of a location goes up in
/// coherence. Walks and hardware updates take no part: a walk need not see what its own thread wrote. One consequence: a read may see what an update of the
/// own thread wrote, and a later one not, since nothing orders the two (the hazard asks for a write of another thread).
/// </summary>
internal sealed class TranslationCoherence
{
    private readonly int[] _position = new int[EventSet.Capacity];
    private int[] _stored = [];
    private int[] _seen = [];

    /// <summary>Whether a graph, complete or not, obeys it.</summary>
    public bool Holds(ExecutionGraph graph)
    {
        int locations = graph.LocationCount;
        if (_stored.Length < locations)
        {
            _stored = new int[locations];
            _seen = new int[locations];
        }

        for (int l = 0; l < locations; l++)
        {
            int place = 0;
            for (int w = graph.First(l); w >= 0; w = graph.Events[w].CoherenceNext)
            {
                _position[w] = ++place;
            }
        }

        for (int t = 0; t < graph.ThreadCount; t++)
        {
            if (!Holds(graph, t))
            {
                return false;
            }
        }

        return true;
    }

    private bool Holds(ExecutionGraph graph, int thread)
    {
        Array.Clear(_stored);
        Array.Clear(_seen);
        for (int i = 0; i < graph.ThreadLength(thread); i++)
        {
            int slot = graph.SlotAt(thread, i);
            ref GraphEvent e = ref graph.Events[slot];
            if (!graph.Has(slot) || !e.IsAccess || e.IsWalk || e.Location >= graph.LocationCount)
            {
                continue;
            }

            if (e.Kind == EventKind.Write)
            {
                if (_position[slot] <= _stored[e.Location])
                {
                    return false;
                }

                _stored[e.Location] = _position[slot];
            }
            else if (e.Source < 0 || graph.Has(e.Source))
            {
                int position = e.Source < 0 ? 0 : _position[e.Source];
                if (position < _stored[e.Location] || IsFuture(graph, ref e) || (position < _seen[e.Location] && MissesWhatWasSeen(graph, ref e, position)))
                {
                    return false;
                }

                _seen[e.Location] = Math.Max(_seen[e.Location], position);
            }
        }

        return true;
    }

    private static bool IsFuture(ExecutionGraph graph, ref GraphEvent e) => e.Source >= 0
        && graph.Events[e.Source].Thread == e.Thread && graph.Events[e.Source].Index > e.Index && !graph.Events[e.Source].IsWalk;

    private bool MissesWhatWasSeen(ExecutionGraph graph, ref GraphEvent e, int position)
    {
        for (int i = 0; i < e.Index; i++)
        {
            int slot = graph.SlotAt(e.Thread, i);
            ref GraphEvent r = ref graph.Events[slot];
            if (graph.Has(slot) && r.Kind == EventKind.Read && !r.IsWalk && r.Location == e.Location && r.Source >= 0 && graph.Has(r.Source)
                && _position[r.Source] > position && !(graph.Events[r.Source].IsWalk && AreOwn(graph, ref e, r.Source)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether all that a read misses, up to a write, is its own thread's.</summary>
    private static bool AreOwn(ExecutionGraph graph, ref GraphEvent e, int last)
    {
        for (int w = graph.After(e.Source, e.Location); ; w = graph.Events[w].CoherenceNext)
        {
            if (graph.Events[w].Thread != e.Thread)
            {
                return false;
            }

            if (w == last)
            {
                return true;
            }
        }
    }
}
