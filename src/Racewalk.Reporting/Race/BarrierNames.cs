namespace Racewalk.Reporting.Race;

/// <summary>What orders two accesses of a thread, in the words of those who wrote it.</summary>
public sealed record BarrierNames
{
    /// <summary>The kernel's.</summary>
    public static BarrierNames Kernel { get; } = new()
    {
        Full = "smp_mb() between them",
        AfterAtomic = "a fully ordered read-modify-write, or smp_mb__after_atomic() after it",
        Write = "smp_wmb() between them",
        Read = "smp_rmb() between them",
        Acquire = "smp_load_acquire() for the first",
        Release = "smp_store_release() for the second",
        AcquireAtomic = "an acquire read-modify-write",
        ReleaseAtomic = "a release read-modify-write",
    };

    /// <summary>Those of Racewalk.Testing, where every read-modify-write is ordered already.</summary>
    public static BarrierNames DotNet { get; } = new()
    {
        Full = "Check.MemoryBarrier() between them",
        AfterAtomic = "Check.MemoryBarrier() between them",
        Write = "Check.WriteBarrier() between them",
        Read = "Check.ReadBarrier() between them",
        Acquire = "ReadAcquire() for the first",
        Release = "WriteRelease() for the second",
        AcquireAtomic = "Check.MemoryBarrier() between them",
        ReleaseAtomic = "Check.MemoryBarrier() between them",
    };

    /// <summary>A full barrier.</summary>
    public required string Full { get; init; }

    /// <summary>A read-modify-write before a read.</summary>
    public required string AfterAtomic { get; init; }

    /// <summary>A barrier between writes.</summary>
    public required string Write { get; init; }

    /// <summary>A barrier between reads.</summary>
    public required string Read { get; init; }

    /// <summary>An acquire of the first.</summary>
    public required string Acquire { get; init; }

    /// <summary>A release by the second.</summary>
    public required string Release { get; init; }

    /// <summary>An acquire by a first that is a read-modify-write.</summary>
    public required string AcquireAtomic { get; init; }

    /// <summary>A release by a second that is a read-modify-write.</summary>
    public required string ReleaseAtomic { get; init; }
}
