using Racewalk.Executions;
using Racewalk.Exploration.Clocks;

namespace Racewalk.Exploration.Graphs;

internal sealed partial class GraphSearch
{
    /// <summary>
    /// Begins the next revisit of a frame's write (or send): of the youngest read of its location (poll of its target), below the ones tried,
    /// that is outside its prefix and such that it and all that the revisit would delete was added maximally.
    /// </summary>
    private bool TryRevisit(int frame)
    {
        int thread = _frames[frame].Thread;
        int node = _level.Cursors[thread].Node;
        var targets = new Targets(this, thread, node, Math.Min(_frames[frame].Scan, YoungestTarget(thread)));
        if (targets.IsEmpty)
        {
            // Most have nothing to revisit, and need no orders to know it.
            return false;
        }

        int revisitor = TakeBack(ref _frames[frame]);
        ref GraphEvent a = ref Graph.Events[revisitor];
        _revisitor = revisitor;
        EventSet prefix = a.Past;
        if (ChangesKeptOrder(revisitor) || (a.IsPastOpen && !((AllPrefixes(prefix) | a.Prefix) - Graph.Present).IsEmpty) || HasProvisional(prefix))
        {
            // The write of a read-modify-write that was left out is in the prefix, or one that stands as failed: this one does not exist so. Or it
            // is itself one that cannot be added here.
            return false;
        }

        EventSet? firm = null;
        EventSet? reasons = null;
        int taker = TakerBefore(ref a);
        EventSet noted = NotesRefused ? Noted(revisitor, prefix, targets.Left, ref reasons) : default;
        bool notes = !noted.IsEmpty || (NotesRefused && (!(_aliased & prefix).IsEmpty || _aliased.Contains(revisitor)));
        if (!notes)
        {
            // Nothing is to be said about what is in the prefix.
            targets.Restrict(prefix);
            if (targets.IsEmpty || (taker >= 0 && (prefix.Contains(taker) || _level.Stuck.Contains(taker))))
            {
                return false;
            }
        }

        _pins = MayPin(prefix);
        Deletion deletion = default;
        while (targets.MoveNext())
        {
            int target = targets.Current;
            EventSet older = targets.Older;
            _frames[frame].Scan = Graph.Events[target].Stamp;
            if (notes)
            {
                NoteAliases(revisitor, prefix, older, ref firm);
            }

            if (prefix.Contains(target))
            {
                if (noted.Contains(target))
                {
                    NoteRefused(revisitor, target, prefix, older, ref reasons);
                }

                continue;
            }

            EventSet kept = prefix;
            if (_pins)
            {
                bool never = IsNeverMaximal(target, prefix);
                if (never && notes && (!noted.Contains(target) || !MayBeLost(revisitor, target, ref reasons)))
                {
                    continue;
                }

                kept = WithPinned(prefix, ref a, target, older);
                if (kept.Contains(target))
                {
                    if (noted.Contains(target))
                    {
                        NoteRefused(revisitor, target, prefix, older, ref reasons);
                    }

                    continue;
                }

                if (never && !notes)
                {
                    // It is deleted with every older target, too.
                    return false;
                }
            }

            if (taker >= 0 && (kept.Contains(taker) || older.Contains(taker)))
            {
                continue;
            }

            if (_pins)
            {
                // Something else is kept with each target.
                deletion = default;
            }

            if (!deletion.IsMaximal(this, kept, target, older))
            {
                if (!notes && (!_pins || IsNeverMaximal(deletion.Other, prefix)))
                {
                    return false;
                }

                continue;
            }

            BeginRevisit(thread, revisitor, target, kept | older);
            if (TryNextRevisitPlace(ref _frames[_frameCount - 1]))
            {
                _frames[frame].Tried++;
                return true;
            }

            Drop();
            a = ref Graph.Events[revisitor];
        }

        return false;
    }

    /// <summary>
    /// The stamp that a read must be older than to be revisited by what a thread writes next. The write of a read-modify-write has no place while what it took is taken by another one,
    /// which a revisit must delete.
    /// </summary>
    private int YoungestTarget(int thread)
    {
        ref GraphCursor c = ref _level.Cursors[thread];
        if (c.State != CursorState.MustWrite || (!_aliased.IsEmpty && NotesRefused))
        {
            return int.MaxValue;
        }

        int taker = TakerOf(ref Graph.Events[_slots.TryGet(thread, c.Index - 1)]);
        return taker >= 0 ? BelowTaker(taker) : int.MaxValue;
    }

    /// <summary>The stamp that a target must have a smaller one than if a revisit of it is to delete the write that took a place. It is kept with its read if it can't lag behind it.</summary>
    private int BelowTaker(int taker)
    {
        ref GraphEvent write = ref Graph.Events[taker];
        return CanLag(write.Partner, taker) ? write.Stamp : Graph.Events[write.Partner].Stamp + 1;
    }

    /// <summary>The write that took what a read-modify-write's write must follow, if there is one; else -1. Where it is kept, the write has no place.</summary>
    private int TakerBefore(ref GraphEvent write) => write.IsRmw && write.Kind == EventKind.Write ? TakerOf(ref Graph.Events[write.Partner]) : -1;

    /// <summary>The write of another read-modify-write that took what a read took, if it is there; else -1.</summary>
    private int TakerOf(ref GraphEvent read) =>
        (read.Source < 0 || Graph.Has(read.Source)) && IsTaken(read.Source, read.Location) ? Graph.After(read.Source, read.Location) : -1;

    private bool HasProvisional(EventSet set)
    {
        foreach (int slot in set & Graph.RmwReads)
        {
            if (Graph.Events[slot].IsProvisional)
            {
                return true;
            }
        }

        return false;
    }

