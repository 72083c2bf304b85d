namespace Racewalk.Executions;

/// <summary>An immutable set of event ids with value equality: which events a partial order of an execution has already placed.</summary>
internal readonly struct PlacedEvents : IEquatable<PlacedEvents>
{
    private readonly ulong[] _words;

    private PlacedEvents(ulong[] words)
    {
        _words = words;
    }

    /// <summary>The empty set over <paramref name="events"/> events.</summary>
    public static PlacedEvents Empty(int events) => new(new ulong[(events + 63) / 64]);

    /// <summary>Whether an event is in the set.</summary>
    public bool Contains(int id) => ((_words[id >> 6] >> id) & 1) != 0;

    /// <summary>A copy that <see cref="AddInPlace"/> may change until it is shared.</summary>
    public PlacedEvents Copy() => new([.. _words]);

    /// <summary>Adds an event to a set that nobody else has seen.</summary>
    public void AddInPlace(int id) => _words[id >> 6] |= 1UL << id;

    /// <inheritdoc/>
    public bool Equals(PlacedEvents other) => _words.AsSpan().SequenceEqual(other._words);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PlacedEvents other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (ulong word in _words)
        {
            hash.Add(word);
        }

        return hash.ToHashCode();
    }
}
