using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Exploration.Paths;

/// <summary>Takes live operations: what a search does with an operation that it meets for the first time on its way.</summary>
internal interface ILiveSink
{
    /// <summary>The context arrived at <paramref name="node"/>; perform it.</summary>
    /// <param name="thread">The CPU.</param>
    /// <param name="node">The operation.</param>
    /// <param name="value">What it returned.</param>
    /// <returns>Whether the context runs on.</returns>
    bool Arrive(int thread, int node, out ulong value);
}

/// <summary>
/// Runs the code of a context: replays it down to a known place, then live. While it replays, every operation is checked against the tree, so
/// a context that behaves differently is found.
/// </summary>
/// <param name="tree">What is known of the threads.</param>
/// <param name="live">The search.</param>
/// <param name="mayStayInGracePeriods">Whether a choice precedes each grace period: that it ends, or that the context ends here.</param>
internal sealed class PathRunner(PathTree tree, ILiveSink live, bool mayStayInGracePeriods) : IOperationSink
{
    private static readonly List<Note> s_none = [];
    private readonly List<int> _path = [];
    private int _replayed;
    private int _thread;
    private int _last;
    private ulong _lastValue;
    private bool _isComparing;

    /// <summary>What the contexts were seen to do about grace periods.</summary>
    public GracePeriodWatch Watch { get; } = new();

    /// <summary>Runs the context on from <paramref name="node"/> having returned <paramref name="value"/>; the place after it is not known yet.</summary>
    public void Run(int node, ulong value)
    {
        RootInfo root = tree.Root(tree.Nodes[node].Root);
        tree.PathTo(node, _path);
        _replayed = 0;
        _thread = root.Thread;
        _last = node;
        _lastValue = value;
        Watch.Begin(root.Handler >= 0);
        new ThreadContext(this, root.Thread, root.Sender).Run(root.Body);
    }

    /// <summary>Runs an identical thread down to the place where the last run ended.</summary>
    /// <exception cref="ThreadsDifferException">It asks for something else.</exception>
    public void Compare(int thread, ThreadBody body)
    {
        int first = _thread;
        tree.PathTo(_last, _path);
        _replayed = 0;
        _isComparing = true;
        Watch.Begin(isHandler: false);
        try
        {
            new ThreadContext(this, thread).Run(body);
        }
        catch (NondeterministicThreadException e)
        {
            throw new ThreadsDifferException($"threads {first} and {thread} have one body and are no identical threads: {e.Message}");
        }
        finally
        {
            _isComparing = false;
        }
    }

    /// <summary>
    /// The operation after one that returned a value; the code is run if it is not known, and <see cref="ILiveSink.Arrive"/> asked how far. -1 if the code cannot go on with the
    /// value, which then no execution has.
    /// </summary>
    public int Learn(int node, ulong value)
    {
        int known = tree.Child(node, value);
        if (known >= 0)
        {
            return known;
        }

        try
        {
            Run(node, value);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or NondeterministicThreadException or SwallowedUnwindException))
        {
            return -1;
        }

        return tree.Child(node, value);
    }

    public bool TryPerform(in Operation operation, List<Note> notes, out ulong value)
    {
        Watch.Pass(in operation);
        if (operation.Kind == OperationKind.Failed && !EndSections(in operation, out value))
        {
            return false;
        }

        if (!mayStayInGracePeriods || operation is not { Kind: OperationKind.Fence, Fence: FenceKind.SyncRcu })
        {
            return Perform(in operation, notes, out value);
        }

        notes.Add(ChoiceNote.GracePeriod);
        if (!Perform(new Operation { Kind = OperationKind.Choice, Operand = 2, ControlReads = operation.ControlReads }, notes, out value))
        {
            return false;
        }

        return value == 0
            ? Perform(in operation, s_none, out value)
            : Perform(new Operation { Kind = OperationKind.End, ControlReads = operation.ControlReads }, s_none, out value);
    }

    // Who fails is looked at as far as it got: what a grace period waits for there is a section like any other.
    private bool EndSections(in Operation failed, out ulong value)
    {
        value = 0;
        for (int depth = Watch.Depth; depth > 0; depth--)
        {
            if (!Perform(new Operation { Kind = OperationKind.Fence, Fence = FenceKind.RcuUnlock, ControlReads = failed.ControlReads }, s_none, out value))
            {
                return false;
            }
        }

        return true;
    }

    private bool Perform(in Operation operation, List<Note> notes, out ulong value)
    {
        if (_replayed < _path.Count)
        {
            int node = _path[_replayed++];
            tree.Check(node, in operation, notes);
            value = _replayed < _path.Count ? tree.Nodes[_path[_replayed]].EdgeValue : _lastValue;
            return !_isComparing || _replayed < _path.Count;
        }

        _last = tree.AddOrCheck(_last, _lastValue, in operation, notes);
        bool goesOn = live.Arrive(_thread, _last, out value);
        _lastValue = value;
        return goesOn;
    }
}
