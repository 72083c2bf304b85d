using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Racewalk.Executions;

namespace Racewalk.Exploration.Clocks;

/// <summary>An event of the log. Its place in the log is its id and its stamp. 128 bytes; links are ids, -1 for none.</summary>
internal struct ClockEvent
{
    /// <summary>Per thread the number of its writes that the model orders before this event, a write counting itself.</summary>
    public Vector256<byte> Before;

    /// <summary>Per thread the number of its events in the causal prefix (program order and reads-from), itself included.</summary>
    public Vector256<byte> Prefix;

    /// <summary>The value read or written, the alternative chosen, for a poll 1 + the interrupt's sender.</summary>
    public ulong Value;

    public int Node;
    public int Location;

    /// <summary>Reads: the write read; -1 initial, <see cref="Dangling"/> while it is not in the log. Polls: the send taken.</summary>
    public int Source;

    public int CoherencePrevious;
    public int CoherenceNext;

    /// <summary>The read of the same location added before.</summary>
    public int ReadPrevious;

    public int ProgramPrevious;

    /// <summary>The thread's chain ends before this event, see <see cref="ThreadCursor"/>.</summary>
    public int ReadChainPrevious;
    public int WriteChainPrevious;

    /// <summary>The thread's context before this event.</summary>
    public int Context;

    /// <summary>How long the trail was when this event was added.</summary>
    public int Trail;

    /// <summary>
    /// The event of the twin thread at the same place, if both have done the same so far; the write of the pair, if that is a read-modify-write that writes. Else -1. Set if the order has twins.
    /// </summary>
    public int Twin;

    public byte Thread;
    public EventKind Kind;
    public EventFlags Flags;
    public byte Index;

    /// <summary>Writes: which write of its thread it is, from 1.</summary>
    public byte WriteOrdinal;

    /// <summary>How many writes its thread had before it.</summary>
    public byte WritesBefore;

    public const int Initial = -1;
    public const int Dangling = -2;

    public readonly bool IsRmwWrite => Kind == EventKind.Write && (Flags & EventFlags.Rmw) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte Lane(ref Vector256<byte> clock, int thread) =>
        Unsafe.Add(ref Unsafe.As<Vector256<byte>, byte>(ref clock), thread);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SetLane(ref Vector256<byte> clock, int thread, byte value) =>
        Unsafe.Add(ref Unsafe.As<Vector256<byte>, byte>(ref clock), thread) = value;
}

/// <summary>What else is to be known of an event.</summary>
[Flags]
internal enum EventFlags : byte
{
    None = 0,

    /// <summary>The read or write part of a read-modify-write.</summary>
    Rmw = 1,

    /// <summary>A read whose value does not satisfy its await condition: the thread is blocked here.</summary>
    Unsatisfied = 2,

    /// <summary>The poll of a CPU whose task has ended.</summary>
    Idle = 4,

    /// <summary>A write or a send that an older event reads or takes: a revisit put it there.</summary>
    TakenByOlder = 8,
}
