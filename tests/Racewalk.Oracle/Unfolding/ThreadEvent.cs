using Racewalk.Executions;

namespace Racewalk.Oracle.Unfolding;

/// <summary>
/// One event of one thread, with everything that the thread alone decides. Events are named by their place in the thread.
/// </summary>
internal sealed record ThreadEvent
{
    /// <summary>What it does.</summary>
    public required EventKind Kind { get; init; }

    /// <summary>0 in the thread's task; n in the n-th interrupt that it took.</summary>
    public required int Context { get; init; }

    /// <summary>For accesses: the location.</summary>
    public int Location { get; init; } = -1;

    /// <summary>The value read or written, the alternative chosen.</summary>
    public ulong Value { get; init; }

    /// <summary>For accesses: the annotation.</summary>
    public Access Access { get; init; }

    /// <summary>For fences: which.</summary>
    public FenceKind Fence { get; init; }

    /// <summary>Whether it belongs to a read-modify-write, successful or not.</summary>
    public bool IsRmw { get; init; }

    /// <summary>For the two events of a successful read-modify-write: the other one; otherwise -1.</summary>
    public int Partner { get; init; } = -1;

    /// <summary>
    /// For the write of a read-modify-write: whether what is written, or that anything is written, follows from the value read. False for
    /// an exchange that does not wait for a value.
    /// </summary>
    public bool FollowsFromPartner { get; init; }

    /// <summary>For a read: whether the thread waits here for another value.</summary>
    public bool Blocks { get; init; }

    /// <summary>For sends: the target thread.</summary>
    public int Target { get; init; } = -1;

    /// <summary>For sends: the handler. For polls: the handler of the interrupt taken, -1 for none.</summary>
    public int Handler { get; init; } = -1;

    /// <summary>The reads that the address depends on, as a set of events of the thread.</summary>
    public ulong AddressReads { get; init; }

    /// <summary>The reads that the value written depends on.</summary>
    public ulong DataReads { get; init; }

    /// <summary>The reads that were branched on before, in any context of the CPU.</summary>
    public ulong ControlReads { get; init; }
}
