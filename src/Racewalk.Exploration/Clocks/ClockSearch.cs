using System.Numerics;
using Racewalk.Executions;
using Racewalk.Exploration.Paths;
using Racewalk.Programs;

namespace Racewalk.Exploration.Clocks;

/// <summary>
/// The explorer for models that are orders kept by vector clocks (SC, TSO): TruSt (Kokologiannakis, Marmanis, Gladstein, Vafeiadis, POPL 2022),
/// with the causal prefix po ∪ rf. Forward, every event takes its coherence-last choice first; backtracking tries the others; a write then revisits
/// the earlier reads that its own prefix does not contain, if all that the revisit deletes was added maximally.
/// </summary>
/// <remarks>The parts: this file goes forward, Forward adds operations, Sources enumerates alternatives, Backtrack goes back, Revisit and Readd do revisits.</remarks>
internal sealed partial class ClockSearch<TOrder> : ILiveSink
    where TOrder : struct, IClockOrder
{
    private readonly CheckedProgram _program;
    private readonly PathTree _tree;
    private readonly PathRunner _runner;
    private readonly ContextStack _contexts = new();
    private IExecutionVisitor? _visitor;
    private readonly Tally _tally;
    private readonly int[] _order;
    private readonly LoopHeads _loops;
    private readonly ThreadEnds _ends;
    private readonly int _eventBound;
    private readonly int _capacity;
    private readonly bool _checksInvariants;
    private readonly bool _staysInGracePeriods;
    private readonly ThreadClasses _classes;
    private readonly List<ClockLog> _levels = [];
    private ClockLog _log;
    private int _depth;
    private Frame[] _frames = new Frame[64];
    private int _frameCount;
    private bool _dead;

    public ClockSearch(CheckedProgram program, ExplorationOptions options, Tally tally, bool staysInGracePeriods)
    {
        _program = program;
        _tree = new PathTree(program, takesTranslation: false);
        _runner = new PathRunner(_tree, this, staysInGracePeriods);
        _staysInGracePeriods = staysInGracePeriods;
        _tally = tally;
        _capacity = options.KnownOperations;
        _checksInvariants = options.ChecksInvariants;
        _loops = new LoopHeads(_tree, this, options.LoopBound, tally);
        _ends = new ThreadEnds(_tree, this, _loops, staysInGracePeriods);
        // A clock lane is a byte.
        _eventBound = Math.Min(options.EventBound, 250);
        _order = [.. options.ThreadOrder ?? Enumerable.Range(0, program.Threads.Count)];
        _classes = new ThreadClasses(TOrder.HasTwins ? program.IdenticalThreads : [], _order);
        _log = new ClockLog(program.Threads.Count);
        _levels.Add(_log);
        for (int place = 0; place < _order.Length; place++)
        {
            ref ThreadCursor t = ref _log.Threads[_order[place]];
            t.Place = (byte)place;
            t.ProgramLast = t.ReadChain = t.WriteChain = -1;
            t.Node = t.Twin = -1;
            t.LastNode = _tree.TaskRoot(_order[place]);
            _log.SetUnknown(ref t);
        }
    }

    /// <summary>Adds events until no thread can run, or the graph has no consistent extension.</summary>
    public void RunForward()
    {
        while (!_dead)
        {
            if (_log.Runnable == 0)
            {
                VisitLast();
                continue;
            }

            GoOn(Pick());
        }

        _dead = false;
    }

    /// <summary>
    /// The thread to run, a function of the graph: one with a read-modify-write to complete; one whose operation must be learnt first; one that reads nothing, as reads then find
    /// more to choose from and fewer of them are revisited; one that reads; of those that wait, one whose value is there.
    /// </summary>
    private int Pick()
    {
        uint ready = _log.MustWrite != 0 ? _log.MustWrite : _log.Unknown != 0 ? _log.Unknown : _log.Effects;
        if (ready == 0)
        {
            ready = _log.Runnable & ~_log.Awaits;
        }

        return _order[BitOperations.TrailingZeroCount(ready != 0 ? ready : FirstAwait())];
    }

    private uint FirstAwait()
    {
        for (uint rest = _log.Runnable; rest != 0; rest &= rest - 1)
        {
            ref PathNode n = ref _tree.Nodes[_log.Threads[_order[BitOperations.TrailingZeroCount(rest)]].Node];
            int last = n.Location < _log.Locations.Length ? _log.Locations[n.Location].CoherenceLast : -1;
            if (n.Satisfies(SourceValue(ref n, last)))
            {
                return rest;
            }
        }

        return _log.Runnable;
    }

    private void GoOn(int thread)
    {
        ref ThreadCursor t = ref _log.Threads[thread];
        if (t.Node < 0)
        {
            LearnNext(thread);
        }
        else
        {
            Step(thread);
        }
    }

    bool ILiveSink.Arrive(int thread, int node, out ulong value)
    {
        value = 0;
        ref ThreadCursor t = ref _log.Threads[thread];
        int context = t.Context;
        ArriveAt(thread, node);
        // A handler's end leaves the thread in the context that it interrupted.
        if (t.State != CursorState.Running || _tree.Nodes[node].Kind == OperationKind.End)
        {
            return false;
        }

        if (_tree.Nodes[node].Kind is OperationKind.LoopHead)
        {
            return true;
        }

        if (_isOpening || Pick() != thread)
        {
            return false;
        }

        int before = _log.Count;
        Step(thread);
        if (t.State == CursorState.MustWrite && !_dead)
        {
            Step(thread);
        }

        if (_dead || t.State != CursorState.Running || t.Context != context)
        {
            return false;
        }

        value = _log.Events[before].Kind is EventKind.Read or EventKind.Choice ? _log.Events[before].Value : 0;
        return true;
    }

    /// <summary>Lets a thread go on from an operation that returned a value.</summary>
    private void Advance(int thread, int node, ulong value)
    {
        ref ThreadCursor t = ref _log.Threads[thread];
        int child = IsIdlePoll(node) ? node : _tree.Child(node, value);
        if (child >= 0)
        {
            ArriveAt(thread, child);
            return;
        }

        t.Node = -1;
        t.LastNode = node;
        t.LastValue = value;
        _log.SetUnknown(ref t);
    }

    /// <summary>An idle CPU polls for ever: its poll follows itself.</summary>
    private bool IsIdlePoll(int node) => _tree.Nodes[node].Kind == OperationKind.Poll && _tree.Nodes[node].Comparand != 0;

    /// <summary>Puts a thread before an operation, passing those that are no events.</summary>
    private void ArriveAt(int thread, int node)
    {
        ref ThreadCursor t = ref _log.Threads[thread];
        t.Node = node;
        switch (_tree.Nodes[node].Kind)
        {
            case OperationKind.End when t.Context != 0:
                (int interrupted, ulong value, t.Context) = _contexts.Pop(t.Context);
                Advance(thread, interrupted, value);
                return;
            case OperationKind.End when _program.Handlers.Count > 0:
                t.Node = _tree.IdlePoll(node);
                _log.SetReady(ref t, in _tree.Nodes[t.Node]);
                return;
            case OperationKind.End:
                _log.SetState(ref t, CursorState.Finished);
                return;
            case OperationKind.Blocked:
                _log.SetState(ref t, CursorState.Blocked);
                return;
            case OperationKind.Failed:
                _log.SetState(ref t, CursorState.Failed);
                return;
            case OperationKind.LoopHead:
                CursorState state = _loops.Arrive(thread, node);
                if (state == CursorState.Running)
                {
                    Advance(thread, node, 0);
                }
                else
                {
                    _log.SetState(ref t, state);
                }

                return;
            default:
                _log.SetReady(ref t, in _tree.Nodes[node]);
                return;
        }
    }
}
