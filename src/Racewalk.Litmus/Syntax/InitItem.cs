namespace Racewalk.Litmus.Syntax;

/// <summary>One item of the initial state.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Type">The type's words (<c>uint64_t</c>, <c>atomic_t</c>), empty where there is none.</param>
/// <param name="IsPointer">Whether a star stands between type and place.</param>
/// <param name="Place">The register or location; for an array (<c>int x[2]</c>) its index is the length.</param>
/// <param name="Value">The value, or null where only the type is said.</param>
public sealed record InitItem(int Offset, string Type, bool IsPointer, PlaceSyntax Place, ValueSyntax? Value);

/// <summary>A register or a location, by name.</summary>
/// <param name="Offset">Where it is.</param>
/// <param name="Thread">The register's thread; -1 for a location.</param>
/// <param name="Name">The register's or location's name.</param>
public sealed record PlaceSyntax(int Offset, int Thread, string Name)
{
    /// <summary>Whether it is a location.</summary>
    public bool IsLocation => Thread < 0;

    /// <summary>Which element of an array it is; -1 without an index.</summary>
    public int Index { get; init; } = -1;
}

/// <summary>A value in the initial state or in a condition.</summary>
/// <param name="Offset">Where it is.</param>
public abstract record ValueSyntax(int Offset);

/// <summary>A number; negative ones are in two's complement.</summary>
public sealed record NumberSyntax(int Offset, ulong Value) : ValueSyntax(Offset);

/// <summary>A location's name, with or without <c>&amp;</c>: its address.</summary>
public sealed record SymbolSyntax(int Offset, string Name) : ValueSyntax(Offset)
{
    /// <summary>Which element of an array it is; -1 without an index.</summary>
    public int Index { get; init; } = -1;
}

/// <summary>The address of an instruction: <c>P1:L0</c>, <c>label:"P1:L0"</c>.</summary>
public sealed record LabelSyntax(int Offset, int Thread, string Name) : ValueSyntax(Offset);

/// <summary>The values of an array's elements: <c>{1,2}</c>.</summary>
public sealed record ArraySyntax(int Offset, IReadOnlyList<ValueSyntax> Elements) : ValueSyntax(Offset);
