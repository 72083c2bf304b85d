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
    private readonly Dictionary<int, List<ulong>> _values = [];
    private readonly HashSet<(int Thread, int Handler, int Sender)> _interrupts = [];
    private readonly List<int> _way = [];
    private DependencyCircles _circles = new();
    private bool _hasGrown;
    private int _visited;

    /// <summary>Takes the ways known so far.</summary>
    /// <param name="tree">What is known; what is learnt is added.</param>
    /// <param name="threads">How many threads there are.</param>
    /// <param name="capacity">How many operations may be visited.</param>
    public PathUnfolding(PathTree tree, int threads, int capacity)
    {
        (_tree, _threads, _capacity) = (tree, threads, capacity);
        _runner = new PathRunner(tree, this);
    }

    /// <summary>Whether some way has a plain access.</summary>
    public bool HasPlain { get; private set; }

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
        if (++_visited > _capacity)
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
            if (!TryUnfold(_tree.TaskRoot(t)))
            {
                return false;
            }
        }

        foreach ((int thread, int handler, int sender) in _interrupts.ToArray())
        {
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
                if (++_visited > _capacity || !TryChild(node, value, out int child))
                {
                    return false;
                }

                open.Push(child);
            }

            if (!goesOn && HasPlain)
            {
                Tell(node);
            }
        }

        return true;
    }

    private bool TryChild(int node, ulong value, out int child)
    {
        child = _tree.Child(node, value);
        if (child >= 0)
        {
            return true;
        }

        try
        {
            _runner.Run(node, value);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or NondeterministicThreadException or SwallowedUnwindException))
        {
            // No execution may have these values, so the code need not be made for them.
            return false;
        }

        child = _tree.Child(node, value);
        return child >= 0;
    }

    /// <summary>What an operation may return; nothing at the end of a way.</summary>
    private IEnumerable<ulong> Returned(int node)
    {
        PathNode n = _tree.Nodes[node];
        if (!HasPlain && (n.Access & Access.Plain) != 0)
        {
            // What was not told before is told in the next round.
            HasPlain = _hasGrown = true;
        }

        switch (n.Kind)
        {
            case OperationKind.Read or OperationKind.Rmw:
                foreach (ulong value in Values(n.Location).ToArray())
                {
                    if (n.Kind == OperationKind.Rmw && n.Writes(value))
                    {
                        AddValue(n.Location, n.Result(value));
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
            case OperationKind.LoopHead when n.Parent >= 0 && GoesRound(node):
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
            AddValue(n.Location, n.Operand);
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

    /// <summary>Whether a loop comes round to where it did and read what it did the time before: it would wait there.</summary>
    private bool GoesRound(int head)
    {
        int previous = _tree.PreviousHead(head);
        int before = previous < 0 ? -1 : _tree.PreviousHead(previous);
        if (before < 0)
        {
            return false;
        }

        int a = head;
        int b = previous;
        while (a != previous && b != before)
        {
            ref PathNode na = ref _tree.Nodes[a];
            ref PathNode nb = ref _tree.Nodes[b];
            bool same = na.EdgeValue == nb.EdgeValue && (na.Kind == OperationKind.LoopHead ? nb.Kind == OperationKind.LoopHead : na.IsSameOperation(in nb));
            if (!same || na.Kind is OperationKind.Write or OperationKind.Send or OperationKind.Rmw)
            {
                return false;
            }

            (a, b) = (na.Parent, nb.Parent);
        }

        return a == previous && b == before;
    }

    private List<ulong> Values(int location)
    {
        if (!_values.TryGetValue(location, out List<ulong>? values))
        {
            values = [_tree.Initial(location)];
            _values.Add(location, values);
        }

        return values;
    }

    private void AddValue(int location, ulong value)
    {
        List<ulong> values = Values(location);
        if (!values.Contains(value))
        {
            values.Add(value);
            _hasGrown = true;
        }
    }

    /// <summary>Tells a whole way, from its context's start down to a node.</summary>
    private void Tell(int last)
    {
        int root = _tree.Nodes[last].Root;
        CirclePath path = _circles.Path(_tree.Root(root).Thread, root);
        _tree.PathTo(last, _way);
        int reads = 0;
        for (int i = 0; i < _way.Count; i++)
        {
            ref PathNode n = ref _tree.Nodes[_way[i]];
            ref readonly Dependencies d = ref _tree.DependenciesOf(_way[i]);
            bool isPlain = (n.Access & Access.Plain) != 0 && n.Kind != OperationKind.Rmw;
            if (n.Kind == OperationKind.Write)
            {
                path.Write(n.Location, isPlain, n.Operand, new WriteCauses(d.Address, d.Data, d.Control, default));
            }
            else if (n.Kind is OperationKind.Read or OperationKind.Rmw && i + 1 < _way.Count)
            {
                ulong value = _tree.Nodes[_way[i + 1]].EdgeValue;
                path.Read(n.Location, isPlain, value, d.Address | d.Control);
                ReadSet own = ReadSet.Of(reads++);
                if (n.Kind == OperationKind.Rmw && n.Writes(value))
                {
                    path.Write(n.Location, isPlain, n.Result(value), new WriteCauses(d.Address, d.Data | own, d.Control, default));
                }
            }
        }

        path.End(_tree.DependenciesOf(last).Control);
    }
}
