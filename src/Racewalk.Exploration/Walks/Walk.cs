using System.Numerics;

namespace Racewalk.Exploration.Walks;

/// <summary>Builds one execution forward, event by event.</summary>
/// <param name="search">What holds the graph.</param>
/// <param name="newestOnly">Whether it is an interleaving: reads take the newest write.</param>
/// <remarks>
/// A thread that waits goes on only if there is a value that it waits for, as a wait would otherwise end most walks. It may stay blocked on the newest write if all that could go on wait, and so every deadlock can
/// be reached: what blocks adds nothing that another thread reads, so it can be last.
/// </remarks>
internal sealed class Walk(IWalkSearch search, bool newestOnly)
{
    private readonly List<WalkAlternative> _found = [];
    private bool _isLost;

    /// <summary>How many steps the walk has had; a read-modify-write is one.</summary>
    public int Steps { get; private set; }

    /// <summary>Whether something other than who goes on was decided, in any walk.</summary>
    public bool HasChosen { get; private set; }

    /// <summary>Whether some thread stayed in a loop without effect, in any walk.</summary>
    public bool HasSpun { get; private set; }

    /// <summary>Walks once.</summary>
    /// <returns>Whether what was built is an execution.</returns>
    public bool Run(IWalkStrategy strategy, IExecutionVisitor? visitor)
    {
        search.BeginWalk(visitor);
        strategy.Begin();
        Steps = 0;
        _isLost = false;
        while (Step(strategy))
        {
            Steps++;
        }

        for (int t = 0; t < search.ThreadCount; t++)
        {
            HasSpun |= search.HasSpun(t);
        }

        return !_isLost && search.Visit();
    }

    /// <summary>Those of some threads that can go on; of several that all wait, too.</summary>
    public uint Able(uint ready, out bool allWait)
    {
        uint able = 0;
        allWait = true;
        for (uint rest = ready; rest != 0; rest &= rest - 1)
        {
            int thread = BitOperations.TrailingZeroCount(rest);
            bool waits = search.IsWaiting(thread);
            if (waits)
            {
                search.FindAlternatives(thread, newestOnly, _found);
            }

            if (!waits || _found.Exists(static a => a.GoesOn))
            {
                able |= 1u << thread;
                allWait &= waits;
            }
        }

        return able;
    }

    /// <summary>Blocks a thread that waits for what there is not.</summary>
    public void Settle(int thread)
    {
        search.FindAlternatives(thread, newestOnly, _found);
        search.Take(thread, _found[0]);
    }

    /// <summary>What a thread that can go on may do next.</summary>
    public List<WalkAlternative> AlternativesOf(int thread, bool allWait)
    {
        search.FindAlternatives(thread, newestOnly, _found);
        if (!allWait)
        {
            _found.RemoveAll(static a => !a.GoesOn);
        }

        return _found;
    }

    private bool Step(IWalkStrategy strategy)
    {
        uint ready = search.Learn();
        if (ready == 0)
        {
            return false;
        }

        uint able = Able(ready, out bool allWait);
        if (able == 0)
        {
            Settle(BitOperations.TrailingZeroCount(ready));
            return true;
        }

        int thread = strategy.NextThread(able);
        List<WalkAlternative> alternatives = AlternativesOf(thread, allWait);
        if (alternatives.Count == 0)
        {
            _isLost = true;
            return false;
        }

        HasChosen |= alternatives.Count > 1;
        search.Take(thread, alternatives[alternatives.Count > 1 ? strategy.NextAlternative(alternatives.Count) : 0]);
        return true;
    }
}
