using Racewalk.Exploration.Estimates;
using Racewalk.Exploration.Subtrees;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Exploration.Tests.Estimates;

// A search that was done to its end, and how far it was on the way.
internal sealed class Recorded
{
    private readonly SearchFactory _factory;
    private readonly Func<CheckedProgram> _program;

    // Records the search after every so many executions, and at its end.
    public Recorded(string engine, Func<CheckedProgram> program, long every = 0)
    {
        _program = program;
        _factory = FactoryOf(engine, program());
        var tally = new Tally(new ExplorationControl(new ExplorationOptions(), TimeSpan.Zero, CancellationToken.None));
        ISubtreeSearch search = _factory(new ExplorationCopy(program()), tally, staysInGracePeriods: false);
        States = [new SearchState(0, [SearchPosition.Root])];
        Opening.Open(search, SearchPosition.Root, visitor: null);
        do
        {
            search.RunForward();
            if (tally.Result.Visited >= States[^1].Visited + every)
            {
                States.Add(new SearchState(tally.Result.Visited, [SearchPosition.Of(search.Frames)]));
            }
        }
        while (search.Backtrack());
        Executions = tally.Result.Visited;
    }

    public long Executions { get; }

    public List<SearchState> States { get; }

    // A search for probes, with what counts its executions.
    public (ISubtreeSearch Search, Tally Tally) Search()
    {
        Tally tally = Estimator.QuietTally();
        return (_factory(new ExplorationCopy(_program()), tally, staysInGracePeriods: false), tally);
    }

    public static double Complete(Probe probe)
    {
        while (probe.Advance())
        {
        }

        return probe.Executions;
    }

    private static SearchFactory FactoryOf(string engine, CheckedProgram program) => engine switch
    {
        Engines.ScByGraphs => static (copy, tally, stays) => new Graphs.GraphSearch(copy.Program, new ScModel(), new ExplorationOptions(), tally, stays),
        Engines.TsoByGraphs => static (copy, tally, stays) => new Graphs.GraphSearch(copy.Program, new TsoModel(), new ExplorationOptions(), tally, stays),
        _ => Explorer.FactoryOf(program, MemoryModel.All.Single(m => m.Name == engine), new ExplorationOptions()),
    };
}
