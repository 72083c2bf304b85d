using Racewalk.Programs;

namespace Racewalk.Machine;

/// <summary>
/// Entries of Power's radix MMU (docs/models/translation.md, 4.1 and 4.3): the hardware sets R and C by an atomic update. An entry that does not permit the access is
/// fetched again before the access faults (Power ISA 3.1B, Book III 6.10.1.2), so that a fault is never due to an old one.
/// </summary>
public sealed record RadixTableFormat : PageTableFormat
{
    /// <summary>EAA: stores are allowed.</summary>
    public required ulong Writable { get; init; }

    /// <summary>R: the entry was used.</summary>
    public required ulong Referenced { get; init; }

    /// <summary>C: the page was written to.</summary>
    public required ulong Changed { get; init; }

    /// <inheritdoc/>
    public override bool IsCacheable(ulong entry) => (entry & (Valid | Referenced)) == (Valid | Referenced);

    /// <inheritdoc/>
    internal override bool IsWalkedWith(TlbFlush flush) => flush == TlbFlush.BroadcastRadix;

    /// <inheritdoc/>
    internal override FaultClass? FaultOf(ulong entry, TranslationFeatures features, bool isStore, bool isUser) =>
        !IsValid(entry) ? FaultClass.Translation
        : (entry & Permissions(isStore, isUser)) != Permissions(isStore, isUser) ? FaultClass.Permission
        : null;

    private protected override WalkRule LeafRule(TranslationFeatures features, bool isStore, bool isUser) => new()
    {
        Present = Valid | Permissions(isStore, isUser),
        Set = isStore ? Referenced | Changed : Referenced,
    };

    private ulong Permissions(bool isStore, bool isUser) => (isUser ? User : 0) | (isStore ? Writable : 0);
}
