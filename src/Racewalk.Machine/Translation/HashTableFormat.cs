using Racewalk.Programs;

namespace Racewalk.Machine;

/// <summary>
/// Entries of Power's hashed page table (docs/models/translation.md, 4.2): two doublewords for each page, the first with the valid bit, the second with frame and protection.
/// The hardware sets nothing in them that the kernel relies on (4.3). Each page of an address space has its own entry: that others hash to the same group, and that one is
/// evicted, is not modelled.
/// </summary>
/// <remarks>The root of such an address space is the table, and it has one level. The format's bits are those of the second doubleword, but for the valid bit.</remarks>
public sealed record HashTableFormat : PageTableFormat
{
    /// <summary>The size of an entry, in bytes.</summary>
    public const ulong EntrySize = 16;

    /// <summary>Where the second doubleword is.</summary>
    public const ulong SecondWord = 8;

    /// <summary>PP: stores are allowed.</summary>
    public required ulong Writable { get; init; }

    /// <summary>The rule of the first doubleword.</summary>
    internal WalkRule FirstRule => new() { Present = Valid, LeafTag = WalkTag.Leaf };

    /// <inheritdoc/>
    public override bool IsCacheable(ulong entry) => IsValid(entry);

    /// <inheritdoc/>
    internal override bool IsWalkedWith(TlbFlush flush) => flush == TlbFlush.HashTable;

    /// <inheritdoc/>
    internal override FaultClass? FaultOf(ulong entry, TranslationFeatures features, bool isStore, bool isUser) =>
        (entry & Permissions(isStore, isUser)) == Permissions(isStore, isUser) ? null : FaultClass.Permission;

    private protected override WalkRule LeafRule(TranslationFeatures features, bool isStore, bool isUser) =>
        new() { Present = 0, Permit = Permissions(isStore, isUser), JoinsPrevious = true };

    private ulong Permissions(bool isStore, bool isUser) => (isUser ? User : 0) | (isStore ? Writable : 0);
}
