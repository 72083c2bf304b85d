namespace Racewalk.Executions;

/// <summary>Writes events of several threads down as one sequence that changes between threads as rarely as possible.</summary>
public sealed class FewestSwitches
{
    private readonly OrderConstraints _constraints;
    private readonly IReadOnlyList<IReadOnlyList<int>> _threads;
    private readonly int _lastThread;

    private FewestSwitches(OrderConstraints constraints, IReadOnlyList<IReadOnlyList<int>> threads, int lastThread)
    {
        _constraints = constraints;
        _threads = threads;
        _lastThread = lastThread;
    }

    /// <summary>
    /// A sequence of all events that keeps the required constraints with the fewest changes of thread. Among those, one that ends with
    /// <paramref name="lastThread"/> if there is one; then the one whose sequence of threads is lexicographically first.
    /// </summary>
    /// <param name="constraints">What must come before what; preferences are not looked at.</param>
    /// <param name="threads">The events of each thread, in the order to prefer inside a thread.</param>
    /// <param name="lastThread">The thread that should come last; -1 for no wish.</param>
    /// <param name="maxStates">After this many states the search gives up and lets the thread run that can run longest.</param>
    /// <exception cref="ArgumentException">The required constraints contradict each other.</exception>
    public static IReadOnlyList<int> Order(
        OrderConstraints constraints, IReadOnlyList<IReadOnlyList<int>> threads, int lastThread = -1, int maxStates = 50_000)
    {
        if (constraints.IsCyclic())
        {
            throw new ArgumentException("the required constraints are cyclic", nameof(constraints));
        }

        var search = new FewestSwitches(constraints, threads, lastThread);
        return search.Exact(maxStates) ?? search.Greedy();
    }

    /// <summary>How often a sequence of events changes thread.</summary>
    public static int Count(IReadOnlyList<int> order, Func<int, int> threadOf)
    {
        int switches = 0;
        for (int i = 1; i < order.Count; i++)
        {
            switches += threadOf(order[i]) != threadOf(order[i - 1]) ? 1 : 0;
        }

        return switches;
    }

    // Breadth first, a step being the longest possible run of one thread: running on never disables another thread, so some sequence with
    // the fewest switches has only such runs. First come, first kept gives the lexicographically first sequence of threads.
    private List<int>? Exact(int maxStates)
    {
        PlacedEvents start = PlacedEvents.Empty(_constraints.Count);
        List<Node> level = [new Node(null, start, [])];
        var seen = new HashSet<PlacedEvents> { start };
        if (_constraints.Count == 0)
        {
            return [];
        }

        while (level.Count > 0)
        {
            Node? complete = null;
            List<Node> next = [];
            foreach (Node node in level)
            {
                for (int thread = 0; thread < _threads.Count; thread++)
                {
                    (PlacedEvents placed, List<int> run) = Run(node.Placed, thread);
                    if (run.Count == 0)
                    {
                        continue;
                    }

                    var child = new Node(node, placed, run);
                    if (child.Length == _constraints.Count)
                    {
                        complete ??= child;
                        if (thread == _lastThread)
                        {
                            return child.Sequence();
                        }
                    }
                    else if (seen.Add(placed))
                    {
                        next.Add(child);
                    }
                }
            }

            if (complete is not null)
            {
                return complete.Sequence();
            }

            if (seen.Count > maxStates)
            {
                return null;
            }

            level = next;
        }

        throw new InvalidOperationException("events are left although the constraints are acyclic; does every event belong to a thread?");
    }

    private List<int> Greedy()
    {
        List<int> order = [];
        PlacedEvents placed = PlacedEvents.Empty(_constraints.Count);
        while (order.Count < _constraints.Count)
        {
            (PlacedEvents Placed, List<int> Run) best = Run(placed, 0);
            for (int thread = 1; thread < _threads.Count; thread++)
            {
                (PlacedEvents Placed, List<int> Run) other = Run(placed, thread);
                best = other.Run.Count > best.Run.Count ? other : best;
            }

            order.AddRange(best.Run);
            placed = best.Placed;
        }

        return order;
    }

    private (PlacedEvents Placed, List<int> Run) Run(PlacedEvents placed, int thread)
    {
        List<int> run = [];
        PlacedEvents after = placed.Copy();
        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (int id in _threads[thread])
            {
                if (!after.Contains(id) && _constraints.RequiredBefore(id).All(after.Contains))
                {
                    after.AddInPlace(id);
                    run.Add(id);
                    changed = true;
                }
            }
        }

        return (after, run);
    }

    private sealed class Node(Node? parent, PlacedEvents placed, List<int> run)
    {
        public PlacedEvents Placed { get; } = placed;

        public int Length { get; } = (parent?.Length ?? 0) + run.Count;

        public List<int> Sequence()
        {
            List<int> sequence = parent?.Sequence() ?? [];
            sequence.AddRange(run);
            return sequence;
        }
    }
}
