using Racewalk.Fuzz;
using Racewalk.Models;
using Racewalk.Oracle;
using Racewalk.Oracle.Generation;
using Racewalk.Oracle.Language;
using Racewalk.Programs;
using static Racewalk.Exploration.Tests.Short;

namespace Racewalk.Exploration.Tests.Walks;

// What a context-bounded search visits, against all executions and the fewest preemptions that each has.
public sealed class ContextBoundedTests
{
    private const int MostPreemptions = 3;

    public static TheoryData<ProgramProfile> Profiles => [.. RandomPrograms.Profiles];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Explore_RandomPrograms_VisitsWhatHasSoFewPreemptions(ProgramProfile profile)
    {
        int[] beyond = new int[MostPreemptions + 1];
        for (ulong seed = 0; seed < 60; seed++)
        {
            TestProgram test = RandomPrograms.Generate(profile, 800_000 + seed);
            if (ProgramPrinter.Print(test).Contains("assume", StringComparison.OrdinalIgnoreCase))
            {
                // Whether a thread would be blocked at once cannot be seen in its events then.
                continue;
            }

            CheckedProgram program = ProgramRunner.ToChecked(test);
            var all = new Seen(program);
            Assert.True(Explorer.Explore(program, MemoryModel.Sc, all).IsExhaustive);
            for (int k = 0; k <= MostPreemptions; k++)
            {
                var few = new Seen(program);
                Visit(program, k, few);
                string[] expected = [.. all.Executions.Where(e => e.Value <= k).Select(static e => e.Key).Order(StringComparer.Ordinal)];
                Assert.Equal(expected, few.Executions.Keys.Order(StringComparer.Ordinal));
                beyond[k] += expected.Length < all.Executions.Count ? 1 : 0;
            }
        }

        Assert.True(beyond[0] > 15, "with so few preemptions in all executions this would say little");
    }

    [Fact]
    public void Explore_LostUpdate_NeedsOnePreemption()
    {
        CheckedProgram program = Program(t => { Word r = t.Load(X); t.Store(X, r + 1); }, t => { Word r = t.Load(X); t.Store(X, r + 1); });
        Assert.DoesNotContain(1UL, Finals(program, 0));
        Assert.Contains(1UL, Finals(program, 1));
    }

    [Fact]
    public void Explore_ThreadWaits_SwitchIsNoPreemption()
    {
        CheckedProgram program = Program(
            t => { t.Store(X, 1); t.Await(Y, AwaitKind.Equal, 1); t.Store(Z, 1); },
            t => { t.Await(X, AwaitKind.Equal, 1); t.Store(Y, 1); t.Await(Z, AwaitKind.Equal, 1); });
        Assert.Equal(1, Visit(program, 0, null).Executions);
    }

    [Fact]
    public void Explore_StopsAtFirstViolation_IsNotWhole()
    {
        ExplorationResult result = Explorer.Explore(
            Program(t => t.Store(X, 1), t => t.Load(X)),
            MemoryModel.Sc,
            new Failing(),
            new ExplorationOptions { Search = new ContextBoundedSearch(), StopAtFirstViolation = true });
        Assert.False(Assert.IsType<ContextBoundedSummary>(result.Search).IsWhole);
        Assert.Equal(1, result.Executions);
    }

    [Fact]
    public void Explore_UnderArmv8_IsRefused() => Assert.Throws<UnsupportedSearchException>(() => Explorer.Explore(
        Program(t => t.Store(X, 1)), MemoryModel.Armv8, null, new ExplorationOptions { Search = new ContextBoundedSearch() }));

    private static ulong[] Finals(CheckedProgram program, int preemptions)
    {
        var finals = new Final();
        Visit(program, preemptions, finals);
        return [.. finals.Values];
    }

    private static ExplorationResult Visit(CheckedProgram program, int preemptions, IExecutionVisitor? visitor)
    {
        ExplorationResult result = Explorer.Explore(
            program, MemoryModel.Sc, visitor, new ExplorationOptions { Search = new ContextBoundedSearch { Preemptions = preemptions }, ChecksInvariants = true });
        Assert.Equal(new ContextBoundedSummary(preemptions, IsWhole: true), result.Search);
        return result;
    }

    // Complete executions and deadlocks, none twice, each with the fewest preemptions of an interleaving.
    private sealed class Seen(CheckedProgram program) : IExecutionVisitor
    {
        public Dictionary<string, int> Executions { get; } = new(StringComparer.Ordinal);

        public bool Visit(IExecution execution)
        {
            if (execution.IsComplete || execution.IsDeadlock)
            {
                Execution snapshot = execution.Snapshot();
                Executions.Add((execution.IsDeadlock ? "deadlock\n" : "") + CanonicalExecution.Of(snapshot), LeastPreemptions.Of(snapshot, program));
            }

            return true;
        }
    }

    private sealed class Final : IExecutionVisitor
    {
        public List<ulong> Values { get; } = [];

        public bool Visit(IExecution execution)
        {
            Values.Add(execution.Final(X));
            return true;
        }
    }

    private sealed class Failing : IExecutionVisitor
    {
        public bool Visit(IExecution execution) => false;
    }
}
