namespace Racewalk.Machine;

/// <summary>What is different in two translations of one page, as break-before-make sees it.</summary>
/// <param name="format">What entries mean.</param>
/// <param name="features">Whether the hardware manages the dirty state: then DBM makes an entry writable.</param>
/// <param name="versions">The values of words.</param>
/// <param name="lifetimes">When translations are gone.</param>
internal sealed class TranslationComparison(Arm64TableFormat format, TranslationFeatures features, EntryVersions versions, TranslationLifetimes lifetimes)
{
    /// <summary>The rule that they break if both are cached by a CPU with a level of FEAT_BBM; the one that no level relaxes comes first.</summary>
    internal BreakRule RuleOf(TranslationChain a, TranslationChain b, int level)
    {
        BreakRule rule = OutputRule(a, b);
        if (rule == BreakRule.None && ((a.Leaf.Value ^ b.Leaf.Value) & format.MemoryType) != 0)
        {
            rule = BreakRule.MemoryType;
        }

        if (rule == BreakRule.None && a.Leaf.Level != b.Leaf.Level)
        {
            rule = BreakRule.Size;
        }

        if (rule == BreakRule.None && ((a.Leaf.Value ^ b.Leaf.Value) & format.Contiguous) != 0)
        {
            rule = BreakRule.Contiguous;
        }

        return rule.IsRelaxed(level) ? BreakRule.None : rule;
    }

    private BreakRule OutputRule(TranslationChain a, TranslationChain b)
    {
        if (a.Output == b.Output)
        {
            return BreakRule.None;
        }

        return IsWritable(a) || IsWritable(b) ? BreakRule.OutputOfWritable
            : HaveOtherContents(a, b) ? BreakRule.OutputWithOtherContents
            : BreakRule.None;
    }

    private bool IsWritable(TranslationChain chain) =>
        (chain.Leaf.Value & format.ReadOnly) == 0 || (features.HardwareDirty && (chain.Leaf.Value & format.DirtyBitModifier) != 0);

    private bool HaveOtherContents(TranslationChain a, TranslationChain b)
    {
        ulong size = 1UL << format.FrameShift;
        return versions.OffsetsIn(a.Output, size).Concat(versions.OffsetsIn(b.Output, size)).Any(offset =>
        {
            ulong left = lifetimes.ValueAt(a.Output + offset, a, b);
            ulong right = lifetimes.ValueAt(b.Output + offset, a, b);
            return left != right
                || lifetimes.LaterValues(a.Output + offset, a, b).Concat(lifetimes.LaterValues(b.Output + offset, a, b)).Any(v => v != left);
        });
    }
}
