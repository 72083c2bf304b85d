using Racewalk.Exploration.Subtrees;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Exploration.Tests.Subtrees;

// Explorations by one worker, by several, and by workers that divide what they have whenever they can.
internal static class Team
{
    public static readonly ExplorationOptions Dividing = new() { DividesAlways = true, ChecksInvariants = true };

    public static ExplorationOptions Of(int workers) => new() { Workers = workers, WorkersBeginAfter = TimeSpan.Zero };

    // What was visited, in order, and the counts and bounds as text.
    public static (Visited Visited, string Counts) Explore(string engine, Func<CheckedProgram> program, ExplorationOptions options, string? fails = null)
    {
        var visited = new Visited { Fails = fails };
        ExplorationResult result = Engines.Explore(engine, program(), visited, options, copies: () => Copy(engine, program(), new Visited { Fails = fails }));
        return (visited, Text(result));
    }

    // As Explore, by one worker with a search that somebody has tampered with.
    public static Visited Explore(Func<CheckedProgram> program, IGraphModel model, ExplorationOptions options, Func<ISubtreeSearch, ISubtreeSearch> tamper)
    {
        var visited = new Visited();
        new WorkerTeam(
            new ExplorationCopy(program(), visited, model),
            visited,
            () => throw new InvalidOperationException("there is one worker"),
            options,
            CancellationToken.None,
            (copy, tally, stays) => tamper(new Graphs.GraphSearch(copy.Program, copy.Model!, options, tally, stays))).Run();
        return visited;
    }

    private static ExplorationCopy Copy(string engine, CheckedProgram program, Visited visited) => engine switch
    {
        Engines.ScByGraphs => new ExplorationCopy(program, visited, new ScModel()),
        Engines.TsoByGraphs => new ExplorationCopy(program, visited, new TsoModel()),
        _ => new ExplorationCopy(program, visited),
    };

    private static string Text(ExplorationResult result) => $"{result.Executions} {result.Blocked} {result.Cut} {string.Join(';', result.Bounds)}";
}
