using System.Numerics;
using Racewalk.Programs;

namespace Racewalk.Exploration.Walks;

/// <summary>Builds one execution forward, event by event.</summary>
/// <param name="search">What holds the graph.</param>
/// <param name="newestOnly">Whether it is an interleaving: reads take the newest write.</param>
/// <remarks>
/// A thread goes on only if it would not be blocked at once: by a value that is not what it waits for or assumes, by a loop that went round without effect. Otherwise nearly every walk of a program that waits
/// would end blocked. It may be blocked if all that could go on may, and so every deadlock can be reached: what blocks adds nothing that another thread reads, so it can be last.
/// </remarks>
internal sealed class Walk(IWalkSearch search, bool newestOnly)
{
    private readonly List<List<WalkAlternative>> _found = [];
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

    /// <summary>Those of some threads that can go on.</summary>
    public uint Able(uint ready)
    {
        uint able = 0;
        for (uint rest = ready; rest != 0; rest &= rest - 1)
        {
            int thread = BitOperations.TrailingZeroCount(rest);
            able |= CanGoOn(thread, 0) ? 1u << thread : 0;
        }

        return able;
    }

    /// <summary>What a thread may do next that cannot go on: it reads the newest write, and chooses what it likes.</summary>
    /// <exception cref="InvariantException">There is nothing.</exception>
    public List<WalkAlternative> BlockingAlternativesOf(int thread) => Find(thread, newest: true, 0) is { Count: > 0 } found
        ? found
        : throw new InvariantException($"thread {thread} cannot read the newest write");

    /// <summary>What a thread may do next that can go on.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="able">All that can.</param>
    public List<WalkAlternative> AlternativesOf(int thread, uint able)
    {
        bool mayBlock = true;
        for (uint rest = able & ~(1u << thread); rest != 0 && mayBlock; rest &= rest - 1)
        {
            mayBlock = MayBlock(BitOperations.TrailingZeroCount(rest));
        }

        List<WalkAlternative> found = Find(thread, newestOnly, 0);
        if (!mayBlock)
        {
            found.RemoveAll(a => !GoesOn(thread, a, 1));
        }

        return found;
    }

    private bool CanGoOn(int thread, int depth)
    {
        if (!DecidesItself(thread))
        {
            return true;
        }

        // Mostly the newest value does.
        return Find(thread, newest: true, depth).Exists(a => GoesOn(thread, a, depth + 1))
            || (!newestOnly && Find(thread, newest: false, depth).Exists(a => GoesOn(thread, a, depth + 1)));
    }

    private bool MayBlock(int thread) => DecidesItself(thread) && Find(thread, newestOnly, 0).Exists(a => !GoesOn(thread, a, 1));

    /// <summary>Whether it can depend on the next operation's result whether a thread is blocked.</summary>
    private bool DecidesItself(int thread) => search.NextKind(thread) is OperationKind.Read or OperationKind.Rmw or OperationKind.Choice or OperationKind.Poll;

    /// <summary>
    /// Whether a thread is not blocked behind its next event. One that has written is not: others may go on then. A choice is looked behind, as it can wait until what comes behind it can go on.
    /// </summary>
    private bool GoesOn(int thread, WalkAlternative alternative, int depth)
    {
        if (!alternative.GoesOn || !DecidesItself(thread))
        {
            return alternative.GoesOn;
        }

        int length = search.Length;
        bool isChoice = search.NextKind(thread) == OperationKind.Choice;
        search.Take(thread, alternative);
        bool goesOn = search.Length > length + 1 || (!search.IsBlocked(thread) && (!isChoice || CanGoOn(thread, depth)));
        search.CutTo(length);
        return goesOn;
    }

    private List<WalkAlternative> Find(int thread, bool newest, int depth)
    {
        while (_found.Count <= depth)
        {
            _found.Add([]);
        }

        search.FindAlternatives(thread, newest, _found[depth]);
        return _found[depth];
    }

    private bool Step(IWalkStrategy strategy)
    {
        uint ready = search.Learn();
        if (ready == 0)
        {
            return false;
        }

        uint able = Able(ready);
        int thread = able != 0 ? strategy.NextThread(able) : BitOperations.TrailingZeroCount(ready);
        List<WalkAlternative> alternatives = able != 0 ? AlternativesOf(thread, able) : BlockingAlternativesOf(thread);
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
