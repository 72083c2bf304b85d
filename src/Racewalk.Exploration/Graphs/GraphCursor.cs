using Racewalk.Exploration.Clocks;

namespace Racewalk.Exploration.Graphs;

/// <summary>Where a thread stands: before its first place in program order that is empty.</summary>
internal struct GraphCursor
{
    /// <summary>The next operation; -1 if it is not known yet, then it follows <see cref="LastNode"/> on <see cref="LastValue"/>.</summary>
    public int Node;
    public int LastNode;
    public ulong LastValue;

    /// <summary>The place in program order.</summary>
    public int Index;

    /// <summary>What contexts that have ended branched on: it controls what the CPU does later.</summary>
    public Racewalk.Executions.EventSet Control;

    /// <summary>The interrupted contexts.</summary>
    public int Context;

    public CursorState State;
}

/// <summary>One forward step, to be undone.</summary>
/// <param name="Slot">The event added; -1 if a write was left out.</param>
/// <param name="Thread">The thread.</param>
/// <param name="Cursor">The thread's cursor before.</param>
/// <param name="Mark">How much of the closure was there before.</param>
internal readonly record struct GraphStep(int Slot, int Thread, GraphCursor Cursor, int Mark);

/// <summary>A graph with the cursors and the steps that led to it: what one level of revisits needs.</summary>
internal sealed class GraphLevel(Racewalk.Executions.SlotTable slots, IReadOnlyList<ulong> addresses)
{
    public readonly Racewalk.Executions.ExecutionGraph Graph = new(slots) { Addresses = addresses };
    public readonly Racewalk.Models.OrderClosure Closure = new();
    public readonly GraphCursor[] Cursors = new GraphCursor[slots.ThreadCount];

    /// <summary>The cursors at the bottom of the level, before the revisitor is placed.</summary>
    public readonly GraphCursor[] Base = new GraphCursor[slots.ThreadCount];
    public readonly List<GraphStep> Steps = [];
    public int NextStamp;

    // What was kept, and the revisitor, by stamp.
    private readonly int[] _kept = new int[Racewalk.Executions.EventSet.Capacity];
    private int _keptCount;

    public void CopyFrom(GraphLevel other)
    {
        Graph.CopyFrom(other.Graph);
        Array.Copy(other.Cursors, Cursors, Cursors.Length);
        Steps.Clear();
        NextStamp = other.NextStamp;
    }

    /// <summary>Begins with what is kept of another level, and a write or send that is added to it.</summary>
    public void Keep(GraphLevel other, Racewalk.Executions.EventSet kept, int revisitor)
    {
        Graph.Restrict(kept);
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
        foreach (ref readonly GraphStep step in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(Steps))
        {
            if (step.Slot >= 0)
            {
                slots[count++] = step.Slot;
            }
        }

        return count;
    }
}
