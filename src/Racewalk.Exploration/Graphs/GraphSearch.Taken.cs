using Racewalk.Executions;
using Racewalk.Exploration.Clocks;
using Racewalk.Programs;

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
        if ((source >= 0 && !Graph.Has(source)) || !IsTaken(source, _tree.Nodes[node].Location) || !FollowsFromPlace(thread, node) || _model.MayRefuseTooMuch(Graph)
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
        if (isReadOpen || isWriteOpen || (MayLag(thread, ofWrite - prefix) && !EndsAfter(node, source)))
        {
            // The operation may be used without its write.
            return true;
        }

        prefix |= ofWrite;
        _revisitor = _slots.Get(thread, _level.Cursors[thread].Index + 1);
        var revisitor = new GraphEvent { Kind = EventKind.Write, Location = _tree.Nodes[node].Location };
        int taker = Graph.After(source, revisitor.Location);
        var targets = new Targets(this, thread, node, BelowTaker(taker));
        targets.Restrict(prefix);
        if (targets.IsEmpty || prefix.Contains(taker) || _level.Stuck.Contains(taker))
        {
            return false;
        }

        _pins = MayPin(prefix);
        while (targets.MoveNext())
        {
            int target = targets.Current;
            if (!_pins)
            {
                // What is not maximal is deleted with every older target, too.
                return MayAllBeMaximal(prefix, target, targets.Older, out _);
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

                if (MayAllBeMaximal(kept, target, targets.Older, out other))
                {
                    return true;
                }
            }

            // No less is deleted with an older target.
            if (IsNeverMaximal(other, prefix))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Whether a thread has nothing more to do once its operation has taken a source.</summary>
    private bool EndsAfter(int node, int source) => _program.Handlers.Count == 0 && _tree.Nodes[Learn(node, SourceValue(node, source))].Kind == OperationKind.End;

    /// <summary>
    /// <see cref="Deletion.IsMaximal"/> before the revisitor's read is there. It may refuse a source that a deleted event would have had, so an event about which the model would be asked counts as maximal.
    /// </summary>
    /// <param name="kept">What is kept besides the older events.</param>
    /// <param name="target">The target.</param>
    /// <param name="older">The events that are older than it.</param>
    /// <param name="other">An event that is not maximal, if there is one.</param>
    private bool MayAllBeMaximal(EventSet kept, int target, EventSet older, out int other)
    {
        other = -1;
        int stamp = Graph.Events[target].Stamp;
        foreach (int slot in Graph.Present - kept - older)
        {
            if (!IsMaximal(slot, kept, stamp, asksModel: false))
            {
                other = slot;
                return false;
            }
        }

        return true;
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
