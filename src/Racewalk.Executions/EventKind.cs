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

    /// <summary>An instruction takes an exception because of what its walk read. Ordered by some models, and a context synchronisation.</summary>
    Fault,

    /// <summary>Ends cached translations of some addresses, of the own CPU or of all.</summary>
    Invalidate,
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

    /// <summary>An access that the compiler may do as it likes with, as LKMM has it: neither READ_ONCE nor WRITE_ONCE.</summary>
    Plain = 32,

    /// <summary>LKMM's MB: a value-returning read-modify-write that is a full barrier on either side if it succeeds.</summary>
    FullBarrier = 64,

    /// <summary>LKMM's NORETURN: a void atomic, whose read smp_rmb does not order.</summary>
    NoReturn = 128,

    /// <summary>LKMM's LKR and LKW: the read-modify-write that takes a spinlock.</summary>
    Lock = 256,

    /// <summary>LKMM's UL: the store that gives a spinlock back.</summary>
    Unlock = 512,

    /// <summary>
    /// Made by a page walk and not by an instruction: a read of a descriptor, and the hardware's update of it. An access, fault or further walk read
    /// with an address dependency on such a read is what was translated by it.
    /// </summary>
    Walk = 1024,
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

    /// <summary>Power's lwsync: orders all but a write before a read. What precedes it stays before it for everybody who sees what follows it.</summary>
    LightSync,

    /// <summary>Power's eieio on ordinary memory: orders writes before writes.</summary>
    Eieio,

    /// <summary>
    /// x86's TLBSYNC and Power's tlbsync: waits for the broadcast invalidations of its CPU to be done everywhere. On Power a sync that follows waits for it. Orders
    /// nothing else.
    /// </summary>
    TlbSync,

    /// <summary>LKMM's smp_rmb: orders reads before reads.</summary>
    ReadRead,

    /// <summary>LKMM's smp_mb__before_atomic: a full barrier if a read-modify-write follows.</summary>
    BeforeAtomic,

    /// <summary>LKMM's smp_mb__after_atomic: a full barrier if a read-modify-write precedes.</summary>
    AfterAtomic,

    /// <summary>LKMM's smp_mb__after_spinlock: a full barrier if taking a spinlock precedes.</summary>
    AfterSpinlock,

    /// <summary>LKMM's smp_mb__after_unlock_lock: makes a full barrier of an unlock and a lock that follows it, of one CPU or of one lock.</summary>
    AfterUnlockLock,

    /// <summary>rcu_read_lock: the beginning of a read-side section. Orders nothing by itself.</summary>
    RcuLock,

    /// <summary>rcu_read_unlock: the end of a read-side section. Orders nothing by itself.</summary>
    RcuUnlock,

    /// <summary>synchronize_rcu: a full barrier, and a grace period.</summary>
    SyncRcu,
}
