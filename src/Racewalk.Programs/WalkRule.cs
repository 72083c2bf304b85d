using Racewalk.Executions;

namespace Racewalk.Programs;

/// <summary>
/// What a page walk makes of the descriptor that it reads, and what the hardware updates in it, as a function of the value alone: bits that the entry must
/// have to be used at all, bits that permit the access, bits that forbid it unless a modifier is set. An access that is permitted sets and clears bits.
/// </summary>
/// <remarks>
/// Armv8's store with hardware management of the dirty state: <c>Present</c> valid, <c>Set</c> the access flag, <c>Forbid</c> read-only,
/// <c>Modifier</c> DBM, <c>ClearsForbid</c>. x86's store: <c>Present</c> P, <c>Permit</c> RW, <c>Set</c> A and D.
/// </remarks>
public sealed record WalkRule
{
    /// <summary>Without all of these the entry is not used, and no TLB keeps it.</summary>
    public required ulong Present { get; init; }

    /// <summary>With one of these the entry is not used, and no TLB keeps it.</summary>
    public ulong Absent { get; init; }

    /// <summary>
    /// An entry with all of these leads to a table of the next level: nothing else is asked of it. 0: none does.
    /// </summary>
    public ulong Leads { get; init; }

    /// <summary>What the hardware sets in an entry that leads to a table: x86's accessed flag.</summary>
    public ulong SetInTables { get; init; }

    /// <summary>What the tag of a read has besides if the entry is the last of its walk: some invalidations are of such entries only.</summary>
    public uint LeafTag { get; init; }

    /// <summary>
    /// Whether it is of the rest of the entry that the walk's read before it begins: the two are cached together. Power's hashed page table has entries of two
    /// doublewords.
    /// </summary>
    public bool JoinsPrevious { get; init; }

    /// <summary>Without all of these the access is not permitted.</summary>
    public ulong Permit { get; init; }

    /// <summary>With one of these the access is not permitted, unless the entry has all of <see cref="Modifier"/>.</summary>
    public ulong Forbid { get; init; }

    /// <summary>What lifts <see cref="Forbid"/>; 0: nothing does.</summary>
    public ulong Modifier { get; init; }

    /// <summary>What the hardware sets if the access is permitted.</summary>
    public ulong Set { get; init; }

    /// <summary>Whether the hardware clears <see cref="Forbid"/> then.</summary>
    public bool ClearsForbid { get; init; }

    /// <summary>Whether the hardware may update an entry.</summary>
    public bool MayUpdate => Set != 0 || SetInTables != 0 || ClearsForbid;

    /// <summary>What the walk makes of a value.</summary>
    public WalkOutcome OutcomeOf(ulong value) =>
        LeadsOn(value) ? WalkOutcome.Translates
        : (value & Present) != Present || (value & Absent) != 0 ? WalkOutcome.Uncacheable
        : (value & Permit) != Permit || ((value & Forbid) != 0 && (Modifier == 0 || (value & Modifier) != Modifier)) ? WalkOutcome.Denied
        : WalkOutcome.Translates;

    /// <summary>Whether the walk goes on to a table of the next level.</summary>
    public bool LeadsOn(ulong value) => Leads != 0 && (value & Leads) == Leads;

    /// <summary>What invalidations tell a read of a value by.</summary>
    /// <param name="tag">The tag of the walk.</param>
    /// <param name="value">The value read.</param>
    public uint TagOf(uint tag, ulong value) => LeadsOn(value) ? tag : tag | LeafTag;

    /// <summary>Whether the hardware updates an entry with a value.</summary>
    public bool Updates(ulong value) => OutcomeOf(value) == WalkOutcome.Translates && Updated(value) != value;

    /// <summary>What the hardware makes of it.</summary>
    public ulong Updated(ulong value) => LeadsOn(value) ? value | SetInTables : (value | Set) & ~(ClearsForbid ? Forbid : 0);
}
