using Racewalk.Exploration;

namespace Racewalk.Reporting.Order;

/// <summary>Of the pairs of program order that were given up, finds those that matter, and what else their cycle rests on.</summary>
internal sealed class SwapFinder
{
    private readonly Execution _execution;
    private readonly ProgramOrderStrength _strength;
    private readonly HashSet<(int, int)> _givenUp;
    private readonly ILookup<int, int> _external;

    private SwapFinder(
        Execution execution, ProgramOrderStrength strength, IReadOnlyList<CommunicationEdge> edges, IReadOnlyList<(int, int)> givenUp)
    {
        _execution = execution;
        _strength = strength;
        _givenUp = [.. givenUp];
        _external = edges.Where(e => ThreadOf(e.From) != ThreadOf(e.To)).ToLookup(static e => e.From, static e => e.To);
    }

    /// <summary>The swaps that explain why the given pairs had to be given up, in the order of thread and program order.</summary>
    public static IReadOnlyList<SwappedAccesses> Find(
        Execution execution,
        ProgramOrderStrength strength,
        IReadOnlyList<CommunicationEdge> edges,
        IReadOnlyList<(int Before, int After)> givenUp)
    {
        var finder = new SwapFinder(execution, strength, edges, givenUp);
        List<SwappedAccesses> swaps =
        [
            .. givenUp
                .OrderBy(p => finder.ThreadOf(p.Before))
                .ThenBy(p => execution.Events[p.Before].Index)
                .ThenBy(p => execution.Events[p.After].Index)
                .Select(p => finder.Explain(p.Before, p.After))
                .OfType<SwappedAccesses>(),
        ];

        // Nothing was essential only if the pairs given up break each other's cycles; then all of them are the explanation.
        return swaps.Count > 0 ? swaps : [.. givenUp.Select(static p => new SwappedAccesses(p.Before, p.After, []))];
    }

    /// <summary>
    /// A pair matters if other CPUs saw its second access before its first: a path leaves the second to another thread and comes back to
    /// the first from another thread.
    /// </summary>
    private SwappedAccesses? Explain(int first, int second)
    {
        var cameFrom = new Dictionary<int, int>();
        var queue = new Queue<int>();
        foreach (int next in _external[second])
        {
            if (cameFrom.TryAdd(next, second))
            {
                queue.Enqueue(next);
            }
        }

        while (queue.TryDequeue(out int id))
        {
            foreach (int next in _external[id])
            {
                if (next == first)
                {
                    return new SwappedAccesses(first, second, Unordered(cameFrom, id, second));
                }

                if (cameFrom.TryAdd(next, id))
                {
                    queue.Enqueue(next);
                }
            }

            foreach (int next in ProgramOrderAfter(id))
            {
                if (next != first && !_givenUp.Contains((id, next)) && cameFrom.TryAdd(next, id))
                {
                    queue.Enqueue(next);
                }
            }
        }

        return null;
    }

    private List<(int, int)> Unordered(Dictionary<int, int> cameFrom, int end, int start)
    {
        List<(int, int)> pairs = [];
        for (int id = end; id != start; id = cameFrom[id])
        {
            int before = cameFrom[id];
            if (ThreadOf(before) == ThreadOf(id) && !_strength.IsOrdered(before, id))
            {
                pairs.Add((before, id));
            }
        }

        pairs.Reverse();
        return pairs;
    }

    private IEnumerable<int> ProgramOrderAfter(int id) =>
        _execution.Threads[ThreadOf(id)].Events.Skip(_execution.Events[id].Index + 1);

    private int ThreadOf(int id) => _execution.Events[id].Thread;
}
