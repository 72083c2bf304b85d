namespace Racewalk.Machine;

/// <summary>Why two translations of one address must not be live together (R_WHZWS; docs/models/translation.md, 2.7).</summary>
internal enum BreakRule
{
    /// <summary>They may be.</summary>
    None,

    /// <summary>Different output addresses, one of them writable.</summary>
    OutputOfWritable,

    /// <summary>Different output addresses, both read-only, with different contents.</summary>
    OutputWithOtherContents,

    /// <summary>Different memory type, cacheability or shareability.</summary>
    MemoryType,

    /// <summary>A block and a table, or entries of different levels. Relaxed by level 2 of FEAT_BBM.</summary>
    Size,

    /// <summary>One with the contiguous bit and one without. Relaxed by level 1.</summary>
    Contiguous,
}

/// <summary>What rules say and when they apply.</summary>
internal static class BreakRules
{
    /// <summary>Whether a CPU's level of FEAT_BBM relaxes a rule.</summary>
    internal static bool IsRelaxed(this BreakRule rule, int level) => rule switch
    {
        BreakRule.None => true,
        BreakRule.Size => level >= 2,
        BreakRule.Contiguous => level >= 1,
        _ => false,
    };

    /// <summary>The rule in words.</summary>
    internal static string Text(this BreakRule rule) => rule switch
    {
        BreakRule.OutputOfWritable => "the output address changes and one of the two is writable",
        BreakRule.OutputWithOtherContents => "the output address changes and the contents differ",
        BreakRule.MemoryType => "memory type, cacheability or shareability changes",
        BreakRule.Size => "a block and a table, or entries of different size, take each other's place",
        BreakRule.Contiguous => "the contiguous bit changes",
        _ => "nothing",
    };
}
