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
            if (read.IsWalk || !IsLeftOut(ref read))
            {
                continue;
            }

            if (IsPlaceTakenByOlder(ref read) && IsBeforeLaterRmws(slot))
            {
                AddTaker(ref hopeless, ref read);
            }

            AddBelow(ref hopeless, ref read);
        }

        return hopeless;
    }

    /// <summary>Whether the thread of a read-modify-write has gone on without its write.</summary>
    private bool IsLeftOut(ref GraphEvent read) =>
        read.Partner >= 0 && !Graph.Has(read.Partner) && _level.Cursors[read.Thread].Index > read.Index + 1 && (read.Source < 0 || Graph.Has(read.Source));

    /// <summary>Whether the place of a write that was left out was taken before its read was added.</summary>
    private bool IsPlaceTakenByOlder(ref GraphEvent read)
    {
        int taker = Graph.After(read.Source, read.Location);
        return taker >= 0 && Graph.Events[taker].Stamp < read.Stamp && IsTaken(read.Source, read.Location);
    }

    /// <summary>Adds the write that took the place of one that was left out, and its read, unless that one might take nothing if it were kept: what it compares with follows from its prefix.</summary>
    private void AddTaker(ref EventSet set, ref GraphEvent read)
    {
        int taker = Graph.After(read.Source, read.Location);
        set.Add(taker);
        ref GraphEvent write = ref Graph.Events[taker];
        EventSet data = write.DataReads;
        data.Remove(write.Partner);
        if ((data - Graph.Events[write.Partner].Past).IsEmpty)
        {
            set.Add(write.Partner);
        }
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

    /// <summary>Whether all that a thread still writes has one of these events in its prefix.</summary>
    private bool IsStalled(int thread, EventSet hopeless)
    {
        if (hopeless.IsEmpty || _level.Cursors[thread].Node < 0)
        {
            return false;
        }

        EventSet control = ControlAt(thread);
        if (!(Closure(control) & hopeless).IsEmpty)
        {
            return true;
        }

        if (!MayAsk(thread))
        {
            return false;
        }

        bool plain = HasPlainAccess(thread);
        if ((Closure(OrderOfNext(EventKind.Write, thread, control, plain)) & hopeless).IsEmpty)
        {
            return false;
        }

        NoteMarked(thread, plain);
        return true;
    }
}
