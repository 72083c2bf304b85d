using Racewalk.Fuzz;
using Racewalk.Oracle;
using Racewalk.Oracle.Generation;
using Racewalk.Oracle.Language;

namespace Racewalk.Exploration.Tests.Walks;

// Every execution that an exhaustive search visits is built from its choices alone.
public sealed class GuidedSearchTests
{
    public static TheoryData<ProgramProfile, string> Runs => WalkCoverageTests.Runs;

    [Theory]
    [MemberData(nameof(Runs))]
    public void Explore_ChoicesOfAnExecution_BuildsIt(ProgramProfile profile, string engine)
    {
        ProgramDialect dialect = Engines.DialectOf(engine);
        int built = 0;
        for (ulong seed = 0; seed < 8; seed++)
        {
            TestProgram program = RandomPrograms.Generate(profile, 900_000 + seed, dialect);
            var all = new Kept();
            Engines.Explore(engine, ProgramRunner.ToChecked(program), all);
            foreach (Execution execution in all.Executions)
            {
                string text = CanonicalExecution.Of(execution);
                var looked = new LookedFor(text);
                var options = new ExplorationOptions
                {
                    Search = new GuidedSearch(ExecutionChoices.Of(execution)),
                    StopAtFirstViolation = true,
                    ChecksInvariants = true,
                };
                Engines.Explore(engine, ProgramRunner.ToChecked(program), looked, options);
                Assert.True(looked.IsFound != LoadBuffering.IsIn(execution), $"{profile} {seed}\n{text}");
                built += looked.IsFound ? 1 : 0;
            }
        }

        Assert.True(built > 20, $"{built} executions");
    }

    [Fact]
    public void Explore_ChoicesOfNoExecution_FindsNothing()
    {
        TestProgram program = RandomPrograms.Generate(ProgramProfile.SmallMixed, 1);
        var looked = new LookedFor("");
        ExplorationResult result = Engines.Explore(
            "sc", ProgramRunner.ToChecked(program), looked, new ExplorationOptions { Search = new GuidedSearch([.. program.Threads.Select(static _ => (ulong[])[9])]) });
        Assert.Equal(0, result.Executions + result.Blocked);
        Assert.False(result.IsExhaustive);
    }

    private sealed class Kept : IExecutionVisitor
    {
        public List<Execution> Executions { get; } = [];

        public bool Visit(IExecution execution)
        {
            if ((execution.IsComplete || execution.IsDeadlock) && Executions.Count < 25)
            {
                Executions.Add(execution.Snapshot());
            }

            return true;
        }
    }

    private sealed class LookedFor(string text) : IExecutionVisitor
    {
        public bool IsFound { get; private set; }

        public bool Visit(IExecution execution)
        {
            IsFound |= CanonicalExecution.Of(execution.Snapshot()) == text;
            return !IsFound;
        }
    }
}
