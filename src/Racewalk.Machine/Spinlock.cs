namespace Racewalk.Machine;

/// <summary>A spinlock: a word that is 0 while it is free, and otherwise says who holds it.</summary>
/// <param name="Address">Where it lies.</param>
/// <param name="ClassName">Its lock class: all locks initialised at one place in the code.</param>
public sealed record Spinlock(ulong Address, string ClassName)
{
    /// <summary>Whether it is a raw_spinlock_t, which spins on PREEMPT_RT, too; a spinlock_t sleeps there (v6.12 include/linux/spinlock_rt.h).</summary>
    public bool IsRaw { get; init; }

    /// <summary>Whether it is a mutex, which always sleeps (v6.12 kernel/locking/mutex.c).</summary>
    public bool IsMutex { get; init; }
}
