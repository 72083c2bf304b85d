using Racewalk.Executions;
using Racewalk.Exploration;
using Racewalk.Reporting.Order;
using Racewalk.Testing;

namespace Racewalk.Reporting.Tests;

public sealed class LinearisationTests
{
    private const ulong X = 1;
    private const ulong Y = 2;

    [Fact]
    public void Of_Interleaving_HasFewestSwitches()
    {
        // The writer passes a message; the reader spins once in vain. Two switches do.
        var b = new ExecutionBuilder(2);
        int early = b.Read(1, Y, 0);
        int x = b.Write(0, X, 1);
        int y = b.Write(0, Y, 1);
        int late = b.Read(1, Y, 1, y);
        int data = b.Read(1, X, 1, x);
        Linearisation linearisation = Linearisation.Of(b.Build());
        Assert.Equal([early, x, y, late, data], linearisation.Order);
        Assert.Equal(2, linearisation.ContextSwitches);
        Assert.Empty(linearisation.Swapped);
    }

    [Fact]
    public void Of_SeveralWithFewestSwitches_StartsWithTheLowestThread()
    {
        var b = new ExecutionBuilder(3);
        int two = b.Write(2, 30, 1);
        int one = b.Write(1, 20, 1);
        int zero = b.Write(0, 10, 1);
        Assert.Equal([zero, one, two], Linearisation.Of(b.Build()).Order);
        Assert.Equal([one, two, zero], Linearisation.Of(b.Build(), lastThread: 0).Order);
    }

    [Fact]
    public void Of_ReadModifyWrite_IsNotTornApart()
    {
        // Thread 1 reads the old value after thread 0 could have read, but not written.
        var b = new ExecutionBuilder(2);
        (int read, int write) = b.Rmw(0, X, 0, 1);
        int old = b.Read(1, X, 0);
        Assert.Equal([old, read, write], Linearisation.Of(b.Build()).Order);
    }

    [Fact]
    public void Of_StoreBuffering_SwapsStoreAndLoadAndAsksForTheOtherBarrierToo()
    {
        var b = new ExecutionBuilder(2);
        int wx = b.Write(0, X, 1);
        int ry = b.Read(0, Y, 0);
        int wy = b.Write(1, Y, 1);
        int rx = b.Read(1, X, 0);
        Linearisation linearisation = Linearisation.Of(b.Build(), "tso");
        SwappedAccesses swap = Assert.Single(linearisation.Swapped);
        Assert.Equal((wx, ry), (swap.First, swap.Second));
        Assert.Equal([(wy, rx)], swap.AlsoUnordered);
        Assert.Equal([wy, rx, wx, ry], linearisation.Order);
    }

    [Fact]
    public void Of_StoreBufferingWithOneBarrier_SwapsWhereThereIsNone()
    {
        var b = new ExecutionBuilder(2);
        b.Write(0, X, 1);
        b.Fence(0);
        b.Read(0, Y, 0);
        int wy = b.Write(1, Y, 1);
        int rx = b.Read(1, X, 0);
        SwappedAccesses swap = Assert.Single(Linearisation.Of(b.Build(), "tso").Swapped);
        Assert.Equal((wy, rx), (swap.First, swap.Second));
        Assert.Empty(swap.AlsoUnordered);
    }

    [Fact]
    public void Of_FullyOrderedAtomicOnOneSide_BlamesTheOther()
    {
        // CPU 1's atomic is acquire and release in one instruction; CPU 0's is neither.
        var b = new ExecutionBuilder(2);
        (_, int wx) = b.Rmw(0, X, 0, 1);
        int ry = b.Read(0, Y, 0);
        b.Rmw(1, Y, 0, 1, access: Access.Atomic | Access.Acquire | Access.Release);
        b.Read(1, X, 0);
        SwappedAccesses swap = Assert.Single(Linearisation.Of(b.Build(), "armv8").Swapped);
        Assert.Equal((wx, ry), (swap.First, swap.Second));
        Assert.Empty(swap.AlsoUnordered);
    }

