using Racewalk.Executions;
using Racewalk.Models;
using Racewalk.Programs;
using static Racewalk.Exploration.Tests.Short;
using static Racewalk.Exploration.Tests.Translation.Armv8.PageTable;

namespace Racewalk.Exploration.Tests.Translation.Armv8;

// Page walks under Armv8: what a stale translation may do, and what an invalidation stops. Entry, Other are leaf entries of two pages.
public sealed class TranslationTests
{
    private const ulong Entry = 0x10000;
    private const ulong Other = 0x10008;
    private const ulong Table = 0x20000;
    private const ulong Root = 0x30000;

    public static TheoryData<string> ModelsWithout => ["sc", "tso", "armv8", "lkmm", Engines.ScByGraphs];

    [Theory]
    [MemberData(nameof(ModelsWithout))]
    public void Explore_WalkUnderAModelWithoutTranslation_IsRefused(string engine)
    {
        CheckedProgram program = Program(static t => t.LoadThrough("r", Entry));

        Assert.Throws<UnsupportedEventException>(() => Engines.Explore(engine, program));
    }

    [Theory]
    [InlineData("none", true)]
    [InlineData("invalidate", false)]
    [InlineData("invalidate here only", true)]
    [InlineData("invalidate without completion", true)]
    public void Explore_UnmappedAndTold_StaleTranslationUnlessInvalidated(string how, bool allowed)
    {
        CheckedProgram program = Mapped(
            t =>
            {
                t.Store(Entry, Invalid);
                t.Fence(FenceKind.DsbFull);
                switch (how)
                {
                    case "invalidate":
                    case "invalidate here only":
                        t.InvalidateAll(isLocal: how.EndsWith("only", StringComparison.Ordinal));
                        break;
                    case "invalidate without completion":
                        t.Invalidate(InvalidationScope.All, isLocal: false);
                        break;
                }

                t.Store(Y, 1);
            },
            static t =>
            {
                t.Observe("r", t.Load(Y));
                t.Fence(FenceKind.DsbFull);
                t.Fence(FenceKind.ContextSync);
                t.LoadThrough("s", Entry);
            });

        Assert.Equal(allowed, Outcomes(program).Contains("r=1 s=7"));
    }

    [Fact]
    public void Explore_UnmappedAndInvalidated_AccessThatUsedTheOldTranslationIsDone()
    {
        // The reader's barrier orders its access, not its walk: the access, not the walk, is what the completion waits for.
        CheckedProgram program = Mapped(
            static t =>
            {
                t.Store(Entry, Invalid);
                t.InvalidateAll();
                t.Store(Y, 1);
            },
            static t =>
            {
                t.Observe("r", t.Load(Y));
                t.Fence(FenceKind.Full);
                t.LoadThrough("s", Entry);
            });

        Assert.DoesNotContain("r=1 s=7", Outcomes(program));
    }

    [Fact]
    public void Explore_InvalidationOfAnotherPage_LeavesTheTranslation()
    {
        CheckedProgram program = Mapped(
            static t =>
            {
                t.Store(Entry, Invalid);
                t.Fence(FenceKind.DsbFull);
                t.Invalidate(InvalidationScope.Of((uint)(Other << 1)), isLocal: false);
                t.Fence(FenceKind.DsbFull);
                t.LoadThrough("r", Entry);
            });

        Assert.Equal(["r=7 s=-", "r=99 s=-"], Outcomes(program));
    }

    [Theory]
    [InlineData(TranslationSynchronization.None, true)]
    [InlineData(TranslationSynchronization.Ets2, false)]
    public void Explore_MappedWithoutContextSynchronisation_FaultIsSpuriousWithoutEts(TranslationSynchronization ets, bool allowed)
    {
        CheckedProgram program = Mapped(
            static t =>
            {
                t.Store(Entry, To(X));
                t.Fence(FenceKind.DsbFull);
                t.Store(Y, 1);
            },
            static t =>
            {
                t.Observe("r", t.Load(Y));
                t.Fence(FenceKind.DsbFull);
                t.LoadThrough("s", Entry);
            });

        Assert.Equal(allowed, Outcomes(WithInitial(program, Entry, Invalid), ets).Contains("r=1 s=99"));
    }

