namespace Racewalk.Exploration.Subtrees;

/// <summary>Puts a search at a position.</summary>
internal static class Opening
{
    /// <summary>Takes the decisions of a position, one after the other; what it takes for that is the time of one execution, not of those before it.</summary>
    /// <param name="search">The search, wherever it is.</param>
    /// <param name="position">The position.</param>
    /// <param name="visitor">What sees the executions from there on.</param>
    /// <exception cref="InvariantException">The search is not the one that the position is of.</exception>
    public static void Open(ISubtreeSearch search, SearchPosition position, IExecutionVisitor? visitor)
    {
        search.BeginOpening(visitor);
        ReadOnlySpan<PathStep> steps = position.Steps;
        for (int i = 0; i < steps.Length; i++)
        {
            TakeDecision(search, i, steps[i].Tried);
            search.Frames[i].IsClosed = steps[i].IsClosed;
        }

        search.EndOpening(steps.Length);
    }

    /// <summary>Takes the given alternatives, one after the other, and stays in the last. The search is still being opened: nothing is visited.</summary>
    /// <param name="search">The search, wherever it is.</param>
    /// <param name="path">The alternatives, by frame: <see cref="Clocks.Frame.Tried"/>.</param>
    /// <exception cref="InvariantException">The search is not the one that the path is of.</exception>
    public static void Enter(ISubtreeSearch search, ReadOnlySpan<int> path)
    {
        search.BeginOpening(visitor: null);
        for (int i = 0; i < path.Length; i++)
        {
            TakeDecision(search, i, path[i]);
        }
    }

    private static void TakeDecision(ISubtreeSearch search, int frame, int tried)
    {
        while (search.Frames.Length <= frame)
        {
            if (!search.TryStepForward())
            {
                throw new InvariantException("a position has more decisions than the search");
            }
        }

        while (search.Frames[frame].Tried < tried)
        {
            if (!search.TryTakeNextOf(frame))
            {
                throw new InvariantException($"decision {frame} of a position has fewer alternatives in the search");
            }
        }

        if (search.Frames[frame].Tried != tried)
        {
            throw new InvariantException($"a position has alternative {tried} of decision {frame}, which the search does not have");
        }
    }
}
