using Racewalk.Executions;

namespace Racewalk.Programs;

/// <summary>What a thread asks for next.</summary>
public enum OperationKind : byte
{
    /// <summary>Reads a location; with an await condition, blocks until the value satisfies it.</summary>
    Read,

    /// <summary>Reads and, if its condition holds, writes a location atomically.</summary>
    Rmw,

    /// <summary>Writes a location.</summary>
    Write,

    /// <summary>A barrier.</summary>
    Fence,

    /// <summary>A choice of <see cref="Operation.Operand"/> alternatives.</summary>
    Choice,

    /// <summary>Sends an inter-processor interrupt: <see cref="Operation.Address"/> is the target CPU, <see cref="Operation.Operand"/> the handler.</summary>
    Send,

    /// <summary>Looks for a pending interrupt.</summary>
    Poll,

    /// <summary>Takes a fault: <see cref="Operation.Operand"/> is its <see cref="FaultClass"/>.</summary>
    Fault,

    /// <summary>Invalidates translations: <see cref="Operation.Operand"/> is the packed <see cref="InvalidationScope"/>.</summary>
    Invalidate,

    /// <summary>The head of a loop; no event. An iteration that repeats the one before without effect blocks here.</summary>
    LoopHead,

    /// <summary>The thread has finished.</summary>
    End,

    /// <summary>The thread is blocked by an assumption that does not hold.</summary>
    Blocked,

    /// <summary>The thread found a violation and stopped.</summary>
    Failed,
}

/// <summary>What a read-modify-write computes from the value read (v), its operand (o) and its comparand (c).</summary>
public enum RmwKind : byte
{
    /// <summary>o</summary>
    Exchange,

    /// <summary>v + o</summary>
    Add,

    /// <summary>v &amp; o</summary>
    And,

    /// <summary>v | o</summary>
    Or,

    /// <summary>v ^ o</summary>
    Xor,

    /// <summary>o if v = c, else no write</summary>
    CompareExchange,

    /// <summary>v + o if v ≠ c, else no write</summary>
    AddUnless,

    /// <summary>What <see cref="Operation.Walk"/> makes of v, or no write: the hardware's update of a descriptor.</summary>
    Walk,
}

/// <summary>What an awaited value (v) must satisfy, for an operand (o) and a mask (m).</summary>
public enum AwaitKind : byte
{
    /// <summary>No condition: an ordinary read.</summary>
    None,

    /// <summary>v &amp; m = o</summary>
    Equal,

    /// <summary>v &amp; m ≠ o</summary>
    NotEqual,
}

/// <summary>One request of a thread, with the reads that decided its address, its data and its existence.</summary>
public record struct Operation
{
    /// <summary>What is asked for.</summary>
    public OperationKind Kind;

    /// <summary>For read-modify-writes: what is computed.</summary>
    public RmwKind Rmw;

    /// <summary>For reads and read-modify-writes: the condition that the value must satisfy for the thread to go on.</summary>
    public AwaitKind Await;

    /// <summary>For fences: which.</summary>
    public FenceKind Fence;

    /// <summary>For accesses: the annotation.</summary>
    public Access Access;

    /// <summary>For accesses that read: what the memory is taken for.</summary>
    public MemoryUse Use;

    /// <summary>The address; the target CPU of an interrupt.</summary>
    public ulong Address;

    /// <summary>The value stored, the operand of a read-modify-write, the number of alternatives, the handler of an interrupt.</summary>
    public ulong Operand;

    /// <summary>The comparand of a conditional read-modify-write.</summary>
    public ulong Comparand;

    /// <summary>What the awaited value is compared with.</summary>
    public ulong AwaitOperand;

    /// <summary>The mask of an await condition.</summary>
    public ulong AwaitMask;

    /// <summary>For the reads of page walks: what the walk makes of the value; otherwise null.</summary>
    public WalkRule? Walk;

    /// <summary>For the reads of page walks: what invalidations tell them by.</summary>
    public uint Tag;

    /// <summary>For invalidations: whether for the own CPU only.</summary>
    public bool IsLocal;

    /// <summary>Reads that the address depends on; those of walks say by what it is translated.</summary>
    public ReadSet AddressReads;

    /// <summary>Reads that the data depends on.</summary>
    public ReadSet DataReads;

    /// <summary>Reads that this context has branched on before.</summary>
    public ReadSet ControlReads;

    /// <summary>Those of them that the context only waited for, so that it goes on in one way whatever they return. Less may be said.</summary>
    public ReadSet WaitReads;

    /// <summary>Whether the awaited condition holds for a value read; true for operations without one.</summary>
    public readonly bool Satisfies(ulong value) => Await switch
    {
        AwaitKind.Equal => (value & AwaitMask) == AwaitOperand,
        AwaitKind.NotEqual => (value & AwaitMask) != AwaitOperand,
        _ => true,
    };

    /// <summary>Whether a value read shows that the thread uses memory that is not its own. It goes on until it branches on the value: before that, nothing depends on it.</summary>
    public readonly bool IsMistaken(ulong value) => Use.IsMistaken(value) && Satisfies(value);

    /// <summary>Whether a read-modify-write that reads <paramref name="value"/> also writes.</summary>
    public readonly bool Writes(ulong value) => Satisfies(value) && Rmw switch
    {
        RmwKind.CompareExchange => value == Comparand,
        RmwKind.AddUnless => value != Comparand,
        RmwKind.Walk => Walk!.Updates(value),
        _ => true,
    };

    /// <summary>What a read-modify-write that reads <paramref name="value"/> writes.</summary>
    public readonly ulong Result(ulong value) => Rmw switch
    {
        RmwKind.Add or RmwKind.AddUnless => unchecked(value + Operand),
        RmwKind.And => value & Operand,
        RmwKind.Or => value | Operand,
        RmwKind.Xor => value ^ Operand,
        RmwKind.Walk => Walk!.Updated(value),
        _ => Operand,
    };
}
