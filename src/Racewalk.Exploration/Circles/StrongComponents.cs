namespace Racewalk.Exploration.Circles;

/// <summary>The strongly connected components of a graph that have more than one member (Tarjan 1972, without recursion).</summary>
/// <param name="vertices">The vertices; an edge leads to an index.</param>
/// <param name="next">Where the edges of a vertex lead.</param>
internal sealed class StrongComponents<T>(IReadOnlyList<T> vertices, Func<T, IEnumerable<int>> next)
{
    private readonly int[] _index = new int[vertices.Count];
    private readonly int[] _low = new int[vertices.Count];
    private readonly bool[] _isOpen = new bool[vertices.Count];
    private readonly Stack<int> _open = [];
    private readonly Stack<(int Vertex, IEnumerator<int> Edges)> _path = [];
    private int _count;

    /// <summary>Finds them.</summary>
    public IEnumerable<List<int>> Find()
    {
        for (int v = 0; v < vertices.Count; v++)
        {
            if (_index[v] != 0)
            {
                continue;
            }

            Enter(v);
            while (_path.TryPeek(out (int Vertex, IEnumerator<int> Edges) top))
            {
                if (top.Edges.MoveNext())
                {
                    Follow(top.Vertex, top.Edges.Current);
                }
                else if (Leave(top.Vertex) is { Count: > 1 } component)
                {
                    yield return component;
                }
            }
        }
    }

    private void Enter(int v)
    {
        _index[v] = _low[v] = ++_count;
        _isOpen[v] = true;
        _open.Push(v);
        _path.Push((v, next(vertices[v]).GetEnumerator()));
    }

    private void Follow(int from, int to)
    {
        if (_index[to] == 0)
        {
            Enter(to);
        }
        else if (_isOpen[to])
        {
            _low[from] = Math.Min(_low[from], _index[to]);
        }
    }

    private List<int>? Leave(int v)
    {
        _path.Pop();
        if (_path.TryPeek(out (int Vertex, IEnumerator<int> Edges) parent))
        {
            _low[parent.Vertex] = Math.Min(_low[parent.Vertex], _low[v]);
        }

        if (_low[v] != _index[v])
        {
            return null;
        }

        var component = new List<int>();
        int member;
        do
        {
            member = _open.Pop();
            _isOpen[member] = false;
            component.Add(member);
        }
        while (member != v);
        return component;
    }
}
