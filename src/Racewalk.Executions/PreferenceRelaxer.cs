namespace Racewalk.Executions;

/// <summary>
/// Finds the lightest preferences to give up so that the rest can be written down as one sequence. Cheapest-first search over sets of placed
/// events; whatever can be placed for free is placed at once, so the search forks only where all that is left contradicts itself.
/// </summary>
public sealed class PreferenceRelaxer
{
    private readonly OrderConstraints _constraints;
    private readonly int _maxStates;

    private PreferenceRelaxer(OrderConstraints constraints, int maxStates)
    {
        _constraints = constraints;
        _maxStates = maxStates;
    }

    /// <summary>The preferences to give up, in the order in which a sequence breaks them; empty if there is no contradiction.</summary>
    /// <param name="constraints">What must and what should hold.</param>
    /// <param name="maxStates">After this many states the search takes the cheapest step each time, without going back.</param>
    /// <exception cref="ArgumentException">The required constraints alone contradict each other.</exception>
    public static IReadOnlyList<(int Before, int After)> Relax(OrderConstraints constraints, int maxStates = 20_000)
    {
        if (constraints.IsCyclic())
        {
            throw new ArgumentException("the required constraints are cyclic", nameof(constraints));
        }

        return new PreferenceRelaxer(constraints, maxStates).Search();
    }

    private List<(int Before, int After)> Search()
    {
        int sequence = 0;
        var queue = new PriorityQueue<State, (long Cost, int Sequence)>();
        var seen = new HashSet<PlacedEvents>();
        queue.Enqueue(Close(PlacedEvents.Empty(_constraints.Count), 0, []), (0, sequence++));
        while (queue.TryDequeue(out State? state, out _))
        {
            if (!seen.Add(state.Placed))
            {
                continue;
            }

            if (state.Missing.Count == 0)
            {
                return state.GivenUp;
            }

            if (seen.Count > _maxStates)
            {
                queue.Clear();
            }

            foreach (int target in state.Missing)
            {
                // In what contradicts itself there is a required pair; its first event must go ahead at some point.
                if (_constraints.RequiredAfter(target).Any(after => !state.Placed.Contains(after)))
                {
                    State next = Force(state, target);
                    queue.Enqueue(next, (next.Cost, sequence++));
                }
            }
        }

        throw new InvalidOperationException("no sequence found although the required constraints are acyclic");
    }

    /// <summary>Places an event now, and with it what must come before it and what is better taken along than overtaken.</summary>
    private State Force(State state, int target)
    {
        var taken = new SortedSet<int> { target };
        TakeRequired(state, taken, target);

        // An event that should precede one taken goes along if overtaking it weighs more than what it overtakes itself.
        foreach (int id in state.Missing.Reverse())
        {
            if (taken.Contains(id) || _constraints.RequiredBefore(id).Any(b => !state.Placed.Contains(b) && !taken.Contains(b)))
            {
                continue;
            }

            long overtaken = taken.Sum(t => (long)_constraints.PreferredBefore(t).Where(p => p.Event == id).Sum(p => p.Weight));
            long overtakes = _constraints.PreferredBefore(id)
                .Where(p => !state.Placed.Contains(p.Event) && !taken.Contains(p.Event)).Sum(p => (long)p.Weight);
            if (overtaken > overtakes)
            {
                taken.Add(id);
            }
        }

        PlacedEvents placed = state.Placed.Copy();
        List<(int, int)> givenUp = [.. state.GivenUp];
        long cost = state.Cost;
        while (taken.Count > 0)
        {
            int next = taken
                .Where(id => _constraints.RequiredBefore(id).All(placed.Contains))
                .MinBy(id => Missing(placed, id).Sum(p => (long)p.Weight));
            foreach ((int before, int weight) in Missing(placed, next))
            {
                givenUp.Add((before, next));
                cost += weight;
            }

            placed.AddInPlace(next);
            taken.Remove(next);
        }

        return Close(placed, cost, givenUp);
    }

    private void TakeRequired(State state, SortedSet<int> taken, int target)
    {
        var open = new Stack<int>([target]);
        while (open.TryPop(out int id))
        {
            foreach (int before in _constraints.RequiredBefore(id))
            {
                if (!state.Placed.Contains(before) && taken.Add(before))
                {
                    open.Push(before);
                }
            }
        }
    }

    /// <summary>Places everything that breaks nothing; that never makes a later step dearer.</summary>
    private State Close(PlacedEvents placed, long cost, List<(int, int)> givenUp)
    {
        placed = placed.Copy();
        bool changed = true;
        while (changed)
        {
            changed = false;
            for (int id = 0; id < _constraints.Count; id++)
            {
                if (!placed.Contains(id) && _constraints.RequiredBefore(id).All(placed.Contains) && !Missing(placed, id).Any())
                {
                    placed.AddInPlace(id);
                    changed = true;
                }
            }
        }

        return new State(placed, cost, givenUp, [.. Enumerable.Range(0, _constraints.Count).Where(id => !placed.Contains(id))]);
    }

    private IEnumerable<(int Event, int Weight)> Missing(PlacedEvents placed, int id) =>
        _constraints.PreferredBefore(id).Where(p => !placed.Contains(p.Event));

    private sealed record State(PlacedEvents Placed, long Cost, List<(int Before, int After)> GivenUp, IReadOnlyList<int> Missing);
}
