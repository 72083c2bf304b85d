namespace Racewalk.Litmus.Isla.Layout;

/// <summary>What an operand of a mapping is.</summary>
internal enum TermKind
{
    /// <summary>A decimal number.</summary>
    Number,

    /// <summary>A virtual address.</summary>
    Virtual,

    /// <summary>A physical address.</summary>
    Physical,

    /// <summary>The physical address of a table.</summary>
    Table,

    /// <summary>The word <c>invalid</c>.</summary>
    Invalid,

    /// <summary>A descriptor bit by bit.</summary>
    Raw,

    /// <summary>The addresses of the entries of a walk.</summary>
    Walk,
}

/// <summary>An operand of a mapping.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The number, address or descriptor.</param>
/// <param name="Walk">The entries of a walk from level 0, or null.</param>
internal readonly record struct SetupTerm(TermKind Kind, ulong Value, ulong[]? Walk = null);
