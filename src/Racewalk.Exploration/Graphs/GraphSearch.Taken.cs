using Racewalk.Executions;
using Racewalk.Exploration.Clocks;

namespace Racewalk.Exploration.Graphs;

/// <content>Sources that other read-modify-writes have taken.</content>
internal sealed partial class GraphSearch
{
    /// <summary>
    /// Whether a read-modify-write that would read <paramref name="source"/> now, and write, ever can write. If another one has taken that write, it must be deleted by a revisit of what this one
    /// writes: of a read that is not younger, and all that is younger than it must be maximal. That is what <see cref="TryRevisit"/> would look for. True wherever the answer is not at hand.
    /// </summary>
    private bool MayWriteAfter(int thread, int source)
    {
        int node = _level.Cursors[thread].Node;
        if ((source >= 0 && !Graph.Has(source)) || !IsTaken(source, _tree.Nodes[node].Location) || !FollowsFromPlace(thread, node)
            || HasEventFrom(thread, _level.Cursors[thread].Index))
        {
            return true;
        }

        (EventSet direct, EventSet ofWrite) = PrefixesOfRmw(thread, node);
        if (source >= 0)
        {
            direct.Add(source);
        }

        EventSet own = default;
        own.Add(_slots.Get(thread, _level.Cursors[thread].Index));
        EventSet prefix = Closure(direct, out bool isReadOpen);
        ofWrite = Closure(ofWrite - own, out bool isWriteOpen);
        int taker = Graph.After(source, _tree.Nodes[node].Location);
        bool isStuck = _level.Stuck.Contains(taker);
        bool mayRefuseTooMuch = _model.MayRefuseTooMuch(Graph);
        bool isOpen = isReadOpen || isWriteOpen;
        if (isOpen ? !isStuck || mayRefuseTooMuch : !isStuck && MayLag(thread, ofWrite - prefix, prefix) && !NeedsWrite(thread, _level.Cursors[thread].Index, node, SourceValue(node, source)))
        {
            // The operation may be used without its write.
            return true;
        }

        prefix |= ofWrite;
        _revisitor = _slots.Get(thread, _level.Cursors[thread].Index + 1);
        var revisitor = new GraphEvent { Kind = EventKind.Write, Location = _tree.Nodes[node].Location };
        var targets = new Targets(this, thread, node, BelowTaker(taker));
        _pins = MayPin(prefix);
        if (mayRefuseTooMuch && MayNote(thread, node, source, prefix, targets.Left))
        {
            return true;
        }

        targets.Restrict(prefix);
        if (targets.IsEmpty || prefix.Contains(taker) || isStuck)
        {
            return false;
        }

        while (targets.MoveNext())
        {
            int target = targets.Current;

            // The revisitor's read is not there. It may refuse a source that a deleted event would have had, so the model cannot be asked.
            var deletion = default(Deletion);
            if (!_pins)
            {
                // What is not maximal is deleted with every older target, too.
                return deletion.IsMaximal(this, prefix, target, targets.Older, asksModel: false);
            }

            EventSet kept = WithPinned(prefix, ref revisitor, target, targets.Older);
            if (kept.Contains(target))
            {
                continue;
            }

            int other = target;
            if (!IsNeverMaximal(target, prefix))
            {
                if (kept.Contains(taker))
                {
                    continue;
                }

                if (deletion.IsMaximal(this, kept, target, targets.Older, asksModel: false))
                {
                    return true;
                }

                other = deletion.Other;
            }

            // No less is deleted with an older target.
            if (IsNeverMaximal(other, prefix))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Whether <see cref="NoteRefused"/> or <see cref="NoteAliases"/> may have something to say of a revisit by the write, if the operation takes a source that another one has taken.</summary>
    private bool MayNote(int thread, int node, int source, EventSet prefix, EventSet targets)
    {
        int read = _slots.Get(thread, _level.Cursors[thread].Index);
        if (!(_aliased & prefix).IsEmpty || _aliased.Contains(read) || _aliased.Contains(_revisitor))
        {
            return true;
        }

        // What is not in the prefix may be kept with a write that lags.
        EventSet refused = MayPinMore(prefix) ? targets : targets & prefix;
        if (refused.IsEmpty)
        {
            return false;
        }

        refused -= ReasonsOfRmw(thread, node, source);
        int taker = Graph.After(source, _tree.Nodes[node].Location);
        if (!refused.IsEmpty && prefix.Contains(taker))
        {
            // It has no place whatever a target reads, but if the target is a reason of what took the place.
            EventSet reasons = ReasonsOf(taker);
            reasons.Add(Graph.Events[taker].Partner);
            refused &= reasons;
        }

        return !refused.IsEmpty;
    }

    /// <summary><see cref="ReasonsOf"/> the write of a thread's next operation, if its read takes a source.</summary>
    private EventSet ReasonsOfRmw(int thread, int node, int source)
    {
        _known.TryGetReasons(node, isSecond: true, out EventSet reasons);
        if (reasons.Contains(_slots.Get(thread, _level.Cursors[thread].Index)))
        {
            _known.TryGetReasons(node, isSecond: false, out EventSet ofRead);
            reasons |= ofRead;
            if (source >= 0)
            {
                reasons |= OwnReasons(ref Graph.Events[source]);
                reasons.Add(source);
            }
        }

        return WithReasons(reasons);
    }

    /// <summary>What is directly before the two parts of the next operation of a thread. It is computed if it is not known: what is asked may decide what is visited, and that must not depend on what was met before.</summary>
    private (EventSet Read, EventSet Write) PrefixesOfRmw(int thread, int node)
    {
        if (_known.TryGetPrefix(node, isSecond: false, out EventSet read) && _known.TryGetPrefix(node, isSecond: true, out EventSet write))
        {
            return (read, write);
        }

        ref GraphCursor c = ref _level.Cursors[thread];
        GraphCursor before = c;
        int stamp = _level.NextStamp;
        SetPlaceOrders(Prepare(thread, EventKind.Read));
        _known.TryGetPrefix(node, isSecond: false, out read);
        c.Index++;
        c.State = CursorState.MustWrite;
        _slots.Get(thread, c.Index);
        SetPlaceOrders(PrepareWrite(thread));
        _known.TryGetPrefix(node, isSecond: true, out write);
        c = before;
        _level.NextStamp = stamp;
        return (read, write);
    }
}
