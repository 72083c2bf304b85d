using Racewalk.Classics;
using Racewalk.Models;
using Racewalk.Programs;

namespace Racewalk.Exploration.Tests.Subtrees;

// A search that is divided finds what one worker finds, in the same order, however it is divided.
public sealed class SubtreeTests
{
    // The programs with published counts that are short enough to be written down, and how many executions each may have by graphs.
    public static TheoryData<string, string> Programs
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string engine in (string[])["sc", "tso", "armv8", Engines.ScByGraphs, Engines.TsoByGraphs])
            {
                long most = engine is "sc" or "tso" ? 1000 : 100;
                foreach (object[] row in ClassicCountTests.Counts)
                {
                    if ((long)row[1] <= most && (long)row[2] <= most)
                    {
                        data.Add(engine, (string)row[0]);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Explore_DividedAtEveryOpportunity_VisitsTheSameInTheSameOrder(string engine, string program) =>
        Assert.All((bool[])[true, false], checks => AssertSame(engine, () => ClassicPrograms.Make(program), Team.Dividing with { ChecksInvariants = checks }));

    [Theory]
    [MemberData(nameof(Programs))]
    public void Explore_SeveralWorkers_VisitTheSameInTheSameOrder(string engine, string program)
    {
        foreach (int workers in (int[])[2, 3, 8])
        {
            AssertSame(engine, () => ClassicPrograms.Make(program), Team.Of(workers));
        }
    }

    [Theory]
    [InlineData("sc")]
    [InlineData("armv8")]
    public void Explore_SeveralWorkersThatDivideAtEveryOpportunity_VisitTheSameInTheSameOrder(string engine) =>
        AssertSame(engine, () => ClassicPrograms.Make("ms-queue(rdwr2)"), Team.Of(3) with { DividesAlways = true });

    [Theory]
    [InlineData("sc", 1)]
    [InlineData("sc", 3)]
    [InlineData("armv8", 1)]
    [InlineData("armv8", 3)]
    public void Explore_StopsAtFirstViolation_ItIsTheFirstInTheOrderOfOneWorker(string engine, int workers)
    {
        Func<CheckedProgram> program = static () => Counters.Ainc(5);
        (Visited all, _) = Team.Explore(engine, program, new ExplorationOptions());
        foreach (int place in (int[])[0, 1, 60, 119])
        {
            var first = new ExplorationOptions { StopAtFirstViolation = true };
            (Visited expected, string counts) = Team.Explore(engine, program, first, all.Executions[place]);
            ExplorationOptions divided = Team.Of(workers) with { DividesAlways = true, StopAtFirstViolation = true };
            (Visited actual, string dividedCounts) = Team.Explore(engine, program, divided, all.Executions[place]);
            Assert.Equal(place + 1, expected.Executions.Count);
            Assert.Equal(expected.Executions, actual.Executions);
            Assert.Equal(counts, dividedCounts);
            Assert.Equal(1, actual.Failures);
        }
    }

    [Fact]
    public void Explore_OpensAPartOneExecutionLate_IsNoticed()
    {
        Func<CheckedProgram> program = static () => Counters.Ainc(4);
        Visited right = Team.Explore(program, new ScModel(), Team.Dividing, static search => search);
        Visited late = Team.Explore(program, new ScModel(), Team.Dividing, static search => new LateSearch(search));
        Assert.Equal(24, right.Executions.Count);
        Assert.NotEqual(right.Executions, late.Executions);
    }

    [Fact]
    public void Explore_SeveralWorkersWithoutCopies_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Explorer.Explore(Counters.Ainc(2), MemoryModel.Sc, null, new ExplorationOptions { Workers = 2 }));

    [Fact]
    public void Explore_VisitorOfOneWorkerOnly_IsRefused() => Assert.Throws<ArgumentException>(() => Explorer.Explore(
        Counters.Ainc(2), MemoryModel.Sc, new Outcomes(), new ExplorationOptions { Workers = 2 }, copies: static () => new ExplorationCopy(Counters.Ainc(2))));

    [Fact]
    public void Explore_CopyIsAnotherProgram_Throws()
    {
        ExplorationOptions options = Team.Of(2) with { DividesAlways = true };
        Assert.Throws<InvariantException>(() => Explorer.Explore(
            Counters.Ainc(6), MemoryModel.Sc, new Slow(), options, copies: static () => new ExplorationCopy(Short.Program(static t => t.Store(Short.X, 1)), new Slow())));
    }

    internal static void AssertSame(string engine, Func<CheckedProgram> program, ExplorationOptions options)
    {
        (Visited expected, string counts) = Team.Explore(engine, program, new ExplorationOptions());
        (Visited actual, string dividedCounts) = Team.Explore(engine, program, options);
        Assert.Equal(expected.Executions, actual.Executions);
        Assert.Equal(counts, dividedCounts);
    }
}
