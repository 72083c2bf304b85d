using Racewalk.Programs;

namespace Racewalk.Machine;

/// <summary>What Armv8's walk asks of an entry (docs/models/translation.md, 2.2, "check of a descriptor"), as the explorer takes it.</summary>
internal static class WalkRules
{
    /// <summary>The rule of one access at one level.</summary>
    internal static WalkRule Of(AddressSpace space, TranslationFeatures features, int level, bool isStore, bool isUser)
    {
        PageTableFormat format = space.Format;
        bool isLast = level == space.Levels - 1;
        if (!isLast && !space.HasBlocks)
        {
            return new WalkRule { Present = format.Valid | format.Table, Leads = format.Valid | format.Table, LeafTag = WalkTag.Leaf };
        }

        return new WalkRule
        {
            Present = features.HardwareAccessFlag ? format.Valid : format.Valid | format.AccessFlag,
            Leads = isLast ? 0 : format.Valid | format.Table,
            LeafTag = WalkTag.Leaf,
            Permit = isUser ? format.User : 0,
            Forbid = isStore ? format.ReadOnly : 0,
            Modifier = isStore && features.HardwareDirty ? format.DirtyBitModifier : 0,
            Set = features.HardwareAccessFlag ? format.AccessFlag : 0,
            ClearsForbid = isStore && features.HardwareDirty,
        };
    }
}
