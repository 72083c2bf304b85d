using Racewalk.Programs;

namespace Racewalk.Machine;

/// <summary>
/// Where a walk finds what it asks of an entry, and what it makes of it. The positions are the memory manager's, so that it and the hardware see the same entries; the
/// meanings are an architecture's. Other bits are software's.
/// </summary>
public abstract record PageTableFormat
{
    /// <summary>The entry is valid.</summary>
    public required ulong Valid { get; init; }

    /// <summary>
    /// Above the last level: the entry points to a table; without it, it is a block (x86 and Power have it the other way round, PS and PTE). The last level does not look
    /// at it.
    /// </summary>
    public required ulong Table { get; init; }

    /// <summary>User code has access.</summary>
    public required ulong User { get; init; }

    /// <summary>The entry belongs to one address space.</summary>
    public required ulong NotGlobal { get; init; }

    /// <summary>How far the frame number is shifted; the size of a page, as a power of two. All bits below are flags.</summary>
    public int FrameShift { get; init; } = 12;

    /// <summary>The address of the frame that an entry leads to.</summary>
    public ulong OutputOf(ulong entry) => entry >> FrameShift << FrameShift;

    /// <summary>Whether an entry that is not of the last level points to a table.</summary>
    public bool IsTable(ulong entry) => (entry & (Valid | Table)) == (Valid | Table);

    /// <summary>Whether an entry is valid.</summary>
    public bool IsValid(ulong entry) => (entry & Valid) == Valid;

    /// <summary>Whether a TLB may keep an entry that maps memory.</summary>
    public abstract bool IsCacheable(ulong entry);

    /// <summary>Whether an entry is one of a set that a TLB may keep as one.</summary>
    public virtual bool IsContiguous(ulong entry) => false;

    /// <summary>Whether machines with a kind of TLB flush walk tables of this format.</summary>
    internal abstract bool IsWalkedWith(TlbFlush flush);

    /// <summary>What one access's walk asks of an entry at a level.</summary>
    /// <param name="features">What the CPUs can do.</param>
    /// <param name="cpu">The CPU.</param>
    /// <param name="isLast">Whether it is the last level.</param>
    /// <param name="hasBlocks">Whether entries above it may map memory.</param>
    /// <param name="isStore">Whether the access writes.</param>
    /// <param name="isUser">Whether user code makes it.</param>
    internal WalkRule RuleOf(TranslationFeatures features, int cpu, bool isLast, bool hasBlocks, bool isStore, bool isUser)
    {
        ulong leads = Valid | Table;
        WalkRule leaf = LeafRule(features, isStore, isUser) with { LeafTag = WalkTag.Leaf };
        return isLast ? leaf
            : hasBlocks ? leaf with { Leads = leads, SetInTables = SetInTables, Absent = UnusedBlock(features.BreakBeforeMakeLevel(cpu)) }
            : new WalkRule { Present = leads, Leads = leads, LeafTag = WalkTag.Leaf, SetInTables = SetInTables };
    }

    /// <summary>With one of these bits a block is not used by a CPU of a level of FEAT_BBM, and no TLB of it keeps the block.</summary>
    internal virtual ulong UnusedBlock(int level) => 0;

    /// <summary>Why an access through an entry that maps memory faults; null if it does not.</summary>
    internal abstract FaultClass? FaultOf(ulong entry, TranslationFeatures features, bool isStore, bool isUser);

    /// <summary>What is asked of an entry that maps memory.</summary>
    private protected abstract WalkRule LeafRule(TranslationFeatures features, bool isStore, bool isUser);

    /// <summary>What the hardware sets in an entry that points to a table.</summary>
    private protected virtual ulong SetInTables => 0;
}
