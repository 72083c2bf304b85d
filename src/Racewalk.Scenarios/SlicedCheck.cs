using Racewalk.Exploration;
using Racewalk.Exploration.Slices;
using Racewalk.Models;

namespace Racewalk.Scenarios;

/// <summary>
/// The check of one configuration in slices, whoever makes the others: parts and results are bytes, which mean something to the same build with the same scenario, configuration and
/// bounds. One thread uses it.
/// </summary>
public sealed class SlicedCheck
{
    private readonly Scenario _scenario;
    private readonly Configuration _configuration;
    private readonly ScenarioInstance _instance;
    private readonly ExplorationOptions _options;
    private readonly SliceExplorer _explorer;

    /// <summary>A check that has explored nothing.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="configuration">The configuration; missing axes have their default.</param>
    /// <param name="options">The bounds.</param>
    /// <exception cref="ScenarioException">The configuration makes no sense.</exception>
    public SlicedCheck(Scenario scenario, Configuration configuration, ExplorationOptions options)
    {
        _scenario = scenario;
        _configuration = ScenarioChecker.Complete(scenario, configuration);
        _instance = scenario.Build(_configuration);
        _options = options;
        _explorer = new SliceExplorer(_instance.Program, _instance.Model, new ExecutionJudge(_instance), options);
    }

    /// <summary>Explores a part for a while.</summary>
    /// <inheritdoc cref="SliceExplorer.Explore"/>
    /// <exception cref="ScenarioException">The model has no meaning for what the scenario does.</exception>
    public Slice Explore(SearchPart part, Func<bool> isOver, Func<int> wanted)
    {
        try
        {
            return _explorer.Explore(part, isOver, wanted);
        }
        catch (UnsupportedEventException e)
        {
            throw new ScenarioException($"{_configuration}: {e.Message}; an architecture's instructions have no meaning under another's model");
        }
    }

    /// <summary>What was found in two parts, of which the second comes right after the first.</summary>
    /// <param name="first">A result's bytes.</param>
    /// <param name="next">Another's.</param>
    public PartResult Append(byte[] first, byte[] next)
    {
        PartResult all = Read(first);
        all.Append(Read(next));
        return all;
    }

    /// <inheritdoc cref="SliceExplorer.Conclude"/>
    public bool Conclude(PartResult all, bool staysInGracePeriods) => _explorer.Conclude(all, staysInGracePeriods);

    /// <summary>A result that <see cref="PartResult.ToArray"/> has written.</summary>
    public PartResult Read(byte[] result) => PartResult.Read(result, new ExecutionJudge(_instance));

    /// <summary>What was judged in a result.</summary>
    public static JudgedPart Judged(PartResult result)
    {
        var judge = (ExecutionJudge)result.Visitor;
        return new JudgedPart(judge.Violations, judge.Switches, judge.Failure, [.. judge.LockNestings]);
    }

    /// <summary>The verdict, if this is the result of the whole.</summary>
    /// <param name="all">The result, concluded.</param>
    /// <param name="elapsed">How long it took.</param>
    public ScenarioVerdict Verdict(PartResult all, TimeSpan elapsed) => ScenarioChecker.Conclude(
        _scenario, _configuration, _instance, (ExecutionJudge)all.Visitor, SliceExplorer.Outcome(all, elapsed), _options);
}
