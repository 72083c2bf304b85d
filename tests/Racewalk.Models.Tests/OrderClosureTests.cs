using Racewalk.Executions;

namespace Racewalk.Models.Tests;

public sealed class OrderClosureTests
{
    [Fact]
    public void Undo_SecondOfTwoCycles_FirstStays()
    {
        var slots = new SlotTable(2);
        var graph = new ExecutionGraph(slots);
        var closure = new OrderClosure();
        int write = Add(graph, slots, thread: 0, index: 0, EventKind.Write, source: -1);
        Assert.True(closure.TryAdd(graph, write, default, out _));

        // The first read sees the write, those after it do not: each closes a cycle with the write.
        int sees = Add(graph, slots, thread: 1, index: 0, EventKind.Read, write);
        Assert.True(closure.TryAdd(graph, sees, default, out _));
        int first = AddOnCycle(graph, slots, closure, index: 1, Set(sees));
        int mark = closure.Mark;
        AddOnCycle(graph, slots, closure, index: 2, Set(sees, first));
        closure.Undo(mark);

        Assert.True(closure.IsCyclic);
        Assert.True(closure.IsOnCycle(first));
        Assert.Equal(Set(write, sees, first), closure.CyclesOf(first));
        closure.Undo(0);
        Assert.False(closure.IsCyclic);
    }

    [Fact]
    public void TryKeep_NothingDeletedBefore_HoldsWhatWouldBeComputed()
    {
        var slots = new SlotTable(4);
        var (old, graph) = (new ExecutionGraph(slots), new ExecutionGraph(slots));
        int first = Add(old, slots, thread: 0, index: 0, EventKind.Write, source: -1);
        int target = Add(old, slots, thread: 1, index: 0, EventKind.Read, first);
        int kept = Add(old, slots, thread: 2, index: 0, EventKind.Read, first);
        int deleted = Add(old, slots, thread: 2, index: 1, EventKind.Read, first);
        OrderClosure before = Closed(old, first, target, kept, deleted);
        int write = Revisit(old, graph, slots, target, first, Set(first, kept, target));

        var closure = new OrderClosure();
        Assert.True(closure.TryKeep(graph, before, write, target));
        Assert.True(closure.TryAdd(graph, write, default, out _));
        Assert.True(closure.TryAdd(graph, target, default, out _));

        Assert.Equal(Set(first), closure.UpTo(Set(first)));
        Assert.Equal(Set(first, kept), closure.UpTo(Set(kept)));
        Assert.Equal(Set(first, kept, write), closure.UpTo(Set(write)));
        Assert.Equal(Set(first, kept, write, target), closure.UpTo(Set(target)));
        Assert.False(closure.IsCyclic);
    }

    [Fact]
    public void TryKeep_TargetBeforeSomethingKept_Refuses()
    {
        var slots = new SlotTable(4);
        var (old, graph) = (new ExecutionGraph(slots), new ExecutionGraph(slots));
        int target = Add(old, slots, thread: 1, index: 0, EventKind.Read, source: -1);
        int first = Add(old, slots, thread: 0, index: 0, EventKind.Write, source: -1);
        OrderClosure before = Closed(old, target, first);
        int write = Revisit(old, graph, slots, target, first, Set(first, target));

        Assert.False(new OrderClosure().TryKeep(graph, before, write, target));
    }

    private static OrderClosure Closed(ExecutionGraph graph, params int[] added)
    {
        var closure = new OrderClosure();
        Assert.All(added, slot => Assert.True(closure.TryAdd(graph, slot, default, out _)));
        return closure;
    }

    /// <summary>What a write of a further thread, last in coherence, leaves when it revisits a read.</summary>
    private static int Revisit(ExecutionGraph old, ExecutionGraph graph, SlotTable slots, int target, int place, EventSet kept)
    {
        graph.CopyFrom(old);
        graph.Restrict(kept);
        int write = slots.Get(3, 0);
        graph.Events[write] = new GraphEvent { Kind = EventKind.Write, Thread = 3, Source = -1, Partner = -1 };
        graph.Link(write, place);
        graph.Add(write);
        graph.Events[target].Source = write;
        return write;
    }

    private static int AddOnCycle(ExecutionGraph graph, SlotTable slots, OrderClosure closure, int index, EventSet local)
    {
        int slot = Add(graph, slots, thread: 1, index, EventKind.Read, source: -1);
        Assert.False(closure.TryAdd(graph, slot, local, out EventSet before));
        EventSet cycles = closure.CyclesThrough(graph, slot, before);
        closure.AddOnCycle(graph, slot, before);
        Assert.Equal(closure.CyclesOf(slot), cycles);
        return slot;
    }

    private static int Add(ExecutionGraph graph, SlotTable slots, int thread, int index, EventKind kind, int source)
    {
        int slot = slots.Get(thread, index);
        graph.Events[slot] = new GraphEvent { Kind = kind, Thread = thread, Index = index, Source = source, Partner = -1 };
        if (kind == EventKind.Write)
        {
            graph.Link(slot, -1);
        }

        graph.Add(slot);
        return slot;
    }

    private static EventSet Set(params int[] slots)
    {
        EventSet set = default;
        foreach (int slot in slots)
        {
            set.Add(slot);
        }

        return set;
    }
}
