using Racewalk.Classics;
using Racewalk.Exploration.Estimates;
using Racewalk.Exploration.Subtrees;
using Racewalk.Exploration.Tests.Subtrees;
using Racewalk.Oracle;
using Racewalk.Oracle.Generation;
using Racewalk.Oracle.Language;
using Racewalk.Programs;

namespace Racewalk.Exploration.Tests.Estimates;

// The expectation of a probe, by all ways that it can go, is the number of executions: exactly, wherever the search is.
public sealed class ProbeTests
{
    private const int MostWays = 300;
    private const int Positions = 6;

    [Theory]
    [InlineData("sc", "peterson")]
    [InlineData("tso", "peterson")]
    [InlineData("sc", "treiber-stack(r1w2)")]
    [InlineData("tso", "lamport(2)")]
    [InlineData("armv8", "szymanski")]
    [InlineData(Engines.ScByGraphs, "seqlock-atomic(r2w2)")]
    public void Advance_AllWays_ExpectationIsTheNumberOfExecutions(string engine, string program)
    {
        int compared = 0;
        foreach (int width in (int[])[1, 2, 4])
        {
            compared += Compare(engine, () => ClassicPrograms.Make(program), width);
        }

        Assert.InRange(compared, 3, int.MaxValue);
    }

    // Locks, awaits, interrupts, choices, load buffering, grace periods, freed memory.
    [Theory]
    [MemberData(nameof(RandomSubtreeTests.Runs), MemberType = typeof(RandomSubtreeTests))]
    public void Advance_AllWaysOnRandomPrograms_ExpectationIsTheNumberOfExecutions(ProgramProfile profile, string engine)
    {
        ProgramDialect dialect = Engines.DialectOf(engine);
        int compared = 0;
        for (ulong seed = 0; seed < 8; seed++)
        {
            TestProgram program = RandomPrograms.Generate(profile, 700_000 + seed, dialect);
            if (Engines.Explore(engine, ProgramRunner.ToChecked(program), null, new ExplorationOptions { MaxExecutions = 40 }).IsExhaustive)
            {
                compared += Compare(engine, () => ProgramRunner.ToChecked(program), width: seed % 2 == 0 ? 1 : 2);
            }
        }

        Assert.InRange(compared, 5, int.MaxValue);
    }

    [Fact]
    public void Advance_StrataAreWideEnough_CountsExactly()
    {
        var recorded = new Recorded("sc", static () => ClassicPrograms.Make("treiber-stack(r2w2)"), every: 10);
        (ISubtreeSearch search, Tally tally) = recorded.Search();
        Assert.All(
            recorded.States,
            s => Assert.Equal(recorded.Executions, Recorded.Complete(new Probe(search, tally, s, new Strata(new SeededDraw(1), width: 1000)))));
    }

    [Fact]
    public void Advance_NothingIsLeft_CountsWhatWasVisited()
    {
        var recorded = new Recorded("armv8", static () => ClassicPrograms.Make("peterson"));
        (ISubtreeSearch search, Tally tally) = recorded.Search();
        Assert.Equal(7, Recorded.Complete(new Probe(search, tally, new SearchState(7, []), new Strata(new SeededDraw(1), width: 1))));
    }

    [Fact]
    public void Advance_SameSeed_SameEstimate()
    {
        var recorded = new Recorded("tso", static () => ClassicPrograms.Make("lamport(3)"), every: 4000);
        IEnumerable<double> Estimates(ulong seed)
        {
            (ISubtreeSearch search, Tally tally) = recorded.Search();
            var draw = new SeededDraw(seed);
            return [.. recorded.States.Select(s => Recorded.Complete(new Probe(search, tally, s, new Strata(draw, width: 2))))];
        }

        Assert.Equal(Estimates(1), Estimates(1));
        Assert.NotEqual(Estimates(1), Estimates(2));
    }

    // Returns in how many positions it could be said: where there are not too many ways.
    private static int Compare(string engine, Func<CheckedProgram> program, int width)
    {
        var recorded = new Recorded(engine, program);
        (ISubtreeSearch search, Tally tally) = recorded.Search();
        int compared = 0;
        int step = Math.Max(1, recorded.States.Count / Positions);
        foreach (SearchState state in recorded.States.Where((_, i) => i % step == 0))
        {
            var ways = new EveryWay();
            double expectation = 0;
            double probability = 0;
            int count = 0;
            bool isMore;
            do
            {
                double executions = Recorded.Complete(new Probe(search, tally, state, new Strata(ways, width)));
                expectation += executions * ways.Probability;
                probability += ways.Probability;
                isMore = ways.Next();
            }
            while (isMore && ++count < MostWays);
            if (!isMore)
            {
                Assert.Equal(1, probability, 9);
                Assert.Equal(recorded.Executions, expectation, 6);
                compared++;
            }
        }

        return compared;
    }
}