    private EventSet AllPrefixes(EventSet set)
    {
        EventSet all = default;
        foreach (int slot in set)
        {
            all |= Graph.Events[slot].Prefix;
        }

        return all;
    }

    /// <summary>The causal prefix of a set: everything in it and before it.</summary>
    private EventSet Closure(EventSet set) => Closure(set, out _);

    /// <summary>The same.</summary>
    /// <param name="set">The set.</param>
    /// <param name="isOpen">Whether the prefix has, or had, something that is not there: the write of a read-modify-write that was left out.</param>
    private EventSet Closure(EventSet set, out bool isOpen)
    {
        EventSet open = set & Graph.Present;
        EventSet done = open;
        isOpen = open != set;
        bool grows = false;

        // What the past of one contains adds nothing: the later ones first.
        for (EventSet rest = open; rest.Last is >= 0 and var slot;)
        {
            ref GraphEvent e = ref Graph.Events[slot];
            done |= e.Past;
            grows |= e.IsPastOpen;
            rest.Remove(slot);
            rest -= e.Past;
        }

        isOpen |= grows;
        if (!grows)
        {
            return done;
        }

        done = open;
        while (!open.IsEmpty)
        {
            done |= open;
            EventSet next = default;
            foreach (int slot in open)
            {
                next |= Graph.Events[slot].Prefix;
            }

            open = (next & Graph.Present) - done;
        }

        return done;
    }

    /// <summary>
    /// Adds the writes of read-modify-writes whose reads are kept: those that cannot lag behind their reads, and those that atomicity pins. If
    /// something of the prefix comes later in coherence than the write that the read took, its own write lies between, so, where coherence is in the model's order, it and its prefix are
    /// before the revisitor, too; if the target is in that, it cannot be revisited. LKMM and Power let a write depend on what follows it in coherence: there it lags like others.
    /// </summary>
    private EventSet WithPinned(EventSet prefix, ref GraphEvent a, int target, EventSet older)
    {
        bool grown = true;
        while (grown)
        {
            grown = false;
            EventSet kept = prefix | older;
            foreach (int slot in kept & Graph.RmwReads)
            {
                ref GraphEvent read = ref Graph.Events[slot];
                if (read.Partner < 0 || kept.Contains(read.Partner))
                {
                    continue;
                }

                // The revisitor comes after what a read in its prefix took from another thread, or else there would be a cycle.
                bool followed = a.Kind == EventKind.Write && a.Location == read.Location && prefix.Contains(slot)
                    && (read.Source < 0 || read.IsWalk || Graph.Events[read.Source].IsWalk || Graph.Events[read.Source].Thread != read.Thread);
                // A forwarded write that is not kept has its place still to choose, and the write that follows it goes along.
                bool pinned = _isOneOrder && (followed || ((read.Source < 0 || kept.Contains(read.Source)) && IsFollowed(ref read, prefix)));
                if (!Graph.Has(read.Partner))
                {
                    if (pinned && prefix.Contains(slot) && read.Partner != _revisitor)
                    {
                        // It was left out, so this is not how the execution is reached.
                        prefix.Add(target);
                        return prefix;
                    }

                    continue;
                }

                if (pinned || !CanLag(slot, read.Partner))
                {
                    EventSet partner = default;
                    partner.Add(read.Partner);
                    prefix |= Closure(partner);
                    grown = true;
                    break;
                }
            }
        }

        return prefix;
    }

    /// <summary>
    /// Whether the write of a read-modify-write is ordered behind more than its read is (release, a data dependency, a write of the thread that was left
    /// out and is forwarded to the read), so that the read may be used without it.
    /// </summary>
    private bool CanLag(int read, int write)
    {
        ref GraphEvent w = ref Graph.Events[write];
        return w.IsPastOpen || Graph.Events[read].IsPastOpen ? FindsLag(read, ref w) : w.CanLag;
    }

    private bool FindsLag(int read, ref GraphEvent write)
    {
        EventSet reads = WholePrefix(ref Graph.Events[read]);
        reads.Add(read);
        return MayLag(write.Thread, WholePrefix(ref write) - reads, reads);
    }

    /// <summary>
    /// Whether something of what is before the write of a read-modify-write and not before its read may follow from what uses the read: not the thread's own writes and barriers, be they there or left
    /// out, if nothing else is before them.
    /// </summary>
    /// <param name="thread">The thread.</param>
    /// <param name="more">What is before the write and not before the read.</param>
    /// <param name="reads">What is before the read.</param>
    private bool MayLag(int thread, EventSet more, EventSet reads)
    {
        foreach (int slot in more)
        {
            ref GraphEvent e = ref Graph.Events[slot];
            if (e.Thread != thread || e.Kind is not (EventKind.Write or EventKind.Fence))
            {
                return true;
            }

            if (!Graph.Has(slot) && MayLag(thread, (e.Prefix | e.Past) - more - reads, more | reads))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The causal prefix of an event and what is directly in it but was left out.</summary>
    private EventSet WholePrefix(ref GraphEvent e) => e.Prefix | (e.IsPastOpen ? Closure(e.Prefix) : e.Past);

    private bool IsFollowed(ref GraphEvent read, EventSet kept)
    {
        for (int w = Graph.After(read.Source, read.Location); w >= 0; w = Graph.Events[w].CoherenceNext)
        {
            if (w != read.Partner && kept.Contains(w))
            {
                return true;
            }
        }

        return false;
    }

    private EventSet OlderThan(int stamp)
    {
        EventSet set = default;
        foreach (int slot in Graph.Present)
        {
            if (Graph.Events[slot].Stamp < stamp)
            {
                set.Add(slot);
            }
        }

        return set;
    }
}
