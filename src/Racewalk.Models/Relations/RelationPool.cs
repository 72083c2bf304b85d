using Racewalk.Executions;

namespace Racewalk.Models;

/// <summary>
/// Relational algebra for one check after the other: every result is a matrix of the pool, which <see cref="Begin"/> takes back. In the steady
/// state nothing is allocated.
/// </summary>
internal sealed class RelationPool
{
    private readonly List<EventMatrix> _matrices = [];
    private readonly List<EventBits> _sets = [];
    private int _usedMatrices;
    private int _usedSets;

    /// <summary>The number of events.</summary>
    public int Count { get; private set; }

    /// <summary>Takes everything back and begins anew over so many events.</summary>
    public void Begin(int count)
    {
        Count = count;
        _usedMatrices = 0;
        _usedSets = 0;
    }

    /// <summary>An empty relation.</summary>
    public EventMatrix Empty()
    {
        if (_usedMatrices == _matrices.Count)
        {
            _matrices.Add(new EventMatrix(Count));
        }

        EventMatrix matrix = _matrices[_usedMatrices++];
        matrix.Reset(Count);
        return matrix;
    }

    /// <summary>An empty set.</summary>
    public EventBits EmptySet()
    {
        if (_usedSets == _sets.Count)
        {
            _sets.Add(new EventBits(Count));
        }

        EventBits set = _sets[_usedSets++];
        set.Reset(Count);
        return set;
    }

    /// <summary>A copy.</summary>
    public EventMatrix Copy(EventMatrix matrix)
    {
        EventMatrix copy = Empty();
        copy.CopyFrom(matrix);
        return copy;
    }

    /// <summary>Union.</summary>
    public EventMatrix Or(params ReadOnlySpan<EventMatrix> matrices)
    {
        EventMatrix union = Empty();
        foreach (EventMatrix matrix in matrices)
        {
            union.UnionWith(matrix);
        }

        return union;
    }

    /// <summary>Intersection.</summary>
    public EventMatrix And(EventMatrix a, EventMatrix b)
    {
        EventMatrix result = Copy(a);
        result.IntersectWith(b);
        return result;
    }

    /// <summary>Difference.</summary>
    public EventMatrix Minus(EventMatrix a, EventMatrix b)
    {
        EventMatrix result = Copy(a);
        result.ExceptWith(b);
        return result;
    }

    /// <summary>Union of sets.</summary>
    public EventBits Or(EventBits a, EventBits b)
    {
        EventBits result = EmptySet();
        result.CopyFrom(a);
        result.UnionWith(b);
        return result;
    }

    /// <summary>Composition, from left to right.</summary>
    public EventMatrix Seq(params ReadOnlySpan<EventMatrix> matrices)
    {
        EventMatrix result = matrices[0];
        foreach (EventMatrix next in matrices[1..])
        {
            EventMatrix composed = Empty();
            composed.SetToComposition(result, next);
            result = composed;
        }

        return result;
    }

    /// <summary>[set];matrix</summary>
    public EventMatrix From(EventBits set, EventMatrix matrix)
    {
        EventMatrix result = Copy(matrix);
        result.RestrictDomain(set);
        return result;
    }

    /// <summary>matrix;[set]</summary>
    public EventMatrix To(EventMatrix matrix, EventBits set)
    {
        EventMatrix result = Copy(matrix);
        result.RestrictRange(set);
        return result;
    }

    /// <summary>[from];matrix;[to]</summary>
    public EventMatrix Between(EventBits from, EventMatrix matrix, EventBits to)
    {
        EventMatrix result = From(from, matrix);
        result.RestrictRange(to);
        return result;
    }

    /// <summary>matrix ∪ identity</summary>
    public EventMatrix Optional(EventMatrix matrix)
    {
        EventMatrix result = Copy(matrix);
        result.UnionWithIdentity();
        return result;
    }

    /// <summary>Reflexive and transitive closure.</summary>
    public EventMatrix Star(EventMatrix matrix)
    {
        EventMatrix result = Copy(matrix);
        result.CloseTransitively();
        result.UnionWithIdentity();
        return result;
    }

    /// <summary>The inverse.</summary>
    public EventMatrix Inverse(EventMatrix matrix)
    {
        EventMatrix result = Empty();
        result.SetToInverse(matrix);
        return result;
    }

    /// <summary>The identity on a set.</summary>
    public EventMatrix Identity(EventBits set)
    {
        EventMatrix result = Empty();
        result.SetToIdentity(set);
        return result;
    }

    /// <summary>Adds (p, to) for every predecessor p that is present.</summary>
    public static void AddAll(EventMatrix matrix, EventSet predecessors, int to, ExecutionGraph graph)
    {
        foreach (int p in predecessors & graph.Present)
        {
            matrix.Add(p, to);
        }
    }
}
