using Racewalk.Executions;
using Racewalk.Models;

namespace Racewalk.Exploration.Graphs;

/// <summary>A graph with the cursors and the steps that led to it: what one level of revisits needs.</summary>
internal sealed class GraphLevel(SlotTable slots, IReadOnlyList<ulong> addresses)
{
    public readonly ExecutionGraph Graph = new(slots) { Addresses = addresses };
    public readonly OrderClosure Closure = new();
    public readonly GraphCursor[] Cursors = new GraphCursor[slots.ThreadCount];

    /// <summary>The cursors at the bottom of the level, before the revisitor is placed.</summary>
    public readonly GraphCursor[] Base = new GraphCursor[slots.ThreadCount];
    public readonly StepStack Steps = new();
    public int NextStamp;

    /// <summary>The writes and sends that an older event takes: those that revisited it. No revisit deletes one.</summary>
    public EventSet Stuck;

    /// <summary>The threads in which the revisit left holes, a bit each, be they filled by now or not.</summary>
    public uint Holed;

    /// <summary>How many writes of read-modify-writes were left out.</summary>
    public int LeftOut;

    /// <summary>How many reads stand as failed.</summary>
    public int Provisional;

    // What was kept, and the revisitor, by stamp.
    private readonly int[] _kept = new int[EventSet.Capacity];
    private int _keptCount;

    public void CopyFrom(GraphLevel other)
    {
        Graph.CopyFrom(other.Graph);
        Array.Copy(other.Cursors, Cursors, Cursors.Length);
        Steps.Clear();
        NextStamp = other.NextStamp;

        // What is kept without its write is met again.
        LeftOut = 0;
    }

    /// <summary>Begins with what is kept of another level, and a write or send that is added to it, which gives an event another source.</summary>
    public void Keep(GraphLevel other, EventSet kept, int revisitor, int target)
    {
        Graph.Restrict(kept);
        Provisional = 0;
        foreach (int slot in other.Provisional == 0 ? default : Graph.RmwReads)
        {
            Provisional += Graph.Events[slot].IsProvisional && slot != target ? 1 : 0;
        }

        int count = other.ByAge(_kept);
        _keptCount = 0;
        foreach (int slot in _kept.AsSpan(0, count))
        {
            if (kept.Contains(slot))
            {
                _kept[_keptCount++] = slot;
            }
        }

        _kept[_keptCount++] = revisitor;
    }

    /// <summary>Writes the events of the graph by stamp, the oldest first, and returns how many there are.</summary>
    public int ByAge(Span<int> slots)
    {
        _kept.AsSpan(0, _keptCount).CopyTo(slots);
        int count = _keptCount;
        foreach (ref readonly GraphStep step in Steps.All)
        {
            if (step.Slot >= 0)
            {
                slots[count++] = step.Slot;
            }
        }

        return count;
    }
}
