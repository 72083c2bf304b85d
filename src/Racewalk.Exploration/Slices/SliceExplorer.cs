using Racewalk.Exploration.Checkpoints;
using Racewalk.Exploration.Paths;
using Racewalk.Exploration.Subtrees;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Exploration.Slices;

/// <summary>
/// Explores parts of an exploration for a while each, whoever has the others. All parts together, begun with the whole and with every rest explored in the end, are the exploration; their
/// results, appended in order (<see cref="SearchPart.Place"/>), are its result. One thread uses it.
/// </summary>
public sealed class SliceExplorer
{
    private readonly ExplorationControl _control;
    private readonly ExplorationCopy _copy;
    private readonly ISavedVisitor _visitor;
    private readonly SearchFactory _factory;
    private readonly (ISubtreeSearch Search, Tally Tally)?[] _searches = new (ISubtreeSearch, Tally)?[2];

    /// <summary>An explorer that has explored nothing.</summary>
    /// <param name="program">The program.</param>
    /// <param name="model">The memory model.</param>
    /// <param name="visitor">The kind of visitor that sees the executions; it sees none itself.</param>
    /// <param name="options">The bounds; budgets and workers are not looked at.</param>
    public SliceExplorer(CheckedProgram program, MemoryModel model, ISavedVisitor visitor, ExplorationOptions options)
    {
        // A budget would end the exploration where some other process may not.
        options = options with { MaxExecutions = null, MaxTime = null, MaxMemory = null };
        _control = new ExplorationControl(options, TimeSpan.Zero, CancellationToken.None);
        _copy = new ExplorationCopy(program, visitor);
        _visitor = visitor;
        _factory = Explorer.FactoryOf(program, model, options);
    }

    /// <summary>Explores a part from its beginning, until nothing is left of it or it is time to leave it.</summary>
    /// <param name="part">The part.</param>
    /// <param name="isOver">Asked after each execution: whether to leave the part.</param>
    /// <param name="wanted">Asked once if something is left: how many parts to divide from it. There can be fewer.</param>
    /// <exception cref="InvariantException">It is no part of this program.</exception>
    public Slice Explore(SearchPart part, Func<bool> isOver, Func<int> wanted)
    {
        (ISubtreeSearch search, Tally tally) = SearchOf(part.StaysInGracePeriods);
        var found = new SubtreeResult(_visitor.Fresh());
        tally.Begin(found);
        Opening.Open(search, part.Start, found.Visitor);
        var own = new Subtree(part.Start);
        own.SetShare(part.Share);
        own.Rebase(part.Start.IsRoot ? 1 : FrameWeights.Remaining(search));
        bool goesOn = part.Start.IsRoot || search.Backtrack();
        bool isLeft = false;
        while (goesOn)
        {
            search.RunForward();
            search.Forget();
            if (found.IsViolated)
            {
                break;
            }

            if (isOver())
            {
                isLeft = true;
                break;
            }

            goesOn = search.Backtrack();
        }

        // The search's own watch has seen what it was taught by parts before, too; that is true of the program as well.
        return new Slice(new PartResult(found, new GracePeriodWatch(search.Watch.Bits)), isLeft ? Rest(search, own, part, wanted()) : []);
    }

    /// <summary>What is known when nothing is left: adds the bounds that follow from all that was explored.</summary>
    /// <param name="all">The results of all parts, appended in order; both searches' if there were two.</param>
    /// <param name="staysInGracePeriods">Which search has ended.</param>
    /// <returns>Whether the second search is wanted; its result is appended to this one.</returns>
    public bool Conclude(PartResult all, bool staysInGracePeriods)
    {
        (ISubtreeSearch search, Tally tally) = SearchOf(staysInGracePeriods);
        tally.Begin(all.Found);
        search.Conclude(isWhole: !all.IsViolated);
        return !all.IsViolated && !staysInGracePeriods && all.Watch.MayNeverEnd;
    }

    /// <summary>The outcome of the exploration, if these are the results of all parts.</summary>
    /// <param name="all">The results, concluded.</param>
    /// <param name="elapsed">How long it took.</param>
    public static ExplorationResult Outcome(PartResult all, TimeSpan elapsed)
    {
        string[] last = all.IsViolated ? ["stopped at the first violation"] : [];
        return new ExplorationResult
        {
            Executions = all.Executions,
            Blocked = all.Blocked,
            Cut = all.Cut,
            Bounds = [.. all.Found.Bounds, .. last],
            Elapsed = elapsed,
        };
    }

    private (ISubtreeSearch Search, Tally Tally) SearchOf(bool staysInGracePeriods)
    {
        ref (ISubtreeSearch, Tally)? known = ref _searches[staysInGracePeriods ? 1 : 0];
        if (known is null)
        {
            var tally = new Tally(_control);
            known = (_factory(_copy, tally, staysInGracePeriods), tally);
        }

        return known.Value;
    }

    private static IReadOnlyList<SearchPart> Rest(ISubtreeSearch search, Subtree own, SearchPart part, int wanted)
    {
        List<Subtree> given = [];
        while (given.Count < wanted && OldestAlternatives.GiveAway(search, own, evenLast: false) is { } end)
        {
            given.Add(end);
        }

        own.Start = SearchPosition.Of(search.Frames);
        own.Publish(FrameWeights.Remaining(search));
        // Each was the end of what there was, so the last given comes first.
        given.Add(own);
        given.Reverse();
        return [.. given.Select(s => new SearchPart(s.Start, s.Left, part.StaysInGracePeriods))];
    }
}
