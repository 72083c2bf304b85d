using Racewalk.Classics;
using Racewalk.Executions;
using Racewalk.Models;
using Racewalk.Programs;
using static Racewalk.Exploration.Tests.Short;

namespace Racewalk.Exploration.Tests;

// Executions of Armv8 in which a read reads what its own thread brings about later in program order.
public sealed class LoadBufferingTests
{
    public static TheoryData<int, int, int> OrdersOfThree => new()
    {
        { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 }, { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 },
    };

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Explore_PlainLoadBuffering_FindsFour(int first, int second)
    {
        var options = new ExplorationOptions { ThreadOrder = [first, second] };
        Assert.Equal(4, Explorer.Explore(LitmusShapes.LoadBuffering(), MemoryModel.Armv8, null, options).Executions);
    }

    [Theory]
    [MemberData(nameof(OrdersOfThree))]
    public void Explore_ReadBeforeAnAcquireThatReadsInitial_ReadsWhatTheStoreBringsAbout(int first, int second, int third)
    {
        CheckedProgram program = Program(
            t =>
            {
                Word r1 = t.Load(X);
                Word r0 = t.Load(Z, Access.Acquire);
                t.Store(Y, 1);
                t.Observe("r1", r1);
                t.Observe("r0", r0);
            },
            t => t.Store(X, t.Load(Z)),
            t => t.Store(Z, t.Load(Y) + 6));
        Outcomes found = Outcomes.Of("armv8", program, [first, second, third], "r1", "r0");
        Assert.Contains("r1=7 r0=0", found.Distinct);
        Assert.Equal(Outcomes.Of("armv8", program, "r1", "r0").Complete, found.Complete);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Explore_ReadBeforeAReleaseThatIsForwarded_ReadsWhatWasForwarded(int first, int second) => ReadsFive(
        [first, second],
        t =>
        {
            t.Store(Z, 5, Access.Release);
            return t.Load(Z);
        });

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Explore_ReadBeforeAStoreToItsLocationThatIsForwarded_ReadsWhatWasForwarded(int first, int second) => ReadsFive(
        [first, second],
        t =>
        {
            t.Store(X, 5);
            return t.Load(X);
        });

    private static void ReadsFive(int[] order, Func<ThreadContext, Word> forwarded)
    {
        CheckedProgram program = Program(
            t =>
            {
                Word r1 = t.Load(X);
                t.Store(Y, forwarded(t));
                t.Observe("r1", r1);
            },
            t => t.Store(X, t.Load(Y)));
        Outcomes found = Outcomes.Of("armv8", program, order, "r1");
        Assert.Contains("r1=5", found.Distinct);
        Assert.Equal(Outcomes.Of("armv8", program, "r1").Complete, found.Complete);
        Assert.DoesNotContain("r1=5", Outcomes.Of("sc", program, "r1").Distinct);
        Assert.DoesNotContain("r1=5", Outcomes.Of("tso", program, "r1").Distinct);
    }

    // The exchange comes before P0's store in coherence, and depends on it. Armv8 has coherence in its order; for LKMM and Power nothing is wrong with that. Found by random programs: the exchange's
    // write was taken to be before what follows it in coherence, so the execution was lost.
    [Theory]
    [MemberData(nameof(OrdersOfThree))]
    public void Explore_ExchangeBeforeAStoreThatItDependsOn_IsThereUnlessCoherenceIsInTheOrder(int first, int second, int third)
    {
        foreach (string engine in (string[])["lkmm", "power", "armv8"])
        {
            Access access = engine == "lkmm" ? Access.None : Access.Exclusive;
            CheckedProgram program = Program(
                t =>
                {
                    t.Observe("y", t.Load(Y));
                    t.Store(Z, 1);
                },
                t => t.Store(X, t.Load(Z)),
                t =>
                {
                    Word x = t.Load(X);
                    t.Observe("x", x);
                    Word z = t.Exchange(Z, x + 1, access);
                    t.Observe("z", z);
                    t.Store(Y, z + 7);
                });
            Outcomes found = Outcomes.Of(engine, program, [first, second, third], "y", "x", "z");
            Assert.Equal(engine != "armv8", found.Complete.ContainsKey("y=7 x=1 z=0"));
            Assert.Equal(engine == "armv8" ? 18 : 20, found.Complete.Values.Sum());
        }
    }

    // An acquire of what a read-modify-write of its thread wrote is behind that operation's read, not its write (AXIOMS §4b, rmw;lmrs;[A ∪ Q]).
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Explore_AcquireOfAnOwnExclusive_DoesNotWaitForItsWrite(int first, int second)
    {
        CheckedProgram program = Program(
            t =>
            {
                t.Fence(FenceKind.DsbFull);
                t.Store(Y, 1);
                t.Fence(FenceKind.DsbFull);
                t.Observe("x", t.Load(X));
            },
            t =>
            {
                t.Exchange(X, 2, Access.Exclusive | Access.Acquire);
                t.Observe("own", t.Load(X, Access.AcquirePc));
                Word y = t.Load(Y);
                t.Observe("y", t.Load(Y + (y ^ y)));
            });
        Outcomes found = Outcomes.Of("armv8", program, [first, second], "x", "own", "y");
        Assert.Contains("x=0 own=2 y=0", found.Distinct);
        Assert.Equal(6, found.Complete.Values.Sum());
    }

    // The second exchange takes its value from the first one's write while that is still a hole, so its own write has to wait for it.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Explore_AcquireExchangeOfAnOwnExchange_LetsItsWriteLag(int first, int second)
    {
        CheckedProgram program = Program(
            t =>
            {
                Word r0 = t.Load(Y);
                t.Exchange(Z, r0 ^ r0, Access.Atomic);
                t.Observe("own", t.Exchange(Z, 1, Access.Exclusive | Access.Acquire));
                t.Store(X, 1);
            },
            t =>
            {
                t.Observe("x", t.Load(X));
                t.Observe("other", t.Exchange(Z, 1, Access.Atomic));
            });
        Outcomes found = Outcomes.Of("armv8", program, [first, second], "x", "own", "other");
        Assert.Contains("x=1 own=0 other=1", found.Distinct);
        Assert.Equal(6, found.Complete.Values.Sum());
    }
}
