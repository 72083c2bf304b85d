using Racewalk.Executions;
using Racewalk.Litmus.Semantics;
using Racewalk.Programs;

namespace Racewalk.Litmus.Exploring;

/// <summary>
/// One operation of a thread, as the explorer performs it. Two paths go together as long as their steps are equal, so what identifies a step and nothing
/// else is in it.
/// </summary>
internal sealed record ThreadStep
{
    /// <summary>What it does: <see cref="OperationKind.Read"/>, Write, Rmw, Fence, Fault or Invalidate.</summary>
    public required OperationKind Kind { get; init; }

    /// <summary>The location; -1 for fences.</summary>
    public int Location { get; init; } = -1;

    /// <summary>How it is annotated.</summary>
    public Access Access { get; init; }

    /// <summary>For fences: which.</summary>
    public FenceKind Fence { get; init; }

    /// <summary>For reads: how many reads come before it in the thread; otherwise -1.</summary>
    public int Ordinal { get; init; } = -1;

    /// <summary>What is written.</summary>
    public Expr Value { get; init; }

    /// <summary>For read-modify-writes: what is computed.</summary>
    public RmwKind Rmw { get; init; }

    /// <summary>For read-modify-writes: the operand, which may be 0 − x where the dialect subtracts x.</summary>
    public Expr Operand { get; init; }

    /// <summary>For conditional read-modify-writes: what the value read is compared with.</summary>
    public Expr Comparand { get; init; }

    /// <summary>For the reads of walks: what the walk makes of the descriptor; otherwise null.</summary>
    public WalkRule? Walk { get; init; }

    /// <summary>For faults: the class.</summary>
    public FaultClass Fault { get; init; }

    /// <summary>For invalidations: of what.</summary>
    public Invalidation? Invalidation { get; init; }

    /// <summary>The value without which the thread does not go on; null for any.</summary>
    public ulong? Awaited { get; init; }

    /// <summary>Whether a read belongs to an atomic operation, be it successful or not.</summary>
    public bool IsAtomic { get; init; }

    /// <summary>Reads that the address depends on, as the dialect has it.</summary>
    public ReadSet AddressReads { get; init; }

    /// <summary>Reads that the data depends on.</summary>
    public ReadSet DataReads { get; init; }

    /// <summary>Reads that it depends on by control.</summary>
    public ReadSet ControlReads { get; init; }

    /// <summary>Whether a read-modify-write writes only if the value read is right.</summary>
    public bool IsConditional => Kind == OperationKind.Rmw && Rmw is RmwKind.CompareExchange or RmwKind.AddUnless;

    /// <summary>Whether it writes, at least if the value read is right; the hardware's updates are none.</summary>
    public bool IsWrite => Kind is OperationKind.Write or OperationKind.Rmw && Walk is null;

    /// <summary>Whether it reads.</summary>
    public bool IsRead => Kind is OperationKind.Read or OperationKind.Rmw;
}
