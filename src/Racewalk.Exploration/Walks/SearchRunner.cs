using Racewalk.Exploration.Subtrees;

namespace Racewalk.Exploration.Walks;

/// <summary>Does a search that does not visit every execution.</summary>
/// <param name="first">The program.</param>
/// <param name="visitor">What sees the executions; null to count only.</param>
/// <param name="options">The search and its budgets.</param>
/// <param name="cancellation">Ends the search early.</param>
/// <param name="factory">Makes searches.</param>
internal sealed class SearchRunner(
    ExplorationCopy first, IExecutionVisitor? visitor, ExplorationOptions options, CancellationToken cancellation, SearchFactory factory)
{
    private readonly ExplorationControl _control = new(options, TimeSpan.Zero, cancellation);
    private readonly SubtreeResult _result = new(visitor);
    private Tally _tally = null!;
    private IWalkSearch _search = null!;

    /// <summary>Refuses what has no meaning.</summary>
    /// <exception cref="ArgumentException">A number makes no sense, or the search goes with saved states.</exception>
    /// <exception cref="UnsupportedSearchException">The search is not one for the model.</exception>
    public static void Check(ExplorationOptions options, bool isSc, string model)
    {
        if (options is not { Save: null, Resume: null })
        {
            throw new ArgumentException("only the exhaustive search can be saved", nameof(options));
        }

        if (options.Search is RandomSearch { Runs: < 1 } or PctSearch { Runs: < 1 } or PctSearch { Depth: < 1 } or ContextBoundedSearch { Preemptions: < 0 })
        {
            throw new ArgumentException($"{options.Search}: too few", nameof(options));
        }

        if (!isSc && options.Search is PctSearch or ContextBoundedSearch)
        {
            throw new UnsupportedSearchException(options.Search is PctSearch
                ? $"PCT's bound is one on interleavings, which {model} is not; under it there are random walks"
                : $"preemptions are counted in interleavings, which {model} is not; under it there are random walks");
        }
    }

    /// <summary>Searches.</summary>
    public ExplorationResult Run()
    {
        SearchSummary? summary = options.Search switch
        {
            RandomSearch random => Walk(random),
            PctSearch pct => Walk(pct),
            ContextBoundedSearch bounded => Visit(bounded),
            GuidedSearch guided => Build(guided),
            _ => throw new InvalidOperationException($"no search is {options.Search}"),
        };
        string[] last = _result.IsViolated ? ["stopped at the first violation"] : [];
        return new ExplorationResult
        {
            Executions = _result.Executions,
            Blocked = _result.Blocked,
            Cut = _result.Cut,
            Bounds = [Bound(summary), .. _result.Bounds, .. last, .. _control.Bounds],
            Search = summary,
            Elapsed = _control.Elapsed,
        };
    }

    private static string Bound(SearchSummary? summary) => summary switch
    {
        RandomSummary random => $"random search: {random.Runs} walks",
        PctSummary pct => $"PCT: {pct.Runs} runs",
        ContextBoundedSummary bounded => $"context-bounded search: at most {bounded.Preemptions} {(bounded.Preemptions == 1 ? "preemption" : "preemptions")}",
        _ => "one execution looked for",
    };

    private RandomSummary Walk(RandomSearch random)
    {
        Begin(staysInGracePeriods: false);
        var strategy = new RandomStrategy(random.Seed);
        var seen = new SeenExecutions();
        long runs = Series(new Walk(_search, newestOnly: false), strategy, random.Runs, seen, static () => { });
        bool misses = _search.HasLoadBuffering;
        long stays = WantsOther() ? Series(new Walk(Begin(staysInGracePeriods: true), newestOnly: false), strategy, random.Runs, new SeenExecutions(), static () => { }) : 0;
        return new RandomSummary(random.Seed, runs, seen.Visited, seen.Different, seen.Once, stays, misses);
    }

    private PctSummary Walk(PctSearch pct)
    {
        Begin(staysInGracePeriods: false);
        int threads = _search.ThreadCount;
        var strategy = new PctStrategy(pct.Seed, threads, pct.Depth);
        var walk = new Walk(_search, newestOnly: true);
        var seen = new SeenExecutions();
        long runs = Series(walk, strategy, pct.Runs, seen, strategy.End);
        (int steps, long boundRuns) = (strategy.Steps, strategy.BoundRuns);
        string? none = walk.HasChosen ? "there are choices or interrupts, which are no order of threads"
            : walk.HasSpun ? "a thread went round in a loop without effect, and the bound takes it to wait instead"
            : _result.Cut > 0 ? "a thread was cut"
            : runs > seen.Visited ? "grace periods forbid some of the interleavings"
            : null;
        long stays = WantsOther() ? Series(new Walk(Begin(staysInGracePeriods: true), newestOnly: true), strategy, pct.Runs, new SeenExecutions(), strategy.End) : 0;
        return new PctSummary(pct.Seed, runs, seen.Visited, seen.Different, seen.Once, stays, threads, steps, pct.Depth, boundRuns, none);
    }

    private ContextBoundedSummary Visit(ContextBoundedSearch bounded)
    {
        bool isWhole = new ContextBoundedWalks(Begin(staysInGracePeriods: false), bounded.Preemptions, Stops).Run(visitor);
        if (WantsOther())
        {
            isWhole &= new ContextBoundedWalks(Begin(staysInGracePeriods: true), bounded.Preemptions, Stops).Run(visitor);
        }

        return new ContextBoundedSummary(bounded.Preemptions, isWhole);

        // How much is left nobody knows.
        bool Stops()
        {
            if (_tally.Tick())
            {
                _control.Look(static () => 1);
            }

            return _tally.Stop;
        }
    }

    private SearchSummary? Build(GuidedSearch guided)
    {
        new GuidedWalk(Begin(staysInGracePeriods: false), guided.Choices, () => _tally.Stop).Run(visitor);
        return null;
    }

    private IWalkSearch Begin(bool staysInGracePeriods)
    {
        _tally = new Tally(_control);
        _tally.Begin(_result);
        return _search = (IWalkSearch)factory(first, _tally, staysInGracePeriods);
    }

    /// <summary>Whether grace periods that never end are to be looked at, as the exhaustive search does.</summary>
    private bool WantsOther()
    {
        _tally.Publish();
        return !_tally.Stop && _search.Watch.MayNeverEnd;
    }

    private long Series(Walk walk, IWalkStrategy strategy, long runs, SeenExecutions seen, Action ended)
    {
        long run = 0;
        while (run < runs && !_tally.Stop)
        {
            if (walk.Run(strategy, visitor))
            {
                seen.Add(_search.Key());
            }

            ended();
            run++;
            if (_tally.Tick())
            {
                long done = run;
                _control.Look(() => 1 - (double)done / runs);
            }

            _search.Forget();
        }

        _tally.Publish();
        return run;
    }
}
