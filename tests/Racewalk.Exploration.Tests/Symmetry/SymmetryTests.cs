using Racewalk.Classics;
using Racewalk.Exploration.Tests.Subtrees;
using Racewalk.Fuzz;
using Racewalk.Models;
using Racewalk.Programs;
using static Racewalk.Exploration.Tests.Short;

namespace Racewalk.Exploration.Tests.Symmetry;

// One execution of each class of those that differ in the names of identical threads, and the number of all.
public sealed class SymmetryTests
{
    private static readonly ExplorationOptions s_reduced = new() { ReducesSymmetry = true };

    // Program, classes under SC and TSO; what the classes stand for is the published number. All orders of N increments are one but for names, and with three counters two orders
    // for the names of the first are left: (N!)². Those of ainc, chase-lev, cinc and conf-loop are what GenMC 0.11 counts with its reduction on.
    public static TheoryData<string, long, long> Programs => new()
    {
        { "ainc(6)", 1, 1 },
        { "ainc(8)", 1, 1 },
        { "cinc(3)", 36, 36 },
        { "cinc(4)", 576, 576 },
        { "chase-lev(st2)", 1533, 1588 },
        { "chase-lev(st3)", 39147, 42284 },
        { "conf-loop(3)", 5520, 5520 },
        { "eratosthenes(5)", 199, 601 },
        { "linuxrwlocks(rdwr2)", 7, 7 },
        { "linuxrwlocks(rdwr3)", 115, 115 },
        { "mpmc-queue(rdwr2)", 39, 39 },
        { "seqlock-atomic(r2w1)", 3, 3 },
        { "seqlock-atomic(r2w2)", 6, 6 },
        { "treiber-stack(r2w2)", 42, 42 },
        { "treiber-stack(r2w3)", 3090, 3090 },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public void Explore_IdenticalThreads_VisitsOneOfEachClass(string name, long sc, long tso)
    {
        foreach ((MemoryModel model, long classes) in ((MemoryModel, long)[])[(MemoryModel.Sc, sc), (MemoryModel.Tso, tso)])
        {
            ExplorationResult reduced = Explorer.Explore(ClassicPrograms.Make(name), model, options: s_reduced);
            Assert.True(reduced.IsExhaustive);
            Assert.Equal(classes, reduced.Executions);
            Assert.Equal((UInt128)Explorer.Explore(ClassicPrograms.Make(name), model).Executions, reduced.Symmetry!.Represented);
        }
    }

    [Theory]
    [InlineData("ainc(6)")]
    [InlineData("cinc(3)")]
    [InlineData("linuxrwlocks(rdwr2)")]
    [InlineData("mpmc-queue(rdwr2)")]
    [InlineData("seqlock-atomic(r2w2)")]
    [InlineData("treiber-stack(r2w2)")]
    public void Explore_IdenticalThreads_ClassesAreThoseOfTheWholeSearch(string name)
    {
        foreach (MemoryModel model in (MemoryModel[])[MemoryModel.Sc, MemoryModel.Tso])
        {
            Assert.Null(SymmetryComparison.Compare(() => ClassicPrograms.Make(name), model, long.MaxValue, out bool compared));
            Assert.True(compared);
        }
    }

    [Fact]
    public void Explore_Choices_ClassesAreThoseOfTheWholeSearch()
    {
        static void Body(ThreadContext t)
        {
            int choice = t.Choose(3);
            if (choice == 1 && t.Load(X) == 1)
            {
                t.Choose(2);
            }

            t.Store(choice == 2 ? Y : X, 1);
            t.Load(Y);
        }

        ThreadBody body = Body;
        foreach (MemoryModel model in (MemoryModel[])[MemoryModel.Sc, MemoryModel.Tso])
        {
            Assert.Null(SymmetryComparison.Compare(() => Program(body, body, body), model, long.MaxValue, out _));
            Assert.Null(SymmetryComparison.Compare(() => Program(body, static t => t.Store(X, 1), body), model, long.MaxValue, out _));
        }
    }

    // Too many to be visited all. GenMC counts these classes, too; (5!)³ is 5! times (5!)².
    [Theory]
    [InlineData("chase-lev(st4)", "sc", 892592, 20962397)]
    [InlineData("cinc(5)", "sc", 14400, 1728000)]
    [InlineData("cinc(5)", "tso", 14400, 1728000)]
    public void Explore_LargePrograms_CountsAsPublished(string name, string model, long classes, long represented)
    {
        ExplorationResult reduced = Explorer.Explore(ClassicPrograms.Make(name), MemoryModel.All.Single(m => m.Name == model), options: s_reduced);
        Assert.Equal(classes, reduced.Executions);
        Assert.Equal((UInt128)represented, reduced.Symmetry!.Represented);
    }

    [Fact]
    public void Explore_ManyIncrements_CountsWhatNobodyCouldVisit()
    {
        ExplorationResult result = Explorer.Explore(Counters.Ainc(25), MemoryModel.Sc, options: s_reduced);
        Assert.Equal(1, result.Executions);
        Assert.Equal(UInt128.Parse("15511210043330985984000000"), result.Symmetry!.Represented);
        Assert.Equal(Enumerable.Range(0, 25), Assert.Single(result.Symmetry.IdenticalThreads));
    }

    [Theory]
    [InlineData("sc")]
    [InlineData("tso")]
    public void Explore_DividedOrBySeveralWorkers_VisitsTheSameInTheSameOrder(string model)
    {
        Func<CheckedProgram> program = static () => ClassicPrograms.Make("treiber-stack(r2w2)");
        (Visited expected, string counts) = Team.Explore(model, program, s_reduced);
        foreach (ExplorationOptions options in (ExplorationOptions[])[Team.Dividing, Team.Of(3), Team.Of(2) with { DividesAlways = true }])
        {
            (Visited actual, string dividedCounts) = Team.Explore(model, program, options with { ReducesSymmetry = true });
            Assert.Equal(expected.Executions, actual.Executions);
            Assert.Equal(counts, dividedCounts);
        }
    }

    [Fact]
    public void Explore_SeveralWorkers_StandForTheSameNumber()
    {
        ExplorationOptions options = Team.Of(3) with { DividesAlways = true, ReducesSymmetry = true };
        ExplorationResult result = Explorer.Explore(Counters.Cinc(4), MemoryModel.Sc, null, options, copies: static () => new ExplorationCopy(Counters.Cinc(4)));
        Assert.Equal((UInt128)13824, result.Symmetry!.Represented);
    }

    [Fact]
    public void Explore_NoIdenticalThreads_VisitsAll()
    {
        ExplorationResult result = Explorer.Explore(Counters.Writers(3), MemoryModel.Sc, options: s_reduced);
        Assert.Empty(result.Symmetry!.IdenticalThreads);
        Assert.Equal(Explorer.Explore(Counters.Writers(3), MemoryModel.Sc).Executions, result.Executions);
    }

    [Fact]
    public void Explore_BodyLooksAtItsNumber_ThreadsDiffer()
    {
        ThreadBody body = static t =>
        {
            if (t.Load(X) == 1)
            {
                t.Store(Y, (ulong)t.Thread);
            }
        };
        var error = Assert.Throws<ThreadsDifferException>(() => Explorer.Explore(Program(static t => t.Store(X, 1), body, body), MemoryModel.Sc, options: s_reduced));
        Assert.Contains("threads 1 and 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Explore_WhereItIsNotReduced_IsRefused()
    {
        Assert.Throws<UnsupportedSearchException>(static () => Explorer.Explore(Counters.Ainc(2), MemoryModel.Armv8, options: s_reduced));
        Assert.Throws<UnsupportedSearchException>(static () => Explorer.Explore(Counters.Ainc(2), new ScModel(), options: s_reduced));
        Assert.Throws<UnsupportedSearchException>(static () => Explorer.Explore(Counters.Ainc(2), MemoryModel.Sc, options: s_reduced with { Search = new RandomSearch() }));
        Assert.Throws<UnsupportedSearchException>(static () => Explorer.Explore(
            new CheckedProgram { Name = "interrupts", Threads = [static t => t.Poll()], Handlers = [static t => t.Store(X, 1)] }, MemoryModel.Sc, options: s_reduced));
    }
}
