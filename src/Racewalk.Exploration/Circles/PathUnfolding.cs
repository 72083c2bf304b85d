using Racewalk.Executions;
using Racewalk.Exploration.Paths;
using Racewalk.Programs;

namespace Racewalk.Exploration.Circles;

/// <summary>
/// Finds the ways in which the contexts of a program may go if each read may return whatever any way writes to its location, be there an execution that does
/// so or not: an execution with a circle has ways that no other execution has. Values that nothing but themselves would bring about are not among these.
/// </summary>
internal sealed class PathUnfolding : ILiveSink
{
    private readonly PathTree _tree;
    private readonly PathRunner _runner;
    private readonly int _threads;
    private readonly int _capacity;
    private readonly int _mostLearnt;
    private readonly WrittenValues _values;
    private readonly HashSet<(int Thread, int Handler, int Sender)> _interrupts = [];
    private readonly WayTeller _teller;
    private DependencyCircles _circles = new();
    private bool _hasGrown;
    private int _thread;
    private int _visited;
    private int _learnt;
    private int _learntBefore;

    /// <summary>Takes the ways known so far.</summary>
    /// <param name="tree">What is known; what is learnt is added.</param>
    /// <param name="threads">How many threads there are.</param>
    /// <param name="capacity">How many operations may be visited.</param>
    /// <param name="mostLearnt">How many may be learnt, about.</param>
    public PathUnfolding(PathTree tree, int threads, int capacity, int mostLearnt = int.MaxValue)
    {
        (_tree, _threads, _capacity, _mostLearnt) = (tree, threads, capacity, mostLearnt);
        _runner = new PathRunner(tree, this, mayStayInGracePeriods: false);
        _values = new WrittenValues(tree);
        _teller = new WayTeller(tree);
    }

    /// <summary>The threads that have a plain access on some way, a bit each.</summary>
    public uint PlainThreads { get; private set; }

    /// <summary>Whether some way has a plain access.</summary>
    public bool HasPlain => PlainThreads != 0;

    /// <summary>Looks for circles.</summary>
    /// <param name="kind">The kind found.</param>
    /// <returns>False if there are too many ways, or the code of a thread cannot go them.</returns>
    public bool TryFind(out CircleKind kind)
    {
        kind = CircleKind.None;
        do
        {
            _hasGrown = false;
            _circles = new DependencyCircles();
            if (!TryUnfold())
            {
                return false;
            }
        }
        while (_hasGrown);
        kind = HasPlain ? _circles.Find() : CircleKind.None;
        return true;
    }

    bool ILiveSink.Arrive(int thread, int node, out ulong value)
    {
        value = 0;
        if (++_learnt > _capacity)
        {
            return false;
        }

        // The first of its ways is learnt to the end in one run.
        foreach (ulong first in Returned(node))
        {
            value = first;
            return true;
        }

        return false;
    }

    private bool TryUnfold()
    {
        for (int t = 0; t < _threads; t++)
        {
            _thread = t;
            if (!TryUnfold(_tree.TaskRoot(t)))
            {
                return false;
            }
        }

        foreach ((int thread, int handler, int sender) in _interrupts.ToArray())
        {
            _thread = thread;
            if (!TryUnfold(_tree.HandlerRoot(thread, handler, sender)))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryUnfold(int root)
    {
        var open = new Stack<int>([root]);
        while (open.TryPop(out int node))
        {
            bool goesOn = false;
            foreach (ulong value in Returned(node))
            {
                goesOn = true;
                if (++_visited > _capacity || _learntBefore > _mostLearnt || !TryChild(node, value, out int child))
                {
                    return false;
                }

                open.Push(child);
            }

            if (!goesOn && HasPlain)
            {
                _teller.Tell(node, _circles);
            }
        }

        return true;
    }

    private bool TryChild(int node, ulong value, out int child)
    {
        _learnt = 0;
        child = _runner.Learn(node, value);
        _learntBefore += _learnt;
        return child >= 0;
    }

    /// <summary>What an operation may return; nothing at the end of a way.</summary>
    private IEnumerable<ulong> Returned(int node)
    {
        PathNode n = _tree.Nodes[node];
        if ((n.Access & Access.Plain) != 0)
        {
            // What was not told before is told in the next round.
            _hasGrown |= !HasPlain;
            PlainThreads |= 1u << _thread;
        }

        switch (n.Kind)
        {
            case OperationKind.Read or OperationKind.Rmw:
                foreach (ulong value in _values.Of(n.Location))
                {
                    if (n.Kind == OperationKind.Rmw && n.Writes(value))
                    {
                        _hasGrown |= _values.Add(n.Location, n.Result(value));
                    }

                    if (n.Satisfies(value))
                    {
                        yield return value;
                    }
                }

                break;
            case OperationKind.Choice:
                for (ulong value = 0; value < n.Operand; value++)
                {
                    yield return value;
                }

                break;
            case OperationKind.Poll:
                yield return 0;
                foreach (int sender in SendersTo(node))
                {
                    yield return 1 + (ulong)sender;
                }

                break;
            case OperationKind.LoopHead when n.Parent >= 0 && _teller.GoesRound(node):
                break;
            case OperationKind.End or OperationKind.Blocked or OperationKind.Failed:
                break;
            default:
                Note(node, in n);
                yield return 0;
                break;
        }
    }

    private void Note(int node, in PathNode n)
    {
        if (n.Kind == OperationKind.Write)
        {
            _hasGrown |= _values.Add(n.Location, n.Operand);
        }
        else if (n.Kind == OperationKind.Send)
        {
            _hasGrown |= _interrupts.Add((n.Location, (int)n.Operand, _tree.Root(n.Root).Thread));
        }
    }

    private IEnumerable<int> SendersTo(int node)
    {
        int thread = _tree.Root(_tree.Nodes[node].Root).Thread;
        return _interrupts.Where(i => i.Thread == thread).Select(static i => i.Sender).Distinct().ToArray();
    }
}
