namespace Racewalk.Executions;

/// <summary>An event of an <see cref="ExecutionGraph"/>. Fields are plain for speed; only the graph's owner changes them.</summary>
public struct GraphEvent
{
    /// <summary>What it does.</summary>
    public EventKind Kind;

    /// <summary>Annotation of an access; of a read-modify-write the part that belongs to this event.</summary>
    public Access Access;

    /// <summary>For fences: which.</summary>
    public FenceKind Fence;

    /// <summary>
    /// Whether the place is empty for good: it is the write's of a read-modify-write that does not write. The place is kept so that what comes later
    /// in program order has the same place whether it writes or not.
    /// </summary>
    public bool IsVoid;

    /// <summary>Whether it is the read or write part of a read-modify-write, be it successful or not.</summary>
    public bool IsRmw;

    /// <summary>For polls: whether the CPU's task has ended.</summary>
    public bool IsIdle;

    /// <summary>For reads: whether the value does not satisfy the await condition; the thread is blocked here.</summary>
    public bool IsUnsatisfied;

    /// <summary>Whether something of its causal prefix was not there when the event was added, so that the prefix is more than <see cref="Past"/> once it is.</summary>
    public bool IsPastOpen;

    /// <summary>For the write of a read-modify-write: whether its read may be used without it, as the write is ordered behind more, unless <see cref="IsPastOpen"/> is set for one of the two.</summary>
    public bool CanLag;

    /// <summary>
    /// For the read of a conditional read-modify-write: whether the operation stands as failed although the value read makes it succeed. Such a graph
    /// is no execution until the read is given another source.
    /// </summary>
    public bool IsProvisional;

    /// <summary>For reads of walks: what the walk made of the value read.</summary>
    public WalkOutcome Outcome;

    /// <summary>For reads of walks: whether it is of the rest of the entry that the read before it begins, so that the two are cached together.</summary>
    public bool JoinsPrevious;

    /// <summary>For invalidations: whether it is for its own CPU only.</summary>
    public bool IsLocal;

    /// <summary>The thread.</summary>
    public int Thread;

    /// <summary>Place in the thread's program order.</summary>
    public int Index;

    /// <summary>Dense number of the location; for sends the target CPU; otherwise -1.</summary>
    public int Location;

    /// <summary>When it was added: greater is younger.</summary>
    public int Stamp;

    /// <summary>For reads of walks: what an invalidation tells them by, see <see cref="InvalidationScope"/>.</summary>
    public uint Tag;

    /// <summary>The owner's handle of the operation.</summary>
    public int Node;

    /// <summary>The owner's handle of the context before the event.</summary>
    public int Context;

    /// <summary>The value read or written, the alternative chosen, for polls 1 + the sender, for invalidations their scope.</summary>
    public ulong Value;

    /// <summary>
    /// Reads: the slot of the write read, -1 the initial value. It need not be present: a CPU's own write that is forwarded before it is
    /// performed. Polls: the slot of the send taken, -1 none.
    /// </summary>
    public int Source;

    /// <summary>The slot of the other part of a successful read-modify-write, present or not; -1 otherwise.</summary>
    public int Partner;

    /// <summary>Writes: coherence predecessor, -1 the initial value.</summary>
    public int CoherencePrevious;

    /// <summary>Writes: coherence successor, -1 none.</summary>
    public int CoherenceNext;

    /// <summary>Reads of the same context that its address depends on.</summary>
    public EventSet AddressReads;

    /// <summary>Reads of the same context that its data depends on.</summary>
    public EventSet DataReads;

    /// <summary>Reads of the same context that were branched on before.</summary>
    public EventSet ControlReads;

    /// <summary>Events of its own thread that the model orders before it.</summary>
    public EventSet LocalOrder;

    /// <summary>Direct predecessors in its causal prefix, see the models' documentation.</summary>
    public EventSet Prefix;

    /// <summary>Its causal prefix as it was when the event was added.</summary>
    public EventSet Past;

    /// <summary>Whether it reads or writes memory.</summary>
    public readonly bool IsAccess => Kind is EventKind.Read or EventKind.Write;

    /// <summary>Whether it is a page walk's read, or the update of a descriptor by the hardware.</summary>
    public readonly bool IsWalk => (Access & Access.Walk) != 0;
}
