namespace Racewalk.Executions;

/// <summary>
/// Which events have to come before which when an execution is written down as one sequence: constraints that must hold, and preferences with
/// a weight that may be given up.
/// </summary>
public sealed class OrderConstraints
{
    private readonly List<int>[] _before;
    private readonly List<int>[] _after;
    private readonly List<(int Event, int Weight)>[] _preferredBefore;

    /// <summary>No constraints between events 0 to <paramref name="events"/> - 1.</summary>
    public OrderConstraints(int events)
    {
        _before = [.. Enumerable.Range(0, events).Select(static _ => new List<int>())];
        _after = [.. Enumerable.Range(0, events).Select(static _ => new List<int>())];
        _preferredBefore = [.. Enumerable.Range(0, events).Select(static _ => new List<(int, int)>())];
    }

    /// <summary>The number of events.</summary>
    public int Count => _before.Length;

    /// <summary>Whether any preference was stated.</summary>
    public bool HasPreferences => _preferredBefore.Any(static p => p.Count > 0);

    /// <summary>One event must come before another.</summary>
    public void Require(int before, int after)
    {
        _before[after].Add(before);
        _after[before].Add(after);
    }

    /// <summary>One event should come before another.</summary>
    /// <param name="before">The first event.</param>
    /// <param name="after">The second event.</param>
    /// <param name="weight">What giving this up costs.</param>
    public void Prefer(int before, int after, int weight) => _preferredBefore[after].Add((before, weight));

    /// <summary>The events that must come before one.</summary>
    public IReadOnlyList<int> RequiredBefore(int id) => _before[id];

    /// <summary>The events that must come after one.</summary>
    public IReadOnlyList<int> RequiredAfter(int id) => _after[id];

    /// <summary>The events that should come before one, with weights.</summary>
    public IReadOnlyList<(int Event, int Weight)> PreferredBefore(int id) => _preferredBefore[id];

    /// <summary>The same with all preferences required except those given up.</summary>
    public OrderConstraints Settle(IEnumerable<(int Before, int After)> givenUp)
    {
        var dropped = new HashSet<(int, int)>(givenUp);
        var settled = new OrderConstraints(Count);
        for (int id = 0; id < Count; id++)
        {
            foreach (int before in _before[id])
            {
                settled.Require(before, id);
            }

            foreach ((int before, _) in _preferredBefore[id])
            {
                if (!dropped.Contains((before, id)))
                {
                    settled.Require(before, id);
                }
            }
        }

        return settled;
    }

    /// <summary>Whether the required constraints contradict each other.</summary>
    public bool IsCyclic()
    {
        int[] open = [.. _before.Select(static b => b.Count)];
        var ready = new Stack<int>(Enumerable.Range(0, Count).Where(id => open[id] == 0));
        int placed = 0;
        while (ready.TryPop(out int id))
        {
            placed++;
            foreach (int after in _after[id])
            {
                if (--open[after] == 0)
                {
                    ready.Push(after);
                }
            }
        }

        return placed < Count;
    }
}
