using System.Numerics;

namespace Racewalk.Exploration.Walks;

/// <summary>
/// Visits every execution that an interleaving with few preemptions has, once: every schedule is tried, but not from a graph that was met before with the same thread running last and with no more
/// preemptions behind it. What follows depends on nothing else, since events of an interleaving read and write last.
/// </summary>
/// <param name="search">What holds the graph.</param>
/// <param name="preemptions">How many preemptions there may be.</param>
/// <param name="tick">Called for every graph that is new; returns whether to stop.</param>
internal sealed class ContextBoundedWalks(IWalkSearch search, int preemptions, Func<bool> tick)
{
    private readonly Walk _walk = new(search, newestOnly: true);
    private readonly Dictionary<(UInt128 Graph, int Last), int> _met = [];
    private readonly HashSet<UInt128> _visited = [];
    private bool _stops;

    /// <summary>Visits them.</summary>
    /// <returns>Whether nothing was left out.</returns>
    public bool Run(IExecutionVisitor? visitor)
    {
        search.BeginWalk(visitor);
        GoOn(last: -1, used: 0);
        return !_stops;
    }

    private void GoOn(int last, int used)
    {
        uint ready = search.Learn();
        uint able = _walk.Able(ready);
        if (able == 0)
        {
            VisitStopped(ready);
            return;
        }

        if (_met.TryGetValue((search.Key(), last), out int before) && before <= used)
        {
            return;
        }

        _met[(search.Key(), last)] = used;
        _stops |= tick();
        search.Forget();
        int length = search.Length;
        bool couldGoOn = last >= 0 && (able >> last & 1) != 0;
        for (uint rest = able; rest != 0 && !_stops; rest &= rest - 1)
        {
            int thread = BitOperations.TrailingZeroCount(rest);
            int now = used + (couldGoOn && thread != last ? 1 : 0);
            if (now > preemptions)
            {
                continue;
            }

            foreach (WalkAlternative alternative in _walk.AlternativesOf(thread, able).ToArray())
            {
                search.Take(thread, alternative);
                GoOn(thread, now);
                search.CutTo(length);
            }
        }
    }

    /// <summary>No thread can go on: those that are left are blocked, one after the other.</summary>
    private void VisitStopped(uint ready)
    {
        if (ready == 0)
        {
            if (_visited.Add(search.Key()))
            {
                search.Visit();
                _stops |= tick();
            }

            return;
        }

        int length = search.Length;
        int thread = BitOperations.TrailingZeroCount(ready);
        foreach (WalkAlternative alternative in _walk.BlockingAlternativesOf(thread).ToArray())
        {
            search.Take(thread, alternative);
            VisitStopped(search.Learn());
            search.CutTo(length);
        }
    }
}
