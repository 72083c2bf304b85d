using Racewalk.Exploration.Paths;
using Racewalk.Exploration.Walks;
using Racewalk.Programs;

namespace Racewalk.Exploration.Clocks;

/// <content>Being led forward, without revisits.</content>
internal sealed partial class ClockSearch<TOrder> : IWalkSearch
{
    private bool _isWalking;

    bool IWalkSearch.HasLoadBuffering => false;

    int IWalkSearch.Length => _log.Count;

    int IWalkSearch.Last => _log.Count - 1;

    void IWalkSearch.BeginWalk(IExecutionVisitor? visitor)
    {
        BeginOpening(visitor);
        _isWalking = true;
    }

    uint IWalkSearch.Learn()
    {
        uint ready = 0;
        for (int thread = 0; thread < _log.Threads.Length; thread++)
        {
            ready |= Learn(thread) == CursorState.Running && HasRoom(thread) ? 1u << thread : 0;
        }

        return ready;
    }

    bool IWalkSearch.IsBlocked(int thread) => Learn(thread) is CursorState.Blocked or CursorState.Idle;

    private CursorState Learn(int thread)
    {
        ref ThreadCursor t = ref _log.Threads[thread];
        while (t.State == CursorState.Running && t.Node < 0)
        {
            _runner.Run(t.LastNode, t.LastValue);
        }

        return t.State;
    }

    OperationKind IWalkSearch.NextKind(int thread) => _tree.Nodes[_log.Threads[thread].Node].Kind;

    int IWalkSearch.SuccessorOf(int thread, int write) =>
        write >= 0 ? _log.Events[write].CoherenceNext : _log.Locations[_tree.Nodes[_log.Threads[thread].Node].Location].CoherenceFirst;

    bool IWalkSearch.HasSpun(int thread)
    {
        ref ThreadCursor t = ref _log.Threads[thread];
        return t.State == CursorState.Blocked && _tree.Nodes[t.Node].Kind == OperationKind.LoopHead;
    }

    void IWalkSearch.FindAlternatives(int thread, bool newestOnly, List<WalkAlternative> found)
    {
        found.Clear();
        int node = _log.Threads[thread].Node;
        ref PathNode n = ref _tree.Nodes[node];
        switch (n.Kind)
        {
            case OperationKind.Read or OperationKind.Rmw:
                FindSources(thread, node, newestOnly, found);
                break;
            case OperationKind.Write:
                _log.Reserve(n.Location);
                for (int place = _log.Locations[n.Location].CoherenceLast; place != Frame.NoPlace; place = newestOnly ? Frame.NoPlace : NextPlace(thread, place))
                {
                    found.Add(new WalkAlternative(place, GoesOn: true));
                }

                break;
            case OperationKind.Choice:
                for (int alternative = 0; alternative < (int)n.Operand; alternative++)
                {
                    found.Add(new WalkAlternative(alternative, GoesOn: true));
                }

                break;
            case OperationKind.Poll:
                bool idle = IsIdlePoll(node);
                for (int option = CountPollOptions(thread, node, idle) - 1; option >= 0; option--)
                {
                    int send = PollOption(idle, option);
                    found.Insert(0, new WalkAlternative(send, !idle || send >= 0));
                }

                break;
            default:
                found.Add(new WalkAlternative(Frame.NoPlace, GoesOn: true));
                break;
        }
    }

    private void FindSources(int thread, int node, bool newestOnly, List<WalkAlternative> found)
    {
        ref PathNode n = ref _tree.Nodes[node];
        _log.Reserve(n.Location);
        int source = _log.Locations[n.Location].CoherenceLast;
        do
        {
            ulong value = SourceValue(ref n, source);
            if (n.Kind != OperationKind.Rmw || !n.Writes(value) || CanTake(thread, node, source))
            {
                found.Add(new WalkAlternative(source, n.Satisfies(value)));
            }

            source = newestOnly ? Frame.NoPlace : NextSource(thread, node, source);
        }
        while (source != Frame.NoPlace);
    }

    /// <summary>Whether a read-modify-write that reads a write can write behind it: no revisit will make room.</summary>
    private bool CanTake(int thread, int node, int source)
    {
        int count = _log.Count;
        AddRead(thread, node, source);
        bool canTake = CanWriteRmw(thread);
        _log.Cut(count, _tree.Nodes);
        return canTake;
    }

    void IWalkSearch.Take(int thread, WalkAlternative alternative)
    {
        int node = _log.Threads[thread].Node;
        switch (_tree.Nodes[node].Kind)
        {
            case OperationKind.Read or OperationKind.Rmw:
                AddRead(thread, node, alternative.Choice);
                if (_log.Threads[thread].State == CursorState.MustWrite)
                {
                    AddRmwWrite(thread, node);
                }

                break;
            case OperationKind.Write:
                AddWrite(thread, node, alternative.Choice);
                break;
            case OperationKind.Choice:
                AddChoice(thread, node, alternative.Choice);
                break;
            case OperationKind.Poll:
                AddPoll(thread, node, alternative.Choice);
                break;
            default:
                Step(thread);
                _frameCount = 0;
                break;
        }
    }

    void IWalkSearch.CutTo(int length) => _log.Cut(length, _tree.Nodes);

    UInt128 IWalkSearch.Key()
    {
        var hash = default(ExecutionHash);
        for (int id = 0; id < _log.Count; id++)
        {
            ref ClockEvent e = ref _log.Events[id];
            hash.Add(PlaceOf(id), e.Kind, PlaceOf(e.Source), PlaceOf(e.CoherencePrevious), e.Value);
        }

        return hash.Value;
    }

    bool IWalkSearch.Visit()
    {
        long before = _tally.Result.Visited;
        Leaf();
        return _tally.Result.Visited > before;
    }

    private ulong PlaceOf(int id) => id >= 0 ? ExecutionHash.Place(_log.Events[id].Thread, _log.Events[id].Index) : 0;
}
