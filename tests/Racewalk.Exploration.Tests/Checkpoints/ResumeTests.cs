using Racewalk.Classics;
using Racewalk.Exploration.Tests.Subtrees;
using Racewalk.Fuzz;
using Racewalk.Models;
using Racewalk.Oracle;
using Racewalk.Oracle.Generation;
using Racewalk.Oracle.Language;
using Racewalk.Programs;
using Racewalk.Testing;

namespace Racewalk.Exploration.Tests.Checkpoints;

// An exploration that is interrupted and goes on from its saved state visits what an uninterrupted one does, in the same order.
public sealed class ResumeTests
{
    public static TheoryData<string, int> Runs
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (string engine in (string[])["sc", "tso", "armv8", Engines.ScByGraphs, Engines.TsoByGraphs])
            {
                data.Add(engine, 1);
                data.Add(engine, 3);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Resume_InterruptedAtRandomPlaces_VisitsTheSameInTheSameOrder(string engine, int workers)
    {
        foreach (string program in (string[])["mutex(2)", "linuxrwlocks(rdwr2)", "ms-queue(rdwr2)"])
        {
            AssertSame(engine, () => ClassicPrograms.Make(program), Team.Of(workers), (ulong)program.Length, 20);
            AssertSame(engine, () => ClassicPrograms.Make(program), Team.Of(workers) with { DividesAlways = true }, (ulong)program.Length, 20);
        }
    }

    [Theory]
    [InlineData(ProgramProfile.Rcu)]
    [InlineData(ProgramProfile.Interrupts)]
    [InlineData(ProgramProfile.Freeing)]
    public void Resume_RandomPrograms_VisitsTheSameInTheSameOrder(ProgramProfile profile)
    {
        int compared = 0;
        for (ulong seed = 0; seed < 30; seed++)
        {
            TestProgram program = RandomPrograms.Generate(profile, 600_000 + seed, ProgramDialect.Lkmm);
            foreach (string engine in (string[])["sc", "lkmm"])
            {
                ExplorationResult whole = Engines.Explore(engine, ProgramRunner.ToChecked(program), null, new ExplorationOptions { MaxExecutions = 200 });
                if (whole.IsExhaustive)
                {
                    AssertSame(engine, () => ProgramRunner.ToChecked(program), Team.Dividing, seed, 12);
                    compared++;
                }
            }
        }

        Assert.InRange(compared, 10, 60);
    }

    [Theory]
    [InlineData("sc")]
    [InlineData("armv8")]
    public void Save_EveryMomentOfASearch_TheOutcomeIsThatOfAnyOther(string engine)
    {
        Func<CheckedProgram> program = static () => Counters.Ainc(6);
        (Visited expected, string counts) = Team.Explore(engine, program, new ExplorationOptions());
        var states = new List<byte[]>();
        ExplorationOptions options = Team.Of(2) with { SaveEvery = TimeSpan.Zero, Save = states.Add };
        (Visited actual, string savedCounts) = Team.Explore(engine, program, options);
        Assert.NotEmpty(states);
        Assert.Equal(expected.Executions, actual.Executions);
        Assert.Equal(counts, savedCounts);
        foreach (byte[] state in states)
        {
            (Visited resumed, string resumedCounts) = Team.Explore(engine, program, new ExplorationOptions { Resume = state });
            Assert.Equal(expected.Executions, resumed.Executions);
            Assert.Equal(counts, resumedCounts);
        }
    }

    [Fact]
    public void Resume_StateIsCutShort_Throws()
    {
        byte[] state = Interrupted(5);
        for (int length = 0; length < state.Length; length += 7)
        {
            Assert.Throws<InvalidDataException>(() => Team.Explore("sc", static () => Counters.Ainc(4), new ExplorationOptions { Resume = state[..length] }));
        }
    }

    [Fact]
    public void Resume_StateOfAnotherProgram_Throws() => Assert.Throws<InvariantException>(
        () => Team.Explore("sc", static () => Short.Program(static t => t.Store(Short.X, 1)), new ExplorationOptions { Resume = Interrupted(5) }));

    [Fact]
    public void Covered_Interrupted_GrowsToOne()
    {
        double last = 0;
        foreach (int budget in (int[])[1, 200, 400, 700])
        {
            ExplorationResult result = Explorer.Explore(Counters.Ainc(6), MemoryModel.Sc, null, new ExplorationOptions { MaxExecutions = budget });
            Assert.InRange(result.Covered, last, 0.9999);
            last = result.Covered;
        }

        Assert.Equal(1, Explorer.Explore(Counters.Ainc(6), MemoryModel.Sc).Covered);
    }

    [Theory]
    [InlineData("sc")]
    [InlineData("armv8")]
    public void Visit_PathOfAnExecution_IsThatExecution(string engine)
    {
        MemoryModel model = MemoryModel.All.Single(m => m.Name == engine);
        var paths = new Paths();
        Explorer.Explore(ClassicPrograms.Make("ms-queue(rdwr2)"), model, paths);
        Assert.NotEmpty(paths.Seen);
        foreach ((string text, ExecutionPath path) in paths.Seen)
        {
            var again = new Paths();
            Explorer.Visit(ClassicPrograms.Make("ms-queue(rdwr2)"), model, path, again);
            Assert.Equal(text, Assert.Single(again.Seen).Text);
        }
    }

    private static byte[] Interrupted(int executions)
    {
        byte[]? state = null;
        Team.Explore("sc", static () => Counters.Ainc(4), new ExplorationOptions { MaxExecutions = executions, Save = bytes => state = bytes });
        return state!;
    }

    // Interrupts after a random number of executions, again and again.
    private static void AssertSame(string engine, Func<CheckedProgram> program, ExplorationOptions options, ulong seed, int most)
    {
        (Visited expected, string counts) = Team.Explore(engine, program, new ExplorationOptions());
        var random = new SplitMix64(seed);
        byte[]? state = null;
        long budget = 0;
        while (true)
        {
            budget += random.Between(1, most);
            byte[]? saved = null;
            (Visited visited, string resumedCounts) = Team.Explore(
                engine, program, options with { Resume = state, MaxExecutions = budget, Save = bytes => saved = bytes });
            if (saved is null)
            {
                Assert.Equal(expected.Executions, visited.Executions);
                // The last budget may have been reached by the last execution.
                Assert.StartsWith(counts, resumedCounts, StringComparison.Ordinal);
                return;
            }

            state = saved;
            budget = visited.Executions.Count;
        }
    }

    private sealed class Paths : IExecutionVisitor
    {
        public List<(string Text, ExecutionPath Path)> Seen { get; } = [];

        public bool Visit(IExecution execution)
        {
            Seen.Add((CanonicalExecution.Of(execution.Snapshot()), execution.Path!));
            return true;
        }
    }
}
