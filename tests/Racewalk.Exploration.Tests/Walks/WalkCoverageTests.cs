using Racewalk.Exploration.Walks;
using Racewalk.Fuzz;
using Racewalk.Oracle;
using Racewalk.Oracle.Generation;
using Racewalk.Oracle.Language;

namespace Racewalk.Exploration.Tests.Walks;

// What walks can build: all ways that the draws can go, against the exhaustive search.
public sealed class WalkCoverageTests
{
    private const int MostWalks = 250;

    public static TheoryData<ProgramProfile, string> Runs
    {
        get
        {
            var runs = new TheoryData<ProgramProfile, string>();
            foreach (ProgramProfile profile in RandomPrograms.Profiles)
            {
                foreach (string engine in WalkSearches.Engines)
                {
                    runs.Add(profile, engine);
                }
            }

            return runs;
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Run_EveryDraw_BuildsEveryExecutionWithoutLoadBuffering(ProgramProfile profile, string engine)
    {
        ProgramDialect dialect = Engines.DialectOf(engine);
        int compared = 0;
        for (ulong seed = 0; seed < 60 && compared < 4; seed++)
        {
            TestProgram program = RandomPrograms.Generate(profile, 700_000 + seed, dialect);
            if (Built(engine, program) is not { } built)
            {
                continue;
            }

            var all = new Seen();
            Engines.Explore(engine, ProgramRunner.ToChecked(program), all);
            compared++;
            Assert.Equal(all.Forward.Order(StringComparer.Ordinal), built.Forward.Order(StringComparer.Ordinal));
            Assert.Empty(built.WithLoadBuffering);
        }

        Assert.InRange(compared, 1, 4);
    }

    private static Seen? Built(string engine, TestProgram program)
    {
        var built = new Seen();
        var tree = new DecisionTree();
        IWalkSearch search = WalkSearches.Of(engine, ProgramRunner.ToChecked(program));
        var walk = new Walk(search, newestOnly: false);
        int walks = 0;
        do
        {
            if (++walks > MostWalks)
            {
                return null;
            }

            walk.Run(tree, built);
        }
        while (tree.Next());

        return built;
    }

    // Executions that are complete, or in which nothing can move for ever.
    private sealed class Seen : IExecutionVisitor
    {
        public HashSet<string> Forward { get; } = new(StringComparer.Ordinal);

        public HashSet<string> WithLoadBuffering { get; } = new(StringComparer.Ordinal);

        public bool Visit(IExecution execution)
        {
            if (execution.IsComplete || execution.IsDeadlock)
            {
                Execution snapshot = execution.Snapshot();
                string text = (execution.IsDeadlock ? "deadlock\n" : "") + CanonicalExecution.Of(snapshot);
                (LoadBuffering.IsIn(snapshot) ? WithLoadBuffering : Forward).Add(text);
            }

            return true;
        }
    }
}
