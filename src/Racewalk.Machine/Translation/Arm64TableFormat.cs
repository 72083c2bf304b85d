using Racewalk.Programs;

namespace Racewalk.Machine;

/// <summary>arm64's entries (Arm ARM D8.3, stage 1 descriptors; docs/models/translation.md, 2.2, "check of a descriptor").</summary>
public sealed record Arm64TableFormat : PageTableFormat
{
    /// <summary>AP[2]: no stores.</summary>
    public required ulong ReadOnly { get; init; }

    /// <summary>AF: the entry was used. Without it no access is made, and no TLB keeps the entry (R_XCLRD).</summary>
    public required ulong AccessFlag { get; init; }

    /// <summary>DBM: with hardware management of the dirty state a store clears <see cref="ReadOnly"/> instead of faulting.</summary>
    public required ulong DirtyBitModifier { get; init; }

    /// <summary>The entry is one of a set that the TLB may keep as one.</summary>
    public required ulong Contiguous { get; init; }

    /// <summary>AttrIndx, SH: memory type, cacheability, shareability.</summary>
    public required ulong MemoryType { get; init; }

    /// <summary>
    /// nT, of blocks: with level 1 of FEAT_BBM or more the block is not cached, so that a table may take its place (R_HHCXC, R_MRRPW). A CPU may then translate by it or take a
    /// translation fault; these always fault. Without the feature the bit is ignored.
    /// </summary>
    public ulong NoTranslation { get; init; }

    /// <inheritdoc/>
    public override bool IsCacheable(ulong entry) => (entry & (Valid | AccessFlag)) == (Valid | AccessFlag);

    /// <inheritdoc/>
    public override bool IsContiguous(ulong entry) => (entry & Contiguous) != 0;

    /// <inheritdoc/>
    internal override ulong UnusedBlock(int level) => level >= 1 ? NoTranslation : 0;

    /// <inheritdoc/>
    internal override bool IsWalkedWith(TlbFlush flush) => flush == TlbFlush.BroadcastArm64;

    /// <inheritdoc/>
    internal override FaultClass? FaultOf(ulong entry, TranslationFeatures features, bool isStore, bool isUser)
    {
        bool mayStore = (entry & ReadOnly) == 0 || (features.HardwareDirty && (entry & DirtyBitModifier) != 0);
        return !IsValid(entry) ? FaultClass.Translation
            : (entry & AccessFlag) == 0 && !features.HardwareAccessFlag ? FaultClass.AccessFlag
            : (isStore && !mayStore) || (isUser && (entry & User) == 0) ? FaultClass.Permission
            : null;
    }

    private protected override WalkRule LeafRule(TranslationFeatures features, bool isStore, bool isUser) => new()
    {
        Present = features.HardwareAccessFlag ? Valid : Valid | AccessFlag,
        Permit = isUser ? User : 0,
        Forbid = isStore ? ReadOnly : 0,
        Modifier = isStore && features.HardwareDirty ? DirtyBitModifier : 0,
        Set = features.HardwareAccessFlag ? AccessFlag : 0,
        ClearsForbid = isStore && features.HardwareDirty,
    };
}
