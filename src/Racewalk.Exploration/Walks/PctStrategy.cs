using System.Numerics;

namespace Racewalk.Exploration.Walks;

/// <summary>
/// Probabilistic concurrency testing (ASPLOS 2010, figure 4): the thread of the highest priority goes on; who has made the step of a change point gets the priority that belongs to the point, below
/// all that threads begin with.
/// </summary>
/// <param name="seed">What the draws follow from.</param>
/// <param name="threads">n.</param>
/// <param name="depth">d.</param>
internal sealed class PctStrategy(ulong seed, int threads, int depth) : IWalkStrategy
{
    private readonly int[] _priorities = new int[threads];
    private readonly int[] _changes = new int[depth - 1];
    private SplitMix _random = new(seed);
    private int _made;

    /// <summary>k, the most steps that a walk had so far.</summary>
    public int Steps { get; private set; } = 1;

    /// <summary>How many walks in a row, up to the last one, drew from k steps and had no more.</summary>
    public long BoundRuns { get; private set; }

    /// <summary>The priorities, by thread: a permutation of d to d+n-1 at first.</summary>
    public Span<int> Priorities => _priorities;

    /// <summary>After which steps, from 1, the change points lie; the i-th has the priority d-1-i.</summary>
    public Span<int> Changes => _changes;

    public void Begin()
    {
        // Fisher and Yates: every permutation with the same probability.
        for (int t = 0; t < threads; t++)
        {
            int other = _random.Below(t + 1);
            _priorities[t] = _priorities[other];
            _priorities[other] = depth + t;
        }

        foreach (ref int change in _changes.AsSpan())
        {
            change = 1 + _random.Below(Steps);
        }

        _made = 0;
    }

    public int NextThread(uint able)
    {
        int first = BitOperations.TrailingZeroCount(able);
        for (uint rest = able & (able - 1); rest != 0; rest &= rest - 1)
        {
            int thread = BitOperations.TrailingZeroCount(rest);
            first = _priorities[thread] > _priorities[first] ? thread : first;
        }

        _made++;
        for (int i = 0; i < _changes.Length; i++)
        {
            if (_changes[i] == _made)
            {
                _priorities[first] = depth - 1 - i;
            }
        }

        return first;
    }

    public int NextAlternative(int count) => _random.Below(count);

    /// <summary>A walk has ended.</summary>
    public void End()
    {
        if (_made > Steps)
        {
            (Steps, BoundRuns) = (_made, 0);
        }
        else
        {
            BoundRuns++;
        }
    }
}
