using Racewalk.Executions;
using Racewalk.Models;
using Racewalk.Programs;
using static Racewalk.Exploration.Tests.Short;

namespace Racewalk.Exploration.Tests;

// RCU: which of a grace period and a read-side section comes first is no part of an execution, and it must not prune.
public sealed class GracePeriodTests
{
    public static TheoryData<string, int, int, int> Orders
    {
        get
        {
            var data = new TheoryData<string, int, int, int>();
            foreach (string model in (string[])["sc", "tso", "armv8", "power"])
            {
                for (int first = 0; first < 3; first++)
                {
                    data.Add(model, first, (first + 1) % 3, (first + 2) % 3);
                    data.Add(model, first, (first + 2) % 3, (first + 1) % 3);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Explore_SectionAgainstGracePeriodAndWriter_NineExecutions(string model, int first, int second, int third)
    {
        CheckedProgram program = Program(
            t =>
            {
                t.Store(X, 1);
                t.Fence(FenceKind.SyncRcu);
                t.Store(Y, 1);
            },
            t =>
            {
                t.Fence(FenceKind.RcuLock);
                _ = t.Load(X);
                _ = t.Load(Y);
                t.Fence(FenceKind.RcuUnlock);
            },
            t => t.Store(Y, 2));

        Assert.Equal(9, Explorer.Explore(program, Named(model), null, new ExplorationOptions { ThreadOrder = [first, second, third] }).Executions);
    }

    // The CPU of a section, even an empty one, has executed a full barrier after it or before it: what no hardware orders without the section (LKMM's axiom has it, too).
    [Theory]
    [InlineData("sc", false, false)]
    [InlineData("tso", false, false)]
    [InlineData("armv8", true, false)]
    [InlineData("power", true, false)]
    [InlineData("lkmm", true, false)]
    public void Explore_EmptySectionBetweenTwoReads_OrdersThem(string model, bool withoutSection, bool withSection)
    {
        Assert.Equal(withoutSection, FindsOldAfterNew(section: false));
        Assert.Equal(withSection, FindsOldAfterNew(section: true));

        bool FindsOldAfterNew(bool section)
        {
            var stale = new Stale();
            Explorer.Explore(
                Program(
                    t =>
                    {
                        t.Store(X, 1);
                        t.Fence(FenceKind.SyncRcu);
                        t.Store(Y, 1);
                    },
                    t =>
                    {
                        t.Observe("y", t.Load(Y));
                        if (section)
                        {
                            t.Fence(FenceKind.RcuLock);
                            t.Fence(FenceKind.RcuUnlock);
                        }

                        t.Observe("x", t.Load(X));
                    }),
                Named(model),
                stale);
            return stale.Found;
        }
    }

    [Fact]
    public void Explore_PlainAccessesWithoutOrder_DataRace()
    {
        CheckedProgram program = Program(t => t.Store(X, 1, Access.Plain), t => _ = t.Load(X));
        var races = new Races();

        Explorer.Explore(program, MemoryModel.Lkmm, races);

        Assert.Equal(2, races.Found.Count);
        Assert.All(races.Found, race => Assert.Equal(ViolationKind.DataRace, race?.Kind));
    }

    [Fact]
    public void Explore_LwsyncUnderLkmm_Refused() => Assert.Throws<UnsupportedEventException>(
        () => Explorer.Explore(Program(t => { t.Store(X, 1); t.Fence(FenceKind.LightSync); t.Store(Y, 1); }), MemoryModel.Lkmm));

    private static MemoryModel Named(string name) => MemoryModel.All.Single(m => m.Name == name);

    private sealed class Stale : IExecutionVisitor
    {
        public bool Found { get; private set; }

        public bool Visit(IExecution execution)
        {
            Found |= execution.TryGetObserved(1, "y", out ulong y) && y == 1 && execution.TryGetObserved(1, "x", out ulong x) && x == 0;
            return true;
        }
    }

    private sealed class Races : IExecutionVisitor
    {
        public List<FailureNote?> Found { get; } = [];

        public bool Visit(IExecution execution)
        {
            Found.Add(execution.DataRace);
            return true;
        }
    }
}
