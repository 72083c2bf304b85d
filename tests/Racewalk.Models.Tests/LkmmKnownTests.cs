using Racewalk.Executions;

namespace Racewalk.Models.Tests;

public sealed class LkmmKnownTests
{
    [Theory]
    [InlineData(Access.Release, false, true)]
    [InlineData(Access.None, false, false)]
    [InlineData(Access.Release, true, true)]
    public void Has_MessagePassing_NeedsARelease(Access access, bool isPassedOn, bool expected)
    {
        var slots = new SlotTable(3);
        var graph = new ExecutionGraph(slots);
        int data = Add(graph, slots, 0, 0, EventKind.Write, Access.None, location: 0);
        int flag = Add(graph, slots, 0, 1, EventKind.Write, access, location: 1, before: Set(data));
        int seen = flag;
        if (isPassedOn)
        {
            int middle = Add(graph, slots, 1, 0, EventKind.Read, Access.None, location: 1, source: flag);
            seen = Add(graph, slots, 1, 1, EventKind.Write, Access.Release, location: 2, before: Set(middle));
        }

        int read = Add(graph, slots, 2, 0, EventKind.Read, Access.Acquire, graph.Events[seen].Location, seen);
        Assert.Equal(expected, LkmmKnown.Has(graph, Set(read), data));
    }

    [Fact]
    public void Has_FlagReadByAnAtomicThatFailed_IsNotKnown()
    {
        var slots = new SlotTable(2);
        var graph = new ExecutionGraph(slots);
        int data = Add(graph, slots, 0, 0, EventKind.Write, Access.None, location: 0);
        int flag = Add(graph, slots, 0, 1, EventKind.Write, Access.Release, location: 1, before: Set(data));
        int read = Add(graph, slots, 1, 0, EventKind.Read, Access.Acquire, location: 1, flag);
        graph.Events[read].IsRmw = true;
        Assert.False(LkmmKnown.Has(graph, Set(read), data));
    }

    private static int Add(ExecutionGraph graph, SlotTable slots, int thread, int index, EventKind kind, Access access, int location, int source = -1, EventSet before = default)
    {
        int slot = slots.Get(thread, index);
        graph.Events[slot] = new GraphEvent { Kind = kind, Access = access, Thread = thread, Index = index, Location = location, Source = source, Partner = -1, LocalOrder = before };
        if (kind == EventKind.Write)
        {
            graph.Link(slot, graph.Last(location));
        }

        graph.Add(slot);
        return slot;
    }

    private static EventSet Set(params ReadOnlySpan<int> slots)
    {
        EventSet set = default;
        foreach (int slot in slots)
        {
            set.Add(slot);
        }

        return set;
    }
}
