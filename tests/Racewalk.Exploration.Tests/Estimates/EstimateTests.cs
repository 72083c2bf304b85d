using Racewalk.Classics;
using Racewalk.Exploration.Checkpoints;
using Racewalk.Exploration.Estimates;
using Racewalk.Exploration.Tests.Subtrees;
using Racewalk.Models;

namespace Racewalk.Exploration.Tests.Estimates;

// Estimates of explorations: with one worker, with several, divided, resumed. Probes so wide that they leave nothing out must be exact, wherever the workers are.
public sealed class EstimateTests
{
    private const long Executions = 720;

    private static readonly EstimateOptions s_exact = new() { ProbesEachTime = ProbeMean.Fewest, Width = int.MaxValue };

    [Theory]
    [InlineData("sc", 1, false)]
    [InlineData("sc", 1, true)]
    [InlineData("sc", 3, true)]
    [InlineData("armv8", 1, true)]
    [InlineData("armv8", 3, false)]
    public void Estimate_ProbesLeaveNothingOut_IsExactWithoutWidth(string engine, int workers, bool divides)
    {
        ExplorationOptions options = Team.Of(workers) with { DividesAlways = divides, MaxExecutions = 700, Estimate = s_exact };
        ExplorationResult result = Explore(engine, options);
        Assert.False(result.IsExhaustive);
        AssertExact(result);
    }

    [Fact]
    public void Estimate_Resumed_CountsWhatWasVisitedBefore()
    {
        byte[]? state = null;
        Explore("sc", new ExplorationOptions { MaxExecutions = 300, Save = s => state = s, ChecksInvariants = false });
        AssertExact(Explore("sc", new ExplorationOptions { MaxExecutions = 600, Resume = state, Estimate = s_exact }));
    }

    [Theory]
    [InlineData("sc", 1)]
    [InlineData("armv8", 3)]
    public void Estimate_NothingIsLeft_IsTheCount(string engine, int workers)
    {
        ExplorationResult result = Explore(engine, Team.Of(workers) with { Estimate = new EstimateOptions() });
        Assert.True(result.IsExhaustive);
        Assert.Equal(ExecutionEstimate.Exact(Executions), result.Estimate);
        Assert.Equal((1, 1, 1), (result.Estimate!.Covered, result.Estimate.CoveredLow, result.Estimate.CoveredHigh));
    }

    [Fact]
    public void Estimate_SameSeed_SameEstimate()
    {
        ExecutionEstimate? Estimate(ulong seed) => Explorer.Explore(
            ClassicPrograms.Make("lamport(3)"), MemoryModel.Sc, null, new ExplorationOptions { MaxExecutions = 5000, Estimate = new EstimateOptions { Seed = seed, ProbesEachTime = 1 } }).Estimate;

        Assert.NotNull(Estimate(1));
        Assert.Equal(Estimate(1), Estimate(1));
        Assert.NotEqual(Estimate(1), Estimate(2));
    }

    [Fact]
    public void Estimate_NobodyAsked_Null() => Assert.Null(Explore("sc", new ExplorationOptions { MaxExecutions = 500 }).Estimate);

    [Fact]
    public void Estimate_TooShortForProbes_Null() =>
        Assert.Null(Explore("sc", new ExplorationOptions { MaxExecutions = 2, Estimate = new EstimateOptions { BeginAfter = TimeSpan.FromHours(1) } }).Estimate);

    [Fact]
    public void Estimate_EndsAtAViolation_Null()
    {
        ExplorationResult result = Explorer.Explore(
            Counters.Ainc(6), MemoryModel.Sc, new Quiet { Fails = true }, new ExplorationOptions { StopAtFirstViolation = true, Estimate = new EstimateOptions() });
        Assert.Null(result.Estimate);
    }

    [Theory]
    [InlineData("sc", 1)]
    [InlineData("sc", 3)]
    [InlineData("armv8", 1)]
    public void Estimate_Asked_TheSearchVisitsTheSameInTheSameOrder(string engine, int workers)
    {
        Func<Programs.CheckedProgram> program = static () => ClassicPrograms.Make("ms-queue(rdwr2)");
        (Visited expected, string counts) = Team.Explore(engine, program, new ExplorationOptions());
        (Visited actual, string estimated) = Team.Explore(engine, program, Team.Of(workers) with { Estimate = new EstimateOptions { ProbesEachTime = 3 } });
        Assert.Equal(expected.Executions, actual.Executions);
        Assert.Equal(counts, estimated);
    }

    [Fact]
    public void Explore_EstimateOfAModelWithoutCopies_IsRefused() => Assert.Throws<ArgumentException>(
        () => Explorer.Explore(Counters.Ainc(2), new ScModel(), options: new ExplorationOptions { Estimate = new EstimateOptions() }));

    private static ExplorationResult Explore(string engine, ExplorationOptions options) =>
        Engines.Explore(engine, Counters.Ainc(6), new Quiet(), options, copies: static () => new ExplorationCopy(Counters.Ainc(6), new Quiet()));

    private static void AssertExact(ExplorationResult result)
    {
        Assert.NotNull(result.Estimate);
        Assert.Equal(result.Executions, result.Estimate.Visited);
        Assert.Equal(Executions, result.Estimate.Executions, 6);
        Assert.Equal(Executions, result.Estimate.Low, 6);
        Assert.Equal(Executions, result.Estimate.High, 6);
        Assert.InRange(result.Estimate.Probes, ProbeMean.Fewest, int.MaxValue);
    }

    private sealed class Quiet : ISavedVisitor
    {
        public bool Fails { get; init; }

        public bool Visit(IExecution execution) => !Fails;

        public IMergeableVisitor Fresh() => new Quiet();

        public void Append(IMergeableVisitor next)
        {
        }

        public void Save(BinaryWriter writer)
        {
        }

        public void Load(BinaryReader reader)
        {
        }
    }
}
