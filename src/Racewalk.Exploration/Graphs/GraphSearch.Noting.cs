using Racewalk.Executions;
using Racewalk.Exploration.Clocks;

namespace Racewalk.Exploration.Graphs;

/// <content>Whether there would be something to note of refused revisits by the write of a read-modify-write that is not there yet.</content>
internal sealed partial class GraphSearch
{
    /// <summary>Whether <see cref="NoteAliases"/> may have something to say of a revisit by the write of a thread's next operation, which has this prefix.</summary>
    private bool MayAlias(int thread, EventSet direct, EventSet prefix)
    {
        if (_aliased.IsEmpty)
        {
            return false;
        }

        if (_aliased.Contains(_slots.Get(thread, _level.Cursors[thread].Index)) || _aliased.Contains(_revisitor))
        {
            return true;
        }

        if ((_aliased & prefix).IsEmpty)
        {
            return false;
        }

        // No more than what is firm: of events that share their location by an address dependency only what they depend on.
        EventSet firm = default;
        for (EventSet open = direct & Graph.Present; !open.IsEmpty;)
        {
            firm |= open;
            EventSet next = default;
            foreach (int slot in open)
            {
                next |= _aliased.Contains(slot) ? OwnReasons(ref Graph.Events[slot]) : Graph.Events[slot].Prefix;
            }

            open = (next & Graph.Present) - firm;
        }

        return !(prefix - firm).IsEmpty;
    }

    /// <summary>Whether <see cref="NoteRefused"/> may have something to say of a revisit by the write, if the operation takes a source that another one has taken.</summary>
    private bool MayNote(in KnownOrder read, in KnownOrder write, int source, int taker, EventSet prefix, EventSet targets)
    {
        // What is not in the prefix may be kept with a write that lags.
        EventSet refused = targets.IsEmpty ? targets : IsMarked ? TiedByMore(targets, prefix) : MayPinMore(prefix) ? targets : targets & prefix;
        if (refused.IsEmpty)
        {
            return false;
        }

        EventSet reasons = ReasonsOfRmw(in read, in write, source, refused);
        refused -= reasons;
        if (!refused.IsEmpty && prefix.Contains(taker))
        {
            // It has no place whatever a target reads, but if the target is a reason of what took the place.
            EventSet ofTaker = ReasonsOf(taker);
            ofTaker.Add(Graph.Events[taker].Partner);
            refused &= ofTaker;
        }

        if (!refused.IsEmpty)
        {
            EventSet before = read.LocalOrder | read.AddressReads | write.LocalOrder | write.AddressReads | write.DataReads | write.ControlReads;
            refused -= _model.FirmlyBefore(Graph, before, reasons);
        }

        return !refused.IsEmpty;
    }

    /// <summary><see cref="ReasonsOf"/> the write of a thread's next operation, if its read takes a source; or some that have all of those looked for.</summary>
    private EventSet ReasonsOfRmw(in KnownOrder read, in KnownOrder write, int source, EventSet lookedFor)
    {
        EventSet reasons = write.AddressReads | write.DataReads | write.ControlReads;
        EventSet own = reasons - Graph.Present;
        if (!own.IsEmpty)
        {
            reasons |= read.AddressReads | read.DataReads | read.ControlReads;
            if (source >= 0)
            {
                reasons |= OwnReasons(ref Graph.Events[source]);
                reasons.Add(source);
            }
        }

        return WithReasons(reasons, lookedFor);
    }

    /// <summary>
    /// The places of what is known of the two parts of the next operation of a thread. It is computed if it is not known: what is asked may decide what is visited, and that must not depend on what was met before.
    /// </summary>
    private (int Read, int Write) OrdersOfRmw(int thread, int node)
    {
        bool isKnown = _known.TryGet(node, isSecond: false, out int read);
        if (_known.TryGet(node, isSecond: true, out int write) && isKnown)
        {
            return (read, write);
        }

        ref GraphCursor c = ref _level.Cursors[thread];
        GraphCursor before = c;
        int stamp = _level.NextStamp;
        SetPlaceOrders(Prepare(thread, EventKind.Read));
        c.Index++;
        c.State = CursorState.MustWrite;
        _slots.Get(thread, c.Index);
        SetPlaceOrders(PrepareWrite(thread));
        c = before;
        _level.NextStamp = stamp;
        return (read, write);
    }
}
