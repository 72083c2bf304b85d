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

/// <summary>A page-table descriptor as herd writes it: <c>(oa:PA(x), valid:0)</c>.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Output">The page that it points to; null where the place says which: the page's own.</param>
/// <param name="Fields">The fields that are given, by name, each 0 or 1.</param>
/// <param name="Attributes">The memory attributes that are given.</param>
public sealed record DescriptorSyntax(
    int Offset, OutputSyntax? Output, IReadOnlyList<FieldSyntax> Fields, IReadOnlyList<AttributeSyntax> Attributes) : ValueSyntax(Offset);

/// <summary>What a descriptor points to.</summary>
/// <param name="Offset">Where it is.</param>
/// <param name="Name">The location: a page's (<c>PA(x)</c>), or the descriptor of one (<c>PTE(x)</c>).</param>
public sealed record OutputSyntax(int Offset, string Name);

/// <summary>A field of a descriptor.</summary>
public sealed record FieldSyntax(int Offset, string Name, ulong Value);

/// <summary>A memory attribute of a descriptor.</summary>
public sealed record AttributeSyntax(int Offset, string Name);

/// <summary>
/// What an address translation instruction leaves in PAR_EL1: <c>parel1_t:(oa:PA(x))</c>, or <c>parel1_t:(f:1)</c> for a fault.
/// </summary>
public sealed record AddressRegisterSyntax(int Offset, OutputSyntax? Output, bool IsFault) : ValueSyntax(Offset);
