namespace Racewalk.Exploration.Circles;

/// <summary>
/// Finds whether dependencies and reads-from may go in a circle that the kernel's model does not exclude, over all ways in which the threads of a program may
/// go. Executions with such a circle are not built by the explorer, so the result has to say that there may be some.
/// </summary>
/// <remarks>
/// Dependencies count as they are recorded, be the value the same either way. A circle through marked accesses only is one in happens-before, where a
/// dependency goes through what a thread wrote and reads back as through a register (AXIOMS §7.4: carry-dep, to-r, rwdep); a circle within one location is
/// one in coherence. What is left goes through a plain access and two locations. Barriers are not looked at, so a circle found need not be consistent.
/// </remarks>
public sealed class DependencyCircles
{
    /// <summary>What is said of a result if there may be executions with such a circle.</summary>
    public const string Bound = "dependencies that may go in a circle through plain accesses, which is not followed";

    private readonly Dictionary<CircleVertex, int> _ids = [];
    private readonly List<CircleVertex> _vertices = [];

    // Whether the value of where the edge leads follows from where it comes from; reads-from does not count.
    private readonly List<Dictionary<int, bool>> _next = [];
    private readonly HashSet<(int Thread, int Context, int Read)> _branched = [];

    /// <summary>Begins a way through a context.</summary>
    /// <param name="thread">The CPU.</param>
    /// <param name="context">Tells the task and handlers of one CPU apart.</param>
    public CirclePath Path(int thread, int context) => new(this, thread, context);

    /// <summary>Looks for a circle, after all ways were told.</summary>
    public CircleKind Find()
    {
        Communicate();
        var kind = CircleKind.None;
        foreach (List<int> component in new StrongComponents<Dictionary<int, bool>>(_next, static edges => edges.Keys).Find())
        {
            bool counts = component.Exists(v => _vertices[v].IsPlain) && component.Exists(v => _vertices[v].Location != _vertices[component[0]].Location);
            if (counts)
            {
                kind = (CircleKind)Math.Max((int)kind, (int)KindOf(component));
            }
        }

        return kind;
    }

    internal int Add(CircleVertex vertex)
    {
        if (!_ids.TryGetValue(vertex, out int id))
        {
            id = _vertices.Count;
            _ids.Add(vertex, id);
            _vertices.Add(vertex);
            _next.Add([]);
        }

        return id;
    }

    internal void Link(int from, int to, bool isValue) =>
        _next[from][to] = isValue && _next[from].GetValueOrDefault(to, true);

    internal void Branch(int thread, int context, int read) => _branched.Add((thread, context, read));

    private void Communicate()
    {
        foreach (IGrouping<int, int> location in Enumerable.Range(0, _vertices.Count).GroupBy(v => _vertices[v].Location))
        {
            int[] reads = [.. location.Where(v => !_vertices[v].IsWrite)];
            foreach (int w in location.Where(v => _vertices[v].IsWrite))
            {
                foreach (int r in reads.Where(r => _vertices[r].MayReadFrom(_vertices[w])))
                {
                    Link(w, r, isValue: true);
                }
            }
        }

        // What one context branched on controls what its CPU does in others, too.
        foreach ((int thread, int context, int read) in _branched)
        {
            for (int v = 0; v < _vertices.Count; v++)
            {
                if (_vertices[v].Thread == thread && _vertices[v].Context != context)
                {
                    Link(read, v, isValue: false);
                }
            }
        }
    }

    private CircleKind KindOf(List<int> component)
    {
        var members = component.ToHashSet();
        return component.TrueForAll(v => _next[v].All(e => e.Value || !members.Contains(e.Key))) ? CircleKind.Values : CircleKind.Dependencies;
    }
}

/// <summary>What kind of circle there may be.</summary>
public enum CircleKind
{
    /// <summary>None.</summary>
    None,

    /// <summary>Values follow from themselves and from nothing else: values out of thin air.</summary>
    Values,

    /// <summary>Something exists, or is where it is, because of itself, or seems to: values need not come out of thin air.</summary>
    Dependencies,
}

/// <summary>An access of some ways through a context.</summary>
/// <param name="Thread">The CPU.</param>
/// <param name="Context">The task or which handler.</param>
/// <param name="Place">How many accesses come before it on these ways.</param>
/// <param name="IsWrite">Whether it writes.</param>
/// <param name="IsPlain">Whether it is plain.</param>
/// <param name="Location">Where.</param>
/// <param name="Value">The value, if it is known.</param>
internal readonly record struct CircleVertex(int Thread, int Context, int Place, bool IsWrite, bool IsPlain, int Location, ulong? Value)
{
    /// <summary>Whether a read of a location may read a write of it; not what its context wrote before, which <see cref="CirclePath"/> knows of.</summary>
    public bool MayReadFrom(in CircleVertex write) =>
        (Thread != write.Thread || Context != write.Context) && (Value is null || write.Value is null || Value == write.Value);
}
