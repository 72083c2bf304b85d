namespace Racewalk.Exploration.Clocks;

/// <summary>Where a thread stands.</summary>
internal struct ThreadCursor
{
    /// <summary>The next operation; -1 if it is not known yet, then it follows <see cref="LastNode"/> on <see cref="LastValue"/>.</summary>
    public int Node;
    public int LastNode;
    public ulong LastValue;

    /// <summary>The last event in program order, and the last one that later reads, respectively writes, are ordered after.</summary>
    public int ProgramLast;
    public int ReadChain;
    public int WriteChain;

    /// <summary>The twin of the event that is added next, see <see cref="ClockEvent.Twin"/>; up to date while this thread adds an event.</summary>
    public int Twin;

    /// <summary>The interrupted contexts, see <see cref="Paths.ContextStack"/>.</summary>
    public int Context;

    /// <summary>The thread's place in the order of running.</summary>
    public byte Place;
    public byte Events;
    public byte Writes;
    public CursorState State;
}

/// <summary>What a thread can do.</summary>
internal enum CursorState : byte
{
    /// <summary>It can run.</summary>
    Running,

    /// <summary>It has read for a read-modify-write and must write at once.</summary>
    MustWrite,

    /// <summary>It waits: for a value, for an interrupt when idle, for an assumption, in a loop without effect.</summary>
    Blocked,

    /// <summary>Its task has ended and it waits for interrupts.</summary>
    Idle,

    /// <summary>It has finished.</summary>
    Finished,

    /// <summary>It stopped with a violation.</summary>
    Failed,

    /// <summary>A bound cut it.</summary>
    Cut,
}

/// <summary>A location of the log.</summary>
internal struct LocationState
{
    public int CoherenceFirst;
    public int CoherenceLast;
    public int ReadLast;

    public static LocationState Empty => new() { CoherenceFirst = -1, CoherenceLast = -1, ReadLast = -1 };
}
