namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>The condition codes in the order of their encoding: a code and its opposite differ in the lowest bit.</summary>
internal enum Condition : byte
{
    /// <summary>Equal.</summary>
    Eq,

    /// <summary>Not equal.</summary>
    Ne,

    /// <summary>Carry set, unsigned higher or same.</summary>
    Cs,

    /// <summary>Carry clear, unsigned lower.</summary>
    Cc,

    /// <summary>Negative.</summary>
    Mi,

    /// <summary>Positive or zero.</summary>
    Pl,

    /// <summary>Overflow.</summary>
    Vs,

    /// <summary>No overflow.</summary>
    Vc,

    /// <summary>Unsigned higher.</summary>
    Hi,

    /// <summary>Unsigned lower or same.</summary>
    Ls,

    /// <summary>Signed greater or equal.</summary>
    Ge,

    /// <summary>Signed less.</summary>
    Lt,

    /// <summary>Signed greater.</summary>
    Gt,

    /// <summary>Signed less or equal.</summary>
    Le,

    /// <summary>Always.</summary>
    Al,

    /// <summary>Always, too (Arm ARM, C1.2.4).</summary>
    Nv,
}

/// <summary>Names of condition codes.</summary>
internal static class Conditions
{
    /// <summary>A condition code by its name.</summary>
    public static bool TryParse(string text, out Condition condition)
    {
        string name = text.ToUpperInvariant();
        name = name switch { "HS" => "CS", "LO" => "CC", _ => name };
        return Enum.TryParse(name, ignoreCase: true, out condition) && name.Length == 2 && !char.IsAsciiDigit(name[0]);
    }

    /// <summary>The opposite.</summary>
    public static Condition Opposite(Condition condition) => (Condition)((byte)condition ^ 1);
}
