using Racewalk.Exploration.Walks;
using Racewalk.Models;
using Racewalk.Programs;
using static Racewalk.Exploration.Tests.Short;

namespace Racewalk.Exploration.Tests.Walks;

public sealed class PctTests
{
    // A program, how deep its bug is, and whether an execution has it.
    private sealed record Bug(CheckedProgram Program, int Depth, Func<IExecution, bool> Happens);

    private static readonly Dictionary<string, Bug> s_bugs = new(StringComparer.Ordinal)
    {
        // One order between two threads: the load comes after the store.
        ["order"] = new(
            Program(t => { t.Load(Z); t.Store(X, 1); }, t => { t.Load(Z); t.Observe("r", t.Load(X)); }, t => { t.Load(Z); t.Load(Z); }),
            1,
            static e => Is(e, "r", 1)),

        // An update between load and store is lost: the load, the other's store, the store.
        ["lost update"] = new(
            Program(t => { Word r = t.Load(X); t.Store(X, r + 1); }, t => { Word r = t.Load(X); t.Store(X, r + 1); }, t => t.Load(Y)),
            2,
            static e => e.Final(X) == 1),

        // Both locks are held by whoever the other waits for.
        ["deadlock"] = new(
            Program(
                t => { t.Lock(X); t.Lock(Y); t.Unlock(Y); t.Unlock(X); },
                t => { t.Lock(Y); t.Lock(X); t.Unlock(X); t.Unlock(Y); }),
            2,
            static e => e.IsDeadlock),

        // The second thread sees two values that are each there between two stores.
        ["two windows"] = new(
            Program(
                t => { t.Store(X, 1); t.Store(X, 2); t.Store(X, 3); },
                t => { t.Observe("a", t.Load(X)); t.Observe("b", t.Load(X)); }),
            4,
            static e => Is(e, "a", 1) && Is(e, "b", 2)),
    };

    public static TheoryData<string> Bugs => [.. s_bugs.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Bugs))]
    public void Probability_AllSchedulesOfTheDepth_IsAtLeastTheBound(string name)
    {
        Bug bug = s_bugs[name];
        (double probability, int steps) = Probability(bug, bug.Depth);
        int threads = bug.Program.Threads.Count;
        Assert.True(
            probability >= 1 / (threads * Math.Pow(steps, bug.Depth - 1)),
            $"{probability} of {threads} threads and {steps} steps");
        Assert.True(probability < 1, "this would say nothing");
    }

    [Theory]
    [InlineData("lost update")]
    [InlineData("deadlock")]
    [InlineData("two windows")]
    public void Probability_AllSchedulesOfLessDepth_IsZero(string name) =>
        Assert.Equal(0, Probability(s_bugs[name], s_bugs[name].Depth - 1).Probability);

    [Fact]
    public void Explore_Pct_StatesTheBound()
    {
        Bug bug = s_bugs["lost update"];
        ExplorationResult result = Explorer.Explore(
            bug.Program, MemoryModel.Sc, null, new ExplorationOptions { Search = new PctSearch { Seed = 4, Runs = 500, Depth = 2 } });
        PctSummary pct = Assert.IsType<PctSummary>(result.Search);
        Assert.Equal((3, 5, 2, null), (pct.Threads, pct.Steps, pct.Depth, pct.NoBound));
        Assert.InRange(pct.BoundRuns, 498, 500);
        Assert.Equal(1 - Math.Pow(1 - 1.0 / 15, pct.BoundRuns), pct.Probability, 1e-12);
        Assert.False(result.IsExhaustive);
        Assert.Equal(500, result.Executions);
    }

    [Fact]
    public void Explore_PctMeetsChoices_StatesNoBound()
    {
        CheckedProgram program = Program(t => t.Choose(2), t => t.Store(X, 1));
        ExplorationResult result = Explorer.Explore(program, MemoryModel.Sc, null, new ExplorationOptions { Search = new PctSearch { Runs = 10 } });
        Assert.Contains("choices", Assert.IsType<PctSummary>(result.Search).NoBound, StringComparison.Ordinal);
    }

    [Fact]
    public void Explore_PctUnderTso_IsRefused() => Assert.Throws<UnsupportedSearchException>(() => Explorer.Explore(
        Program(t => t.Store(X, 1)), MemoryModel.Tso, null, new ExplorationOptions { Search = new PctSearch() }));

    // How likely a schedule of some depth has the bug, and the most steps that one has.
    private static (double Probability, int Steps) Probability(Bug bug, int depth)
    {
        IWalkSearch search = WalkSearches.Of("sc", bug.Program);
        var walk = new Walk(search, newestOnly: true);
        int threads = bug.Program.Threads.Count;
        var strategy = new PctStrategy(1, threads, depth);
        int steps = 1;
        for (int i = 0; i < 200; i++)
        {
            walk.Run(strategy, null);
            strategy.End();
            steps = strategy.Steps;
        }

        long all = 0;
        long with = 0;
        foreach (int[] priorities in DrawTests.Permutations([.. Enumerable.Range(depth, threads)]))
        {
            foreach (int[] changes in Tuples(depth - 1, steps))
            {
                var seen = new Seen(bug.Happens);
                walk.Run(new Given(strategy, priorities, changes), seen);
                all++;
                with += seen.Happened ? 1 : 0;
            }
        }

        Assert.Equal(steps, strategy.Steps);
        return ((double)with / all, steps);
    }

    private static IEnumerable<int[]> Tuples(int length, int most) => length == 0
        ? [[]]
        : Tuples(length - 1, most).SelectMany(rest => Enumerable.Range(1, most).Select(last => (int[])[.. rest, last]));

    private static bool Is(IExecution execution, string name, ulong value) =>
        Enumerable.Range(0, execution.ThreadCount).Any(t => execution.TryGetObserved(t, name, out ulong observed) && observed == value);

    // PCT with priorities and change points that are given and not drawn.
    private sealed class Given(PctStrategy strategy, int[] priorities, int[] changes) : IWalkStrategy
    {
        public void Begin()
        {
            strategy.Begin();
            priorities.CopyTo(strategy.Priorities);
            changes.CopyTo(strategy.Changes);
        }

        public int NextThread(uint able) => strategy.NextThread(able);

        public int NextAlternative(int count) => strategy.NextAlternative(count);
    }

    private sealed class Seen(Func<IExecution, bool> happens) : IExecutionVisitor
    {
        public bool Happened { get; private set; }

        public bool Visit(IExecution execution)
        {
            Happened = happens(execution);
            return true;
        }
    }
}
