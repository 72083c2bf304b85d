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
