using Racewalk.Executions;
using Racewalk.Exploration.Clocks;
using Racewalk.Exploration.Paths;
using Racewalk.Exploration.Walks;
using Racewalk.Programs;

namespace Racewalk.Exploration.Graphs;

/// <content>
/// Being led forward, without revisits. There are never holes, so what only a revisit mends is no alternative: a write that is left out, a provisional failure.
/// </content>
internal sealed partial class GraphSearch : IWalkSearch
{
    private bool _isWalking;

    bool IWalkSearch.HasLoadBuffering => _hasLoadBuffering;

    int IWalkSearch.Length => _level.Steps.Count;

    int IWalkSearch.Last => _level.Steps.Top.Slot;

    void IWalkSearch.BeginWalk(IExecutionVisitor? visitor)
    {
        BeginOpening(visitor);
        _isWalking = true;
    }

    uint IWalkSearch.Learn()
    {
        uint ready = 0;
        for (int thread = 0; thread < _order.Length; thread++)
        {
            ready |= Learn(thread) == CursorState.Running && HasRoom(thread) ? 1u << thread : 0;
        }

        return ready;
    }

    bool IWalkSearch.IsBlocked(int thread) => Learn(thread) is CursorState.Blocked or CursorState.Idle;

    private CursorState Learn(int thread)
    {
        ref GraphCursor c = ref _level.Cursors[thread];
        while (c.State == CursorState.Running && c.Node < 0)
        {
            _runner.Run(c.LastNode, c.LastValue);
        }

        return c.State;
    }

    OperationKind IWalkSearch.NextKind(int thread) => _tree.Nodes[_level.Cursors[thread].Node].Kind;

    int IWalkSearch.SuccessorOf(int thread, int write) =>
        write >= 0 ? Graph.Events[write].CoherenceNext : Graph.First(_tree.Nodes[_level.Cursors[thread].Node].Location);

    bool IWalkSearch.HasSpun(int thread)
    {
        ref GraphCursor c = ref _level.Cursors[thread];
        return c.State == CursorState.Blocked && _tree.Nodes[c.Node].Kind == OperationKind.LoopHead;
    }

    void IWalkSearch.FindAlternatives(int thread, bool newestOnly, List<WalkAlternative> found)
    {
        found.Clear();
        int node = _level.Cursors[thread].Node;
        switch (_tree.Nodes[node].Kind)
        {
            case OperationKind.Read or OperationKind.Rmw:
                FindAfter(thread, node, newestOnly, found, TryTakeSource);
                break;
            case OperationKind.Write:
                FindAfter(thread, node, newestOnly, found, TryPut);
                break;
            case OperationKind.Choice:
                for (int alternative = 0; alternative < (int)_tree.Nodes[node].Operand; alternative++)
                {
                    found.Add(new WalkAlternative(alternative, GoesOn: true));
                }

                break;
            case OperationKind.Poll:
                FindInterrupts(thread, node, found);
                break;
            default:
                found.Add(new WalkAlternative(Frame.NoPlace, GoesOn: true));
                break;
        }
    }

    /// <summary>Tries the writes of a location from the newest down to the initial value.</summary>
    private void FindAfter(int thread, int node, bool newestOnly, List<WalkAlternative> found, Func<int, int, bool> tryTake)
    {
        PathNode n = _tree.Nodes[node];
        int newest = Graph.Last(n.Location);
        int write = newest;
        while (true)
        {
            int steps = _level.Steps.Count;
            bool goesOn = n.Kind == OperationKind.Write || n.Satisfies(SourceValue(node, write));
            // As in the exhaustive search: a value that does not satisfy is read from the newest write only.
            if ((goesOn || write == newest) && tryTake(thread, write))
            {
                found.Add(new WalkAlternative(write, goesOn));
            }

            Cut(steps);
            if (write < 0 || newestOnly)
            {
                return;
            }

            write = Graph.Events[write].CoherencePrevious;
        }
    }

    private void FindInterrupts(int thread, int node, List<WalkAlternative> found)
    {
        bool idle = IsIdlePoll(node);
        FindPending(thread, node);
        if (!idle || _pending.Count == 0)
        {
            found.Add(new WalkAlternative(-1, !idle));
        }

        foreach (int send in _pending)
        {
            found.Add(new WalkAlternative(send, GoesOn: true));
        }
    }

    private bool TryTakeSource(int thread, int source)
    {
        int location = _tree.Nodes[_level.Cursors[thread].Node].Location;
        return TryAddRead(thread, source, SourceValue(_level.Cursors[thread].Node, source))
            && (_level.Cursors[thread].State != CursorState.MustWrite || (!IsTaken(source, location) && TryAddWrite(thread, source)));
    }

    private bool TryPut(int thread, int place) => !IsTaken(place, _tree.Nodes[_level.Cursors[thread].Node].Location) && TryAddWrite(thread, place);

    void IWalkSearch.Take(int thread, WalkAlternative alternative)
    {
        int node = _level.Cursors[thread].Node;
        bool taken = true;
        switch (_tree.Nodes[node].Kind)
        {
            case OperationKind.Read or OperationKind.Rmw:
                taken = TryTakeSource(thread, alternative.Choice);
                break;
            case OperationKind.Write:
                taken = TryAddWrite(thread, alternative.Choice);
                break;
            case OperationKind.Choice:
                AddPlain(thread, EventKind.Choice, -1, (ulong)alternative.Choice);
                break;
            case OperationKind.Poll:
                AddPoll(thread, alternative.Choice);
                break;
            default:
                Step(thread);
                _frameCount = 0;
                break;
        }

        if (!taken)
        {
            throw new InvariantException($"thread {thread}: an alternative that was consistent is not any more");
        }
    }

    void IWalkSearch.CutTo(int length) => Cut(length);

    UInt128 IWalkSearch.Key()
    {
        var hash = default(ExecutionHash);
        foreach (int slot in Graph.Present)
        {
            ref GraphEvent e = ref Graph.Events[slot];
            hash.Add(PlaceOf(slot), e.Kind, PlaceOf(e.Source), PlaceOf(e.CoherencePrevious), e.Value);
        }

        return hash.Value;
    }

    bool IWalkSearch.Visit()
    {
        long before = _tally.Result.Visited;
        if (IsWhole())
        {
            Leaf(_ends.Worst());
        }

        return _tally.Result.Visited > before;
    }

    private ulong PlaceOf(int slot) => slot >= 0 ? ExecutionHash.Place(Graph.Events[slot].Thread, Graph.Events[slot].Index) : 0;
}
