using Racewalk.Executions;

namespace Racewalk.Exploration.Graphs;

/// <content>
/// Where the write of a read-modify-write was left out (<see cref="TrySkipWrite"/>), only a revisit can make the graph an execution. A thread whose next event, whatever it is, that revisit would have to
/// delete, waits for it: see docs/engine.md.
/// </content>
internal sealed partial class GraphSearch
{
    /// <summary>The events that a revisit must delete, or give another source, before the graph can become an execution; and so all that has them in its prefix.</summary>
    private EventSet Hopeless()
    {
        EventSet hopeless = default;
        foreach (int slot in Graph.RmwReads)
        {
            ref GraphEvent read = ref Graph.Events[slot];
            if (read.Partner < 0 || read.IsWalk || Graph.Has(read.Partner) || _level.Cursors[read.Thread].Index <= read.Index + 1 || (read.Source >= 0 && !Graph.Has(read.Source)))
            {
                continue;
            }

            int taker = Graph.After(read.Source, read.Location);
            if (taker >= 0 && Graph.Events[taker].Stamp < read.Stamp && IsTaken(read.Source, read.Location) && ControlsWhatFollows(slot))
            {
                hopeless.Add(taker);
            }

            AddBelow(ref hopeless, ref read);
        }

        return hopeless;
    }

    /// <summary>Whether the read of a read-modify-write is in the prefix of every later read-modify-write of its thread, those to come as well.</summary>
    private bool ControlsWhatFollows(int read)
    {
        int thread = Graph.Events[read].Thread;
        if (!ControlAt(thread).Contains(read))
        {
            return false;
        }

        foreach (int slot in Graph.RmwReads & _slots.Of(thread))
        {
            if (Graph.Events[slot].Index > Graph.Events[read].Index && !Graph.Events[slot].Past.Contains(read))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Adds the reads behind a write that was left out that read what is before it in coherence.</summary>
    private void AddBelow(ref EventSet hopeless, ref GraphEvent read)
    {
        foreach (int slot in Graph.ReadsOf(read.Location) & _slots.Of(read.Thread))
        {
            ref GraphEvent e = ref Graph.Events[slot];
            if (e.Index > read.Index && !e.IsWalk && (e.Source < 0 || Graph.Has(e.Source)))
            {
                int write = read.Source;
                while (write >= 0 && write != e.Source)
                {
                    write = Graph.Events[write].CoherencePrevious;
                }

                if (write == e.Source)
                {
                    hopeless.Add(slot);
                }
            }
        }
    }

    /// <summary>What controls the next operation of a thread, and all that come after it.</summary>
    private EventSet ControlAt(int thread)
    {
        ref GraphCursor c = ref _level.Cursors[thread];
        int previous = LastBefore(thread, c.Index);
        EventSet control = c.Control | (previous >= 0 ? Graph.Events[previous].ControlReads : default);
        return c.Node < 0 ? control : control | Map(thread, ref c, _tree.DependenciesOf(c.Node).Control);
    }

    private bool IsStalled(int thread, EventSet hopeless) => !hopeless.IsEmpty && _level.Cursors[thread].Node >= 0 && !(Closure(ControlAt(thread)) & hopeless).IsEmpty;
}
