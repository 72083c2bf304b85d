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
            while (search.Frames.Length <= i)
            {
                search.StepForward();
            }

            while (search.Frames[i].Tried < steps[i].Tried)
            {
                search.TakeNextOf(i);
            }

            if (search.Frames[i].Tried != steps[i].Tried)
            {
                throw new InvariantException($"a position has alternative {steps[i].Tried} of decision {i}, which the search does not have");
            }

            search.Frames[i].IsClosed = steps[i].IsClosed;
        }

        search.EndOpening(steps.Length);
    }
}
