using System.Collections.Immutable;

namespace Racewalk.Oracle.Unfolding;

/// <summary>
/// The values that reads of each location may guess. Each pair of location and value has a bit, for quick comparisons of sets.
/// </summary>
internal sealed class ValueDomain
{
    /// <summary>How many pairs there may be.</summary>
    public const int Capacity = 64;

    private readonly ImmutableArray<ulong> _initial;
    private readonly List<ulong>[] _values;
    private readonly List<ulong>[] _bits;
    private readonly List<(int Location, ulong Value)> _found = [];
    private int _count;

    /// <summary>The domain that has the initial values only.</summary>
    public ValueDomain(ImmutableArray<ulong> initial)
    {
        _initial = initial;
        _values = new List<ulong>[initial.Length];
        _bits = new List<ulong>[initial.Length];
        for (int location = 0; location < initial.Length; location++)
        {
            _values[location] = [];
            _bits[location] = [];
            Add(location, initial[location]);
        }
    }

    /// <summary>The values of a location.</summary>
    public List<ulong> Values(int location) => _values[location];

    /// <summary>The initial value of a location.</summary>
    public ulong Initial(int location) => _initial[location];

    /// <summary>The bit of a pair; 0 if it is not in the domain.</summary>
    public ulong Bit(int location, ulong value)
    {
        int index = _values[location].IndexOf(value);
        return index < 0 ? 0 : _bits[location][index];
    }

    /// <summary>Notes a value written, for the next <see cref="Grow"/>.</summary>
    public void Note(int location, ulong value)
    {
        if (!_values[location].Contains(value) && !_found.Contains((location, value)))
        {
            _found.Add((location, value));
        }
    }

    /// <summary>Adds what was noted. Returns whether that was anything.</summary>
    /// <exception cref="TooLargeException">There are too many pairs.</exception>
    public bool Grow()
    {
        foreach ((int location, ulong value) in _found)
        {
            Add(location, value);
        }

        bool grown = _found.Count > 0;
        _found.Clear();
        return grown;
    }

    private void Add(int location, ulong value)
    {
        if (_count == Capacity)
        {
            throw new TooLargeException("too many values");
        }

        _values[location].Add(value);
        _bits[location].Add(1UL << _count++);
    }
}
