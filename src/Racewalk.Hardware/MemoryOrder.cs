namespace Racewalk.Hardware;

/// <summary>
/// How an atomic read-modify-write is ordered: the four suffixes of the kernel's atomics (Documentation/atomic_t.txt, v6.12). .NET has fully ordered ones alone, so here
/// each is at least as strong as it says.
/// </summary>
public enum MemoryOrder
{
    /// <summary><c>_relaxed</c>: not at all.</summary>
    Relaxed,

    /// <summary><c>_acquire</c>: its read part before everything later.</summary>
    Acquire,

    /// <summary><c>_release</c>: everything earlier before its write part.</summary>
    Release,

    /// <summary>No suffix: a full barrier on either side, if it succeeds.</summary>
    Full,
}
