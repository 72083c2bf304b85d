using Racewalk.Models;
using Racewalk.Oracle.Generation;
using Racewalk.Programs;

namespace Racewalk.Exploration.Tests;

// Every model, and both explorers where there are two.
internal static class Engines
{
    public const string ScByGraphs = "sc by graphs";
    public const string TsoByGraphs = "tso by graphs";

    public static TheoryData<string> All => ["sc", "tso", "armv8", ScByGraphs, TsoByGraphs];

    // The dialect of random programs that an engine is asked about.
    public static ProgramDialect DialectOf(string engine) => engine switch
    {
        "power" => ProgramDialect.Power,
        "lkmm" => ProgramDialect.Lkmm,
        _ => ProgramDialect.Arm,
    };

    public static ExplorationResult Explore(
        string engine,
        CheckedProgram program,
        IExecutionVisitor? visitor = null,
        ExplorationOptions? options = null,
        CancellationToken cancellation = default,
        Func<ExplorationCopy>? copies = null) => engine switch
        {
            ScByGraphs => Explorer.Explore(program, new ScModel(), visitor, options, cancellation, copies),
            TsoByGraphs => Explorer.Explore(program, new TsoModel(), visitor, options, cancellation, copies),
            _ => Explorer.Explore(program, MemoryModel.All.Single(m => m.Name == engine), visitor, options, cancellation, copies),
        };
}
