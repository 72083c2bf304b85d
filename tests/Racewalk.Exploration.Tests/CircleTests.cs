using Racewalk.Executions;
using Racewalk.Exploration.Circles;
using Racewalk.Models;
using Racewalk.Programs;
using static Racewalk.Exploration.Tests.Short;

namespace Racewalk.Exploration.Tests;

// Executions in which dependencies and reads-from go in a circle are not built; under LKMM, which allows them through plain accesses, the result says so.
public sealed class CircleTests
{
    [Theory]
    [InlineData("lkmm", Access.Plain, Access.None, true)]
    [InlineData("lkmm", Access.None, Access.Plain, true)]
    [InlineData("lkmm", Access.None, Access.None, false)]
    [InlineData("armv8", Access.None, Access.None, false)]
    [InlineData("power", Access.None, Access.None, false)]
    public void Explore_FalseDependenciesInACircle_BoundIfThroughPlainAccesses(string model, Access load, Access store, bool bounded) => Check(
        model,
        bounded,
        t => { Word r = t.Load(X, load); t.Store(Y, r - r + 1, store); },
        t => { Word r = t.Load(Y); t.Store(X, r - r + 1); });

    [Fact]
    public void Explore_BranchThatOnlyACircleTakes_Bound() => Check(
        "lkmm",
        true,
        // Both at once are read in no execution without a circle: y is 2 only behind it.
        t =>
        {
            if (t.Load(X) == 1 && t.Load(Y) == 2)
            {
                t.Store(Z, 1, Access.Plain);
            }
        },
        t =>
        {
            t.Store(X, 0);
            t.Store(X, 1 + (t.Load(Z) * 0));
            t.Store(Y, 2);
        });

    [Fact]
    public void Explore_AddressThatGoesInACircle_Bound() => Check(
        "lkmm",
        true,
        t => t.Store(Y + (t.Load(X) * 0), 1, Access.Plain),
        t => t.Store(X, t.Load(Y) * 0 + 1));

    [Fact]
    public void Explore_CircleThroughAHandler_Bound()
    {
        CheckedProgram program = Program(
            [t => t.Store(Y, 1, Access.Plain)],
            t => t.Send(1, 0),
            t =>
            {
                t.Concretise(t.Load(X));
                t.Poll();
            },
            t => t.Store(X, t.Load(Y) * 0 + 1));
        Assert.Contains(DependencyCircles.Bound, Explorer.Explore(program, MemoryModel.Lkmm).Bounds);
    }

    // What a thread writes for itself and reads back carries a dependency as a register does, so happens-before has the circle.
    [Fact]
    public void Explore_CircleThroughAPlainLocal_NoBound() => Check(
        "lkmm",
        false,
        t =>
        {
            t.Store(Z, t.Load(X), Access.Plain);
            t.Store(Y, t.Load(Z, Access.Plain) * 0 + 1);
        },
        t => t.Store(X, t.Load(Y) * 0 + 1));

    [Fact]
    public void Explore_CircleWithinOneLocation_NoBound() => Check(
        "lkmm",
        false,
        t => t.Store(X, t.Load(X, Access.Plain) * 0 + 1, Access.Plain),
        t => t.Store(X, t.Load(X, Access.Plain) * 0 + 1, Access.Plain));

    [Fact]
    public void Explore_ValuesThatDoNotMeet_NoBound() => Check(
        "lkmm",
        false,
        t =>
        {
            if (t.Load(X) == 3)
            {
                t.Store(Y, 1, Access.Plain);
            }
        },
        t => t.Store(X, t.Load(Y) * 0 + 1));

    [Fact]
    public void Explore_WaitForAPlainFlag_NoBound() => Check(
        "lkmm",
        false,
        t =>
        {
            do
            {
                t.LoopHead("wait");
            }
            while (t.Load(X, Access.Plain) == 0);

            t.Load(Y, Access.Plain);
        },
        t =>
        {
            t.Store(Y, 1, Access.Plain);
            t.Store(X, 1);
        });

    [Fact]
    public void Explore_MoreWaysThanAreLookedAt_Bound()
    {
        static void Count(ThreadContext t)
        {
            for (int i = 0; i < 6; i++)
            {
                t.Store(X, t.Load(X, Access.Plain) + 1, Access.Plain);
            }
        }

        Check("lkmm", true, Count, t => t.Load(X));
    }

    [Fact]
    public void Explore_CodeThatCannotTakeAValue_Bound() => Check(
        "lkmm",
        true,
        t =>
        {
            t.Store(X, 1, Access.Plain);
            if (t.Load(X) == 0)
            {
                throw new InvalidOperationException("a thread reads its own write");
            }
        },
        t => t.Load(Y));

    [Fact]
    public void LooksForCircles_Off_NoBound()
    {
        CheckedProgram program = Program(t => t.Store(Y, t.Load(X) * 0 + 1, Access.Plain), t => t.Store(X, t.Load(Y) * 0 + 1));
        Assert.True(Explorer.Explore(program, MemoryModel.Lkmm, null, new ExplorationOptions { LooksForCircles = false }).IsExhaustive);
    }

    private static void Check(string model, bool bounded, params ThreadBody[] threads)
    {
        foreach (int[] order in new int[][] { [0, 1], [1, 0] })
        {
            ExplorationResult result = Engines.Explore(model, Program(threads), null, new ExplorationOptions { ThreadOrder = order });
            Assert.Equal(bounded ? [DependencyCircles.Bound] : [], result.Bounds);
        }
    }
}
