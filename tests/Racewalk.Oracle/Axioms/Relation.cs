using System.Numerics;

namespace Racewalk.Oracle.Axioms;

/// <summary>A relation between at most 64 events, as a bit matrix; sets of events are words.</summary>
internal sealed class Relation
{
    private readonly ulong[] _rows;

    /// <summary>The empty relation.</summary>
    /// <param name="count">The number of events.</param>
    public Relation(int count)
    {
        _rows = new ulong[count];
    }

    /// <summary>The number of events.</summary>
    public int Count => _rows.Length;

    /// <summary>The events that an event is related to.</summary>
    public ulong this[int from]
    {
        get => _rows[from];
        set => _rows[from] = value;
    }

    /// <summary>Union.</summary>
    public static Relation operator |(Relation a, Relation b)
    {
        var result = new Relation(a.Count);
        for (int i = 0; i < a.Count; i++)
        {
            result._rows[i] = a._rows[i] | b._rows[i];
        }

        return result;
    }

    /// <summary>Difference.</summary>
    public static Relation operator -(Relation a, Relation b)
    {
        var result = new Relation(a.Count);
        for (int i = 0; i < a.Count; i++)
        {
            result._rows[i] = a._rows[i] & ~b._rows[i];
        }

        return result;
    }

    /// <summary>Intersection.</summary>
    public static Relation operator &(Relation a, Relation b)
    {
        var result = new Relation(a.Count);
        for (int i = 0; i < a.Count; i++)
        {
            result._rows[i] = a._rows[i] & b._rows[i];
        }

        return result;
    }

    /// <summary>Whether no events are related.</summary>
    public bool IsEmpty => Array.TrueForAll(_rows, static row => row == 0);

    /// <summary>Whether no event is related to itself.</summary>
    public bool IsIrreflexive
    {
        get
        {
            for (int i = 0; i < Count; i++)
            {
                if ((_rows[i] >> i & 1) != 0)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>All pairs from one set to another.</summary>
    public static Relation Product(int count, ulong from, ulong to)
    {
        var result = new Relation(count);
        for (int i = 0; i < count; i++)
        {
            result._rows[i] = (from >> i & 1) != 0 ? to : 0;
        }

        return result;
    }

    /// <summary>The identity on a set.</summary>
    public static Relation On(int count, ulong set)
    {
        var result = new Relation(count);
        for (int i = 0; i < count; i++)
        {
            result._rows[i] = set & 1UL << i;
        }

        return result;
    }

    /// <summary>The relation and the identity.</summary>
    public Relation OrSame() => this | On(Count, ulong.MaxValue);

    /// <summary>The relation without the identity.</summary>
    public Relation Proper() => this - On(Count, ulong.MaxValue);

    /// <summary>The transitive closure.</summary>
    public Relation Plus()
    {
        Relation result = this;
        while (true)
        {
            Relation longer = result | result.Then(result);
            if ((longer - result).IsEmpty)
            {
                return result;
            }

            result = longer;
        }
    }

    /// <summary>The reflexive and transitive closure.</summary>
    public Relation Star() => Plus().OrSame();

    /// <summary>The inverse.</summary>
    public Relation Inverse()
    {
        var result = new Relation(Count);
        for (int i = 0; i < Count; i++)
        {
            for (int j = 0; j < Count; j++)
            {
                if ((_rows[i] >> j & 1) != 0)
                {
                    result.Add(j, i);
                }
            }
        }

        return result;
    }

    /// <summary>Relates the two events.</summary>
    public void Add(int from, int to) => _rows[from] |= 1UL << to;

    /// <summary>Relates a set of events to one.</summary>
    public void AddAll(ulong from, int to)
    {
        for (; from != 0; from &= from - 1)
        {
            _rows[BitOperations.TrailingZeroCount(from)] |= 1UL << to;
        }
    }

    /// <summary>Composition: this, then <paramref name="next"/>.</summary>
    public Relation Then(Relation next)
    {
        var result = new Relation(Count);
        for (int i = 0; i < Count; i++)
        {
            ulong row = 0;
            for (ulong middle = _rows[i]; middle != 0; middle &= middle - 1)
            {
                row |= next._rows[BitOperations.TrailingZeroCount(middle)];
            }

            result._rows[i] = row;
        }

        return result;
    }

    /// <summary>The pairs whose first event is in a set.</summary>
    public Relation From(ulong set)
    {
        var result = new Relation(Count);
        for (int i = 0; i < Count; i++)
        {
            result._rows[i] = (set >> i & 1) != 0 ? _rows[i] : 0;
        }

        return result;
    }

    /// <summary>The pairs whose second event is in a set.</summary>
    public Relation To(ulong set)
    {
        var result = new Relation(Count);
        for (int i = 0; i < Count; i++)
        {
            result._rows[i] = _rows[i] & set;
        }

        return result;
    }

    /// <summary>The second events of the pairs.</summary>
    public ulong Range()
    {
        ulong range = 0;
        foreach (ulong row in _rows)
        {
            range |= row;
        }

        return range;
    }

    /// <summary>Whether the relation has no cycle.</summary>
    public bool IsAcyclic() => IsAcyclic(_rows);

    /// <summary>
    /// Whether the relation with the given rows has no cycle: events without successor are taken away until none is left.
    /// </summary>
    public static bool IsAcyclic(ReadOnlySpan<ulong> rows)
    {
        ulong left = rows.Length == 64 ? ulong.MaxValue : (1UL << rows.Length) - 1;
        while (left != 0)
        {
            ulong before = left;
            for (ulong rest = left; rest != 0; rest &= rest - 1)
            {
                int i = BitOperations.TrailingZeroCount(rest);
                if ((rows[i] & left) == 0)
                {
                    left &= ~(1UL << i);
                }
            }

            if (left == before)
            {
                return false;
            }
        }

        return true;
    }
}
