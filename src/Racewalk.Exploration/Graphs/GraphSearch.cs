using Racewalk.Executions;
using Racewalk.Exploration.Clocks;
using Racewalk.Exploration.Paths;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Exploration.Graphs;

/// <summary>
/// The explorer for models with dependencies, where the causal prefix of a write is less than program order: TruSt's scheme on graphs with holes
/// (HMC, Kokologiannakis and Vafeiadis, ASPLOS 2020, for the prefix). A revisit keeps what was added before the revisited read, and the prefix of the
/// revisiting write; the places of program order that this leaves empty are filled before anything else.
/// </summary>
/// <remarks>See docs/engine.md for the invariants.</remarks>
internal sealed partial class GraphSearch : ILiveSink
{
    private readonly CheckedProgram _program;
    private readonly IGraphModel _model;

    // What is asked of the model and the program for every event.
    private readonly bool _isOneOrder;
    private readonly bool _keepsClosure;
    private readonly bool _hasLoadBuffering;
    private readonly bool _knowsTranslation;
    private readonly bool _hasHandlers;
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
    private readonly bool _looksForCircles;
    private readonly bool _checksInvariants;
    private readonly bool _staysInGracePeriods;
    private readonly SlotTable _slots;
    private readonly List<GraphLevel> _levels = [];
    private GraphLevel _level;
    private int _depth;
    private Frame[] _frames = new Frame[64];
    private int _frameCount;
    private bool _dead;

    public GraphSearch(CheckedProgram program, IGraphModel model, ExplorationOptions options, Tally tally, bool staysInGracePeriods)
    {
        _program = program;
        _model = model;
        (_isOneOrder, _keepsClosure, _hasLoadBuffering, _knowsTranslation) = (model.IsOneOrder, model.KeepsClosure, model.HasLoadBuffering, model.KnowsTranslation);
        _hasHandlers = program.Handlers.Count > 0;
        _tree = new PathTree(program, model.KnowsTranslation);
        _runner = new PathRunner(_tree, this, staysInGracePeriods);
        _staysInGracePeriods = staysInGracePeriods;
        _tally = tally;
        _capacity = options.KnownOperations;
        _checksInvariants = options.ChecksInvariants;
        _loops = new LoopHeads(_tree, this, options.LoopBound, tally);
        _ends = new ThreadEnds(_tree, this, _loops, staysInGracePeriods);
        _eventBound = options.EventBound;
        _looksForCircles = options.LooksForCircles && !staysInGracePeriods;
        _order = [.. options.ThreadOrder ?? Enumerable.Range(0, program.Threads.Count)];
        _slots = new SlotTable(_order.Length);
        _ways = new WayBehind?[_order.Length];
        _level = new GraphLevel(_slots, _tree.Addresses);
        _scratch = new ExecutionGraph(_slots);
        _levels.Add(_level);
        for (int t = 0; t < _order.Length; t++)
        {
            _level.Cursors[t] = new GraphCursor { Node = -1, LastNode = _tree.TaskRoot(t) };
        }
    }

    private ExecutionGraph Graph => _level.Graph;

    public void RunForward()
    {
        while (!_dead)
        {
            int thread = Pick();
            if (thread >= 0)
            {
                // Nothing comes between the parts of a read-modify-write.
                do
                {
                    GoOn(thread);
                }
                while (!_dead && _level.Cursors[thread].State == CursorState.MustWrite);
            }
            else if (!_dead && !VisitLast())
            {
                return;
            }
        }

        _dead = false;
    }

    private void GoOn(int thread)
    {
        ref GraphCursor c = ref _level.Cursors[thread];
        if (c.Node < 0)
        {
            _runner.Run(c.LastNode, c.LastValue);
        }
        else if (HasEventAt(thread, c.Index))
        {
            Absorb(thread);
        }
        else
        {
            Step(thread);
        }
    }