    [Theory]
    [InlineData(FenceKind.Store, false)]
    [InlineData(FenceKind.RcuLock, true)]
    public void Explore_TableFilledAndHooked_WalkMissesTheFillingOnlyIfNothingOrdersThem(FenceKind between, bool allowed)
    {
        // ROT.inv+dmbst and ROT.inv+po of the ESOP 2022 tests: the lower read depends on the upper one. (RcuLock orders nothing.)
        CheckedProgram program = WithInitial(
            Mapped(
                t =>
                {
                    t.Store(Table, To(X));
                    t.Fence(between);
                    t.Store(Root, To(Table));
                },
                static t => t.LoadThrough("s", Root, Table)),
            Root,
            Invalid);

        // A fault at the lower level is a fault with the link read: the walk has two reads.
        Assert.Equal(allowed, Walks(program).Contains("1 2 fault"));
    }

    [Fact]
    public void Explore_AccessMarkedByHardware_IsNoLostUpdate()
    {
        CheckedProgram program = WithInitial(
            Mapped(
                static t => t.Observe("old", t.Exchange(Entry, Invalid)),
                static t => t.LoadThrough("s", ReadAndMark, 0, Entry)),
            Entry,
            To(X, 0));

        IReadOnlyList<string> found = Distinct(program, TranslationSynchronization.Ets2, "old", "s");

        // A page that was read was marked when its entry was taken, or the walk came later and faulted; no mark appears on the invalid entry.
        Assert.Equal([$"old={To(X, 0)} s=99", $"old={To(X)} s=7"], found);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Explore_EveryOrderOfThreads_SameExecutions(int which)
    {
        CheckedProgram program = Mapped(
            t =>
            {
                t.Store(Entry, which % 2 == 0 ? Invalid : To(Z));
                t.InvalidateAll();
                t.StoreThrough(2, Other);
            },
            static t =>
            {
                t.LoadThrough("a", Other);
                t.StoreThrough(1, Entry);
            },
            t =>
            {
                t.LoadThrough("b", ReadAndMark, 0, Entry);
                t.Store(which < 2 ? Other : Entry, To(X, 0));
                t.LoadThrough("c", Entry);
            });
        int[][] orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

        List<string>[] found = [.. orders.Select(o => Counts(program, new ExplorationOptions { ThreadOrder = o, ChecksInvariants = true }))];

        Assert.All(found, f => Assert.Equal(found[0], f));
    }

    // The page of Entry and Other is X, which holds 7.
    private static CheckedProgram Mapped(params ThreadBody[] threads) => new()
    {
        Name = "program",
        Threads = threads,
        Initial = new Dictionary<ulong, ulong> { [Entry] = To(X), [Other] = To(X), [X] = 7 },
    };

    private static CheckedProgram WithInitial(CheckedProgram program, ulong address, ulong value) => new()
    {
        Name = program.Name,
        Threads = program.Threads,
        Initial = new Dictionary<ulong, ulong>(program.Initial) { [address] = value },
    };

    private static IReadOnlyList<string> Outcomes(CheckedProgram program, TranslationSynchronization ets = TranslationSynchronization.None) =>
        Distinct(program, ets, "r", "s");

    private static IReadOnlyList<string> Distinct(CheckedProgram program, TranslationSynchronization ets, params string[] names)
    {
        var outcomes = new Outcomes(names);
        Assert.True(Explorer.Explore(program, new Armv8TranslationModel(ets), outcomes, new ExplorationOptions { ChecksInvariants = true }).IsExhaustive);
        return [.. outcomes.Distinct];
    }

    private static List<string> Counts(CheckedProgram program, ExplorationOptions options)
    {
        var outcomes = new Outcomes("a", "b", "c");
        Explorer.Explore(program, new Armv8TranslationModel(), outcomes, options);
        return [.. outcomes.Complete.OrderBy(static c => c.Key, StringComparer.Ordinal).Select(static c => $"{c.Key} x{c.Value}")];
    }

    // Of the second thread: how many walk reads it made, and whether it faulted.
    private static HashSet<string> Walks(CheckedProgram program)
    {
        var found = new WalkCollector();
        Explorer.Explore(program, new Armv8TranslationModel(), found);
        return found.Found;
    }

    private sealed class WalkCollector : IExecutionVisitor
    {
        public HashSet<string> Found { get; } = [];

        public bool Visit(IExecution execution)
        {
            Execution e = execution.Snapshot();
            ExecutionEvent[] second = [.. e.Threads[1].Events.Select(id => e.Events[id])];
            int reads = second.Count(static v => v.Kind == EventKind.Read && (v.Operation.Access & Access.Walk) != 0);
            Found.Add($"1 {reads} {(second.Any(static v => v.Kind == EventKind.Fault) ? "fault" : "access")}");
            return true;
        }
    }
}
