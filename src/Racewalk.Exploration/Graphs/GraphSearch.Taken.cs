using Racewalk.Executions;

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

        int taker = Graph.After(source, _tree.Nodes[node].Location);
        bool isStuck = _level.Stuck.Contains(taker);
        bool mayRefuseTooMuch = _model.MayRefuseTooMuch(Graph);
        var targets = new Targets(this, thread, node, BelowTaker(taker));
        if (isStuck && (!mayRefuseTooMuch || targets.IsEmpty))
        {
            return false;
        }

        (int ofRead, int ofItsWrite) = OrdersOfRmw(thread, node);
        ref KnownOrder read = ref _known[ofRead];
        ref KnownOrder write = ref _known[ofItsWrite];
        EventSet direct = read.Prefix;
        if (source >= 0)
        {
            direct.Add(source);
        }

        EventSet own = default;
        own.Add(_slots.Get(thread, _level.Cursors[thread].Index));
        EventSet prefix = Closure(direct, out bool isReadOpen);
        direct |= write.Prefix - own;
        EventSet ofWrite = Closure(write.Prefix - own, out bool isWriteOpen);
        bool isOpen = isReadOpen || isWriteOpen;
        if (isOpen ? !isStuck || mayRefuseTooMuch : !isStuck && MayLag(thread, ofWrite - prefix, prefix) && !NeedsWrite(thread, _level.Cursors[thread].Index, node, SourceValue(node, source)))
        {
            // The operation may be used without its write.
            return true;
        }

        prefix |= ofWrite;
        _revisitor = _slots.Get(thread, _level.Cursors[thread].Index + 1);
        if (targets.IsEmpty)
        {
            return false;
        }

        _pins = MayPin(prefix);
        if (mayRefuseTooMuch && (MayAlias(thread, direct, prefix) || MayNote(in read, in write, source, taker, prefix, targets.Left)))
        {
            return true;
        }

        targets.Restrict(prefix);
        if (targets.IsEmpty || prefix.Contains(taker) || isStuck)
        {
            return false;
        }

        var deletion = default(Deletion);
        if (!_pins)
        {
            // What is not maximal is deleted with every older target, too.
            return targets.MoveNext() && deletion.IsMaximal(this, prefix, targets.Current, targets.Older, asksModel: false);
        }

        var revisitor = new GraphEvent { Kind = EventKind.Write, Location = _tree.Nodes[node].Location };
        while (targets.MoveNext())
        {
            int target = targets.Current;

            // The revisitor's read is not there. It may refuse a source that a deleted event would have had, so the model cannot be asked.
            deletion = default;

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
}
