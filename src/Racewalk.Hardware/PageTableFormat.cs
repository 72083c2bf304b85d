namespace Racewalk.Hardware;

/// <summary>
/// Where a walk finds what it asks of an entry. The positions are the memory manager's. A bit that an architecture does not have is 0.
/// </summary>
public sealed record PageTableFormat
{
    /// <summary>The entry is valid.</summary>
    public required ulong Valid { get; init; }

    /// <summary>Above the last level: the entry points to a table.</summary>
    public required ulong Table { get; init; }

    /// <summary>User code has access.</summary>
    public required ulong User { get; init; }

    /// <summary>The entry belongs to one address space.</summary>
    public required ulong NotGlobal { get; init; }

    /// <summary>Stores are allowed (x86's R/W); 0 where <see cref="ReadOnly"/> says that they are not.</summary>
    public ulong Writable { get; init; }

    /// <summary>Stores are not allowed (arm64's AP[2]).</summary>
    public ulong ReadOnly { get; init; }

    /// <summary>The entry was used (A, AF).</summary>
    public required ulong Accessed { get; init; }

    /// <summary>The page was written to (x86's D).</summary>
    public ulong Dirty { get; init; }

    /// <summary>A store clears <see cref="ReadOnly"/> where this is set, if the hardware manages the dirty state (arm64's DBM).</summary>
    public ulong DirtyBitModifier { get; init; }

    /// <summary>Whether the hardware sets <see cref="Accessed"/> itself; otherwise an access without it faults.</summary>
    public bool SetsAccessed { get; init; } = true;

    /// <summary>How far the frame number is shifted: all bits below are flags.</summary>
    public int FrameShift { get; init; } = BasePage.Shift;

    /// <summary>The address of the frame that an entry leads to.</summary>
    internal ulong OutputOf(ulong entry) => entry >> FrameShift << FrameShift;

    /// <summary>Why an access through an entry that maps memory faults; null if it does not.</summary>
    internal FaultClass? FaultOf(ulong entry, bool isStore, bool isUser)
    {
        bool mayStore = (entry & Writable) == Writable && ((entry & ReadOnly) == 0 || (entry & DirtyBitModifier) != 0);
        return (entry & Valid) == 0 ? FaultClass.Translation
            : (entry & Accessed) == 0 && !SetsAccessed ? FaultClass.AccessFlag
            : (isStore && !mayStore) || (isUser && (entry & User) == 0) ? FaultClass.Permission
            : null;
    }

    /// <summary>What an access that does not fault makes of the entry.</summary>
    internal ulong Used(ulong entry, bool isStore)
    {
        ulong used = entry | Accessed;
        return isStore ? (used | Dirty) & ~((used & DirtyBitModifier) != 0 ? ReadOnly : 0) : used;
    }
}
