namespace Racewalk.Exploration.Clocks;

/// <summary>A place in the search with alternatives left.</summary>
internal struct Frame
{
    public FrameKind Kind;

    /// <summary>The thread whose event has alternatives.</summary>
    public byte Thread;

    /// <summary>How long the log is before that event.</summary>
    public int Count;

    /// <summary>Reads: the source tried last. Writes: the coherence place tried last, or <see cref="NoPlace"/>. Choices and polls: the option tried last.</summary>
    public int Cursor;

    /// <summary>Writes and sends: revisits are tried of events from this one downward.</summary>
    public int Scan;

    /// <summary>The read or poll that is being revisited.</summary>
    public int Revisited;

    /// <summary>Which alternative was begun last: it grows with each that is, and is the same whenever the search comes there by the same decisions.</summary>
    public int Tried;

    /// <summary>Whether the alternatives that are left are explored by somebody else.</summary>
    public bool IsClosed;

    /// <summary>Graph search, writes: whether the event is still as it was when it was added, but for its place.</summary>
    public bool HasOrders;

    public const int NoPlace = -3;

    /// <summary>How many revisits lie below and in the last of some frames: the level that it stands in.</summary>
    public static int DepthOf(ReadOnlySpan<Frame> frames)
    {
        int depth = 0;
        foreach (ref readonly Frame f in frames)
        {
            depth += f.Kind == FrameKind.Revisit ? 1 : 0;
        }

        return depth;
    }
}

/// <summary>What has alternatives.</summary>
internal enum FrameKind : byte
{
    /// <summary>A read: other sources.</summary>
    Read,

    /// <summary>A write: other coherence places, then revisits.</summary>
    Write,

    /// <summary>A send: revisits of polls.</summary>
    Send,

    /// <summary>A choice: other alternatives.</summary>
    Choice,

    /// <summary>A poll: other pending interrupts.</summary>
    Poll,

    /// <summary>The bottom of a revisit: other coherence places of the revisiting write; then the level is dropped.</summary>
    Revisit,
}
