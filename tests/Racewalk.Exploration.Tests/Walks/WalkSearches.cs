using Racewalk.Exploration.Clocks;
using Racewalk.Exploration.Graphs;
using Racewalk.Exploration.Subtrees;
using Racewalk.Exploration.Walks;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Exploration.Tests.Walks;

internal static class WalkSearches
{
    public static IReadOnlyList<string> Engines { get; } = ["sc", "tso", "armv8", "power", "lkmm", Tests.Engines.ScByGraphs, Tests.Engines.TsoByGraphs];

    public static IWalkSearch Of(string engine, CheckedProgram program)
    {
        // What walks must not change, such as the clocks of what is there, is looked at after every one.
        var options = new ExplorationOptions { ChecksInvariants = true };
        var tally = new Tally(new ExplorationControl(options, TimeSpan.Zero, CancellationToken.None));
        return engine switch
        {
            "sc" => new ClockSearch<ScOrder>(program, options, tally, staysInGracePeriods: false),
            "tso" => new ClockSearch<TsoOrder>(program, options, tally, staysInGracePeriods: false),
            "armv8" => ByGraphs(new Armv8Model()),
            "power" => ByGraphs(new PowerModel()),
            "lkmm" => ByGraphs(new LkmmModel()),
            Tests.Engines.ScByGraphs => ByGraphs(new ScModel()),
            _ => ByGraphs(new TsoModel()),
        };

        GraphSearch ByGraphs(IGraphModel model) => new(program, model, options, tally, staysInGracePeriods: false);
    }
}
