namespace Racewalk.Exploration.Walks;

/// <summary>Counts how many different executions were built, and how many of them once. 16 bytes and the set's own for each.</summary>
internal sealed class SeenExecutions
{
    private readonly HashSet<UInt128> _seen = [];
    private readonly HashSet<UInt128> _again = [];

    /// <summary>How many were added.</summary>
    public long Visited { get; private set; }

    /// <summary>How many different ones.</summary>
    public long Different => _seen.Count;

    /// <summary>How many of those were added once.</summary>
    public long Once => _seen.Count - _again.Count;

    /// <summary>Adds an execution.</summary>
    public void Add(UInt128 key)
    {
        Visited++;
        if (!_seen.Add(key))
        {
            _again.Add(key);
        }
    }
}
