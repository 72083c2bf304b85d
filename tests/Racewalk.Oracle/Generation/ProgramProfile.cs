namespace Racewalk.Oracle.Generation;

/// <summary>What kind of programs <see cref="RandomPrograms"/> makes.</summary>
public enum ProgramProfile
{
    /// <summary>A little of everything that is not an interrupt, in two or three threads.</summary>
    SmallMixed,

    /// <summary>Three or four threads with address, data and control dependencies.</summary>
    Dependencies,

    /// <summary>Loads first, stores after: load buffering, forwarding inside a thread, one-sided ordering around it.</summary>
    LoadBuffering,

    /// <summary>Awaits, and locks taken by awaited read-modify-writes.</summary>
    Awaits,

    /// <summary>Inter-processor interrupts with handlers, and choices.</summary>
    Interrupts,

    /// <summary>RCU read-side sections and grace periods.</summary>
    Rcu,

    /// <summary>Memory that is freed and allocated, and reads that should not see it freed.</summary>
    Freeing,

    /// <summary>Mostly read-modify-writes of few locations: they take each other's sources, and what follows them goes on without their writes.</summary>
    Atomics,

    /// <summary>Two threads of read-modify-writes whose operands depend on what was read: one takes what its own thread wrote before, while that still waits for something.</summary>
    AtomicChains,
}