    [Fact]
    public void Of_StoreBufferingWithForwarding_BlamesStoreAndLoadOnly()
    {
        // Each CPU reads its own store before the others see it.
        var b = new ExecutionBuilder(2);
        int wx = b.Write(0, X, 1);
        b.Read(0, X, 1, wx);
        int ry = b.Read(0, Y, 0);
        int wy = b.Write(1, Y, 1);
        b.Read(1, Y, 1, wy);
        b.Read(1, X, 0);
        SwappedAccesses swap = Assert.Single(Linearisation.Of(b.Build(), "tso").Swapped);
        Assert.Equal((wx, ry), (swap.First, swap.Second));
    }

    [Fact]
    public void Of_MessagePassingWithoutReadBarrier_SwapsTheLoads()
    {
        var b = new ExecutionBuilder(2);
        b.Write(0, X, 1);
        b.Fence(0, FenceKind.Store);
        int flag = b.Write(0, Y, 1);
        int ry = b.Read(1, Y, 1, flag);
        int rx = b.Read(1, X, 0);
        Linearisation linearisation = Linearisation.Of(b.Build(), "armv8");
        SwappedAccesses swap = Assert.Single(linearisation.Swapped);
        Assert.Equal((ry, rx), (swap.First, swap.Second));
        Assert.Empty(swap.AlsoUnordered);
        Assert.Equal(rx, linearisation.Order[^1]);
    }

    [Fact]
    public void Of_MessagePassingWithoutWriteBarrier_SwapsTheStores()
    {
        var b = new ExecutionBuilder(2);
        int data = b.Write(0, X, 1);
        int flag = b.Write(0, Y, 1);
        b.Read(1, Y, 1, flag);
        b.Read(1, X, 0, operation: new Racewalk.Programs.Operation { AddressReads = ExecutionBuilder.Reads(0) });
        SwappedAccesses swap = Assert.Single(Linearisation.Of(b.Build(), "armv8").Swapped);
        Assert.Equal((data, flag), (swap.First, swap.Second));
        Assert.Empty(swap.AlsoUnordered);
    }

    [Fact]
    public void Of_LoadBuffering_ShowsTheStoreBeforeItsReader()
    {
        var b = new ExecutionBuilder(2);
        var data = new Racewalk.Programs.Operation { DataReads = ExecutionBuilder.Reads(0) };
        int ry = b.Read(1, Y, 1, 2);
        int wx = b.Write(1, X, 1, operation: data);
        // The store that closes the circle is the third event.
        int wy = b.Write(0, Y, 1);
        int rx = b.Read(0, X, 1, wx);
        Execution execution = Reorder(b.Build(), rx, wy);
        Linearisation linearisation = Linearisation.Of(execution, "armv8");
        SwappedAccesses swap = Assert.Single(linearisation.Swapped);
        Assert.Equal((rx, wy), (swap.First, swap.Second));
        Assert.Equal([wy, ry, wx, rx], linearisation.Order);
    }

    [Fact]
    public void Of_DelayedStoreWithAccessesBetween_ReportsOnePair()
    {
        var b = new ExecutionBuilder(2);
        int wx = b.Write(0, X, 1);
        for (ulong i = 0; i < 12; i++)
        {
            b.Read(0, 100 + i, 0);
            b.Write(0, 200 + i, 0);
        }

        int ry = b.Read(0, Y, 0);
        b.Write(1, Y, 1);
        b.Fence(1);
        b.Read(1, X, 0);
        SwappedAccesses swap = Assert.Single(Linearisation.Of(b.Build(), "armv8").Swapped);
        Assert.Equal((wx, ry), (swap.First, swap.Second));
    }

    // Exchanges two neighbours of one thread in program order.
    private static Execution Reorder(Execution execution, int first, int second)
    {
        ExecutionEvent[] events = [.. execution.Events];
        int thread = events[first].Thread;
        (int a, int b) = (events[second].Index, events[first].Index);
        events[first] = events[first] with { Index = a };
        events[second] = events[second] with { Index = b };
        ExecutionThread[] threads = [.. execution.Threads];
        threads[thread] = new ExecutionThread
        {
            Status = threads[thread].Status,
            Events = [.. threads[thread].Events.OrderBy(id => events[id].Index)],
            FinalNotes = threads[thread].FinalNotes,
        };
        return new Execution { Events = events, Threads = threads, Final = execution.Final, IsDeadlock = false };
    }
}
