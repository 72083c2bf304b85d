using Racewalk.Exploration.Paths;

namespace Racewalk.Exploration.Circles;

/// <summary>The values that a location may have: the initial one, and what was seen to be written.</summary>
internal sealed class WrittenValues(PathTree tree)
{
    private readonly Dictionary<int, List<ulong>> _values = [];

    /// <summary>The values of a location up to now.</summary>
    public ulong[] Of(int location) => [.. List(location)];

    /// <summary>Adds a value. Returns whether it is new.</summary>
    public bool Add(int location, ulong value)
    {
        List<ulong> values = List(location);
        bool isNew = !values.Contains(value);
        if (isNew)
        {
            values.Add(value);
        }

        return isNew;
    }

    private List<ulong> List(int location)
    {
        if (!_values.TryGetValue(location, out List<ulong>? values))
        {
            values = [tree.Initial(location)];
            _values.Add(location, values);
        }

        return values;
    }
}
