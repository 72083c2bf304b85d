namespace Racewalk.Machine;

/// <summary>
/// Where a walk finds what it asks of an entry (Arm ARM D8.3, stage 1 descriptors). The positions are the memory manager's, so that it and the hardware see the
/// same entries; the meanings are the architecture's. Other bits are software's.
/// </summary>
public sealed record PageTableFormat
{
    /// <summary>The entry is valid.</summary>
    public required ulong Valid { get; init; }

    /// <summary>Above the last level: the entry points to a table; without it, it is a block. The last level does not look at it.</summary>
    public required ulong Table { get; init; }

    /// <summary>AP[1]: user code has access.</summary>
    public required ulong User { get; init; }

    /// <summary>AP[2]: no stores.</summary>
    public required ulong ReadOnly { get; init; }

    /// <summary>AF: the entry was used. Without it no access is made, and no TLB keeps the entry.</summary>
    public required ulong AccessFlag { get; init; }

    /// <summary>nG: the entry belongs to one address space.</summary>
    public required ulong NotGlobal { get; init; }

    /// <summary>DBM: with hardware management of the dirty state a store clears <see cref="ReadOnly"/> instead of faulting.</summary>
    public required ulong DirtyBitModifier { get; init; }

    /// <summary>The entry is one of a set that the TLB may keep as one.</summary>
    public required ulong Contiguous { get; init; }

    /// <summary>AttrIndx, SH: memory type, cacheability, shareability.</summary>
    public required ulong MemoryType { get; init; }

    /// <summary>How far the frame number is shifted; the size of a page, as a power of two. All bits below are flags.</summary>
    public int FrameShift { get; init; } = 12;

    /// <summary>The address of the frame that an entry leads to.</summary>
    public ulong OutputOf(ulong entry) => entry >> FrameShift << FrameShift;

    /// <summary>Whether an entry that is not of the last level points to a table.</summary>
    public bool IsTable(ulong entry) => (entry & (Valid | Table)) == (Valid | Table);

    /// <summary>Whether an entry is valid.</summary>
    public bool IsValid(ulong entry) => (entry & Valid) == Valid;

    /// <summary>Whether a TLB may keep an entry that maps memory (R_XCLRD).</summary>
    public bool IsCacheable(ulong entry) => (entry & (Valid | AccessFlag)) == (Valid | AccessFlag);
}
