namespace Racewalk.Programs;

/// <summary>What an access takes memory for. Freed memory holds <see cref="FreedMemory.Pattern"/>, so the value read says whether that was wrong.</summary>
public enum MemoryUse : byte
{
    /// <summary>Nothing is said of it.</summary>
    Unchecked,

    /// <summary>Memory that somebody owns.</summary>
    Access,

    /// <summary>Memory that is freed by the access, and was not before.</summary>
    Free,

    /// <summary>Memory that was freed and is allocated by the access.</summary>
    Allocate,
}

/// <summary>Memory that has been freed and is not allocated again.</summary>
public static class FreedMemory
{
    /// <summary>What every word of it holds. As a page-table entry it is not present, as a count it is absurd.</summary>
    public const ulong Pattern = 0xdead_4ead_0000_0000;

    /// <summary>Whether an access that read a value has taken memory for what it is not.</summary>
    public static bool IsMistaken(this MemoryUse use, ulong value) => use switch
    {
        MemoryUse.Access or MemoryUse.Free => value == Pattern,
        MemoryUse.Allocate => value != Pattern,
        _ => false,
    };

    /// <summary>The violation.</summary>
    /// <param name="use">What the access took the memory for.</param>
    /// <param name="cpu">Who made it.</param>
    /// <param name="location">What the memory is called.</param>
    public static FailureNote Mistake(MemoryUse use, int cpu, string location) => new(ViolationKind.UseAfterFree, use switch
    {
        MemoryUse.Free => $"CPU {cpu} frees {location} twice",
        MemoryUse.Allocate => $"{location} was written after it was freed",
        _ => $"CPU {cpu} reads {location}, which has been freed",
    });
}