    /// <summary>
    /// The thread to run, a function of the graph; -1 if none. One with a read-modify-write to complete (nothing may come between its parts in coherence), then one with a hole, then one whose
    /// operation must be learnt first, then by what the operation is (<see cref="Urgency"/>).
    /// </summary>
    private int Pick()
    {
        int hole = -1;
        int best = -1;
        int least = int.MaxValue;
        EventSet hopeless = _level.LeftOut == 0 ? default : Hopeless();
        foreach (int t in _order)
        {
            ref GraphCursor c = ref _level.Cursors[t];
            if (c.State > CursorState.MustWrite)
            {
                continue;
            }

            if (c.State == CursorState.MustWrite)
            {
                return t;
            }

            if (HasEventFrom(t, c.Index))
            {
                if (HasUnpairedRead(t, c.Index))
                {
                    return t;
                }

                hole = hole < 0 ? t : hole;
            }
            else if (IsStalled(t, hopeless))
            {
                continue;
            }

            int urgency = Urgency(c.Node);
            if (urgency < least)
            {
                (best, least) = (t, urgency);
            }
        }

        if (hole >= 0)
        {
            return hole;
        }

        if ((_level.LeftOut == 0 && _level.Provisional == 0) || least == 0)
        {
            return best;
        }

        _dead = IsUseless(out int first);
        return _dead ? -1 : first >= 0 && !IsStalled(first, hopeless) ? first : best;
    }

    /// <summary>
    /// What reads nothing comes first, as reads then find more to choose from and fewer of them are revisited; what waits comes last, first what has the value that it waits for.
    /// </summary>
    private int Urgency(int node)
    {
        if (node < 0)
        {
            return 0;
        }

        ref PathNode n = ref _tree.Nodes[node];
        return n.Kind is not (OperationKind.Read or OperationKind.Rmw or OperationKind.Poll) ? 1
            : n.Await == AwaitKind.None ? 2
            : n.Satisfies(SourceValue(node, Graph.Last(n.Location))) ? 3 : 4;
    }

    /// <summary>Whether something of a thread is there from a place on, which is not before its cursor's.</summary>
    private bool HasEventFrom(int thread, int index)
    {
        if ((_level.Holed >> thread & 1) == 0)
        {
            return false;
        }

        int last = Graph.LastOf(thread);
        return last >= 0 && Graph.Events[last].Index >= index;
    }

    /// <summary>Whether, past a hole, a thread has the read of a read-modify-write without its write.</summary>
    private bool HasUnpairedRead(int thread, int index)
    {
        foreach (int slot in Graph.RmwReads & _slots.Of(thread))
        {
            ref GraphEvent e = ref Graph.Events[slot];
            if (e.Index >= index && e.Partner >= 0 && !Graph.Has(e.Partner))
            {
                return true;
            }
        }

        return false;
    }

    bool ILiveSink.Arrive(int thread, int node, out ulong value)
    {
        value = 0;
        if (_isLearning)
        {
            return false;
        }

        ref GraphCursor c = ref _level.Cursors[thread];
        int context = c.Context;
        int slot = _slots.TryGet(thread, c.Index);
        PutBefore(thread, node);
        // A handler's end leaves the thread in the context that it interrupted.
        if (c.State != CursorState.Running || _tree.Nodes[node].Kind == OperationKind.End)
        {
            return false;
        }

        if (_tree.Nodes[node].Kind is OperationKind.LoopHead)
        {
            return true;
        }

        // What follows a read-modify-write may have to be learnt to take it, and that cannot be while the thread runs.
        if (_isOpening || (_hasLoadBuffering && _tree.Nodes[node].Kind == OperationKind.Rmw))
        {
            return false;
        }

        if (Graph.Has(slot))
        {
            Absorb(thread);
        }
        else if (Pick() == thread)
        {
            Step(thread);
        }
        else
        {
            return false;
        }

        while (c.State == CursorState.MustWrite && !_dead)
        {
            Step(thread);
        }

        if (_dead || c.State != CursorState.Running || c.Context != context)
        {
            return false;
        }

        slot = _slots.TryGet(thread, FirstIndexOf(thread, node, c.Index));
        value = Graph.Events[slot].Kind is EventKind.Read or EventKind.Choice ? Graph.Events[slot].Value : 0;
        return true;
    }

    private int FirstIndexOf(int thread, int node, int before)
    {
        int index = before - 1;
        while (index > 0 && Graph.Events[_slots.TryGet(thread, index)].Node != node)
        {
            index--;
        }

        while (index > 0 && Graph.Events[_slots.TryGet(thread, index - 1)].Node == node)
        {
            index--;
        }

        return index;
    }
}
