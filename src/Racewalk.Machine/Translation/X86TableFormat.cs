using Racewalk.Programs;

namespace Racewalk.Machine;

/// <summary>
/// x86's entries (Intel SDM volume 3A, 4.5 and 4.8; docs/models/translation.md, 3, x7 and x8): the hardware sets A in every entry that is used, and D in the one that maps the
/// page of a store.
/// </summary>
public sealed record X86TableFormat : PageTableFormat
{
    /// <summary>R/W: stores are allowed, the kernel's as well (CR0.WP).</summary>
    public required ulong Writable { get; init; }

    /// <summary>A: the entry was used.</summary>
    public required ulong Accessed { get; init; }

    /// <summary>D: the page was written to.</summary>
    public required ulong Dirty { get; init; }

    /// <inheritdoc/>
    public override bool IsCacheable(ulong entry) => (entry & (Valid | Accessed)) == (Valid | Accessed);

    /// <inheritdoc/>
    internal override bool IsWalkedWith(TlbFlush flush) => flush is TlbFlush.Interrupt or TlbFlush.InterruptUnlessPreempted;

    /// <inheritdoc/>
    internal override FaultClass? FaultOf(ulong entry, TranslationFeatures features, bool isStore, bool isUser) =>
        !IsValid(entry) ? FaultClass.Translation
        : (isStore && (entry & Writable) == 0) || (isUser && (entry & User) == 0) ? FaultClass.Permission
        : null;

    private protected override ulong SetInTables => Accessed;

    private protected override WalkRule LeafRule(TranslationFeatures features, bool isStore, bool isUser) => new()
    {
        Present = Valid,
        Permit = (isUser ? User : 0) | (isStore ? Writable : 0),
        Set = isStore ? Accessed | Dirty : Accessed,
    };
}
