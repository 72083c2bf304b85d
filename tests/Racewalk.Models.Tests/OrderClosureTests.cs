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
        Assert.True(closure.TryAdd(graph, write, default));

        // The first read sees the write, those after it do not: each closes a cycle with the write.
        int sees = Add(graph, slots, thread: 1, index: 0, EventKind.Read, write);
        Assert.True(closure.TryAdd(graph, sees, default));
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

    private static int AddOnCycle(ExecutionGraph graph, SlotTable slots, OrderClosure closure, int index, EventSet local)
    {
        int slot = Add(graph, slots, thread: 1, index, EventKind.Read, source: -1);
        Assert.False(closure.TryAdd(graph, slot, local));
        closure.AddOnCycle(graph, slot, local);
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
