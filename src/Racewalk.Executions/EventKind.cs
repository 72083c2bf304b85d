namespace Racewalk.Executions;

/// <summary>What an event of an execution graph does.</summary>
public enum EventKind : byte
{
    /// <summary>Reads one location. The read part of a read-modify-write is a read, too.</summary>
    Read,

    /// <summary>Writes one location. The write part of a read-modify-write is a write, too.</summary>
    Write,

    /// <summary>A barrier; it touches no location.</summary>
    Fence,

    /// <summary>A free choice between alternatives, such as "the hypervisor has preempted this vCPU". Outside the memory model.</summary>
    Choice,

    /// <summary>Sends an inter-processor interrupt to one CPU. Outside the memory model except that it precedes its delivery.</summary>
    Send,

    /// <summary>A point where a CPU with interrupts enabled looks at its pending interrupts and takes one or none.</summary>
    Poll,
}

/// <summary>How a memory access is annotated. Values combine.</summary>
[Flags]
public enum Access : ushort
{
    /// <summary>A relaxed single-copy-atomic access (READ_ONCE, WRITE_ONCE; LDR, STR).</summary>
    None = 0,

    /// <summary>Load-acquire (LDAR, LDAXR, LDADDA…). On a read-modify-write it orders the read part.</summary>
    Acquire = 1,

    /// <summary>Load-acquire with RCpc ordering (LDAPR).</summary>
    AcquirePc = 2,

    /// <summary>Store-release (STLR, STLXR, LDADDL…). On a read-modify-write it orders the write part.</summary>
    Release = 4,

    /// <summary>Read-modify-write made of a load-exclusive and a store-exclusive.</summary>
    Exclusive = 8,

    /// <summary>Read-modify-write in one instruction (x86 LOCK-prefixed, Arm LSE).</summary>
    Atomic = 16,
}

/// <summary>The barriers that the memory models know.</summary>
public enum FenceKind : byte
{
    /// <summary>Orders everything: MFENCE, DMB SY, DMB ISH, sync.</summary>
    Full,

    /// <summary>Orders earlier reads before later accesses: DMB LD.</summary>
    Load,

    /// <summary>Orders earlier writes before later writes: DMB ST.</summary>
    Store,

    /// <summary>Context synchronisation: ISB, isync, exception entry and return.</summary>
    ContextSync,

    /// <summary>Completes everything before it: DSB SY, DSB ISH.</summary>
    DsbFull,

    /// <summary>Completes earlier reads before anything later: DSB LD.</summary>
    DsbLoad,

    /// <summary>Completes earlier writes before anything later: DSB ST.</summary>
    DsbStore,
}
