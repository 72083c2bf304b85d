namespace Racewalk.Hardware;

/// <summary>A lock: a word that is 0 while it is free and nobody waits.</summary>
/// <param name="Address">Where it lies.</param>
/// <param name="ClassName">Its lock class: all locks initialised at one place in the code.</param>
public sealed record Spinlock(ulong Address, string ClassName)
{
    /// <summary>Whether it is a raw_spinlock_t: no difference here, as threads have no PREEMPT_RT.</summary>
    public bool IsRaw { get; init; }

    /// <summary>Whether it is a mutex, under which a CPU may sleep.</summary>
    public bool IsMutex { get; init; }
}
