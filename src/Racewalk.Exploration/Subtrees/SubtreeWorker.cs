using System.Diagnostics;
using Racewalk.Exploration.Estimates;

namespace Racewalk.Exploration.Subtrees;

/// <summary>Explores one part of a search after the other, and divides its own if others have nothing to do. One thread uses it.</summary>
/// <param name="search">The search.</param>
/// <param name="tally">Counts what the search visits.</param>
/// <param name="visitor">The kind of visitor that sees the executions.</param>
/// <param name="control">The budgets.</param>
internal sealed class SubtreeWorker(ISubtreeSearch search, Tally tally, IMergeableVisitor? visitor, ExplorationControl control)
{
    // Opening a part takes the time of one execution; a part that turns out to be empty is not worth more than that.
    private static readonly long s_betweenParts = Stopwatch.Frequency / 20_000;
    private long _lastGiven;

    /// <summary>The search.</summary>
    public ISubtreeSearch Search => search;

    /// <summary>Estimates what is left; null if it is another worker that does, or nobody.</summary>
    public Estimator? Estimator { get; init; }

    /// <summary>Counts what it visits.</summary>
    public Tally Tally => tally;

    /// <summary>Explores until all is done or everybody must leave.</summary>
    /// <param name="list">The parts.</param>
    public void Run(SubtreeList list)
    {
        while (list.Take() is { } part)
        {
            part.Result ??= new SubtreeResult(visitor?.Fresh());
            tally.Begin(part.Result);
            try
            {
                Explore(list, part);
            }
            catch
            {
                control.Stop = true;
                list.Leave(part);
                throw;
            }
        }
    }

    private void Explore(SubtreeList list, Subtree part)
    {
        Opening.Open(search, part.Start, tally.Result.Visitor);
        // At the root everything is left, and no frame says so yet.
        part.Rebase(part.Start.IsRoot ? 1 : FrameWeights.Remaining(search));
        bool goesOn = part.Start.IsRoot || search.Backtrack();
        while (goesOn)
        {
            search.RunForward();
            if (tally.Tick())
            {
                part.Publish(FrameWeights.Remaining(search));
                if (control.Estimator is not null)
                {
                    part.Reached = Here();
                }

                control.Look(() => list.Left);
                Estimator?.GoOn(list);
            }

            search.Forget();
            if (list.WantsAttention && Attend(list, part))
            {
                break;
            }

            if (control.MustLeave)
            {
                part.Start = SearchPosition.Of(search.Frames);
                part.Publish(FrameWeights.Remaining(search));
                tally.Publish();
                list.Leave(part);
                return;
            }

            goesOn = !tally.Result.IsViolated && search.Backtrack();
        }

        tally.Publish();
        list.Finish(part);
    }

    /// <summary>Gives a part away if one is wanted. Returns whether the own part is not wanted any more.</summary>
    private bool Attend(SubtreeList list, Subtree part)
    {
        if (part.IsDropped)
        {
            return true;
        }

        if (list.WantsParts && control.IsDivisible && !tally.Result.IsViolated)
        {
            Divide(list, part);
        }

        return false;
    }

    private void Divide(SubtreeList list, Subtree part)
    {
        long now = Stopwatch.GetTimestamp();
        if (!control.AlwaysDivides && now - _lastGiven < s_betweenParts)
        {
            return;
        }

        if (OldestAlternatives.GiveAway(search, part, control.AlwaysDivides) is { } given)
        {
            _lastGiven = now;
            list.AddAfter(part, given, Here());
        }
    }

    private Reached Here() => new(SearchPosition.Of(search.Frames), tally.Result.Visited);
}
