namespace Racewalk.Litmus.Isla.Setup;

/// <summary>A statement of the page table setup.</summary>
/// <param name="Offset">Where it begins.</param>
public abstract record SetupStatement(int Offset);

/// <summary><c>option default_tables = true;</c></summary>
public sealed record SetupOption(int Offset, string Name, bool Value) : SetupStatement(Offset);

/// <summary><c>aligned 2097152 virtual x y;</c>: names for addresses that differ from each other.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Kind">Which space they are in.</param>
/// <param name="Alignment">What they are multiples of, a power of two; a page where nothing is said.</param>
/// <param name="Names">The names.</param>
public sealed record SetupDeclaration(int Offset, AddressKind Kind, ulong Alignment, IReadOnlyList<IslaName> Names) : SetupStatement(Offset);

/// <summary><c>x |-> pa1 with default at level 3 as walk;</c>, <c>x ?-> invalid;</c> or <c>identity 0x1000 with code;</c></summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Kind">What it says of the entry.</param>
/// <param name="From">What is translated.</param>
/// <param name="To">What to; <paramref name="From"/> itself for <c>identity</c>.</param>
public sealed record SetupMapping(int Offset, MappingKind Kind, IslaExpression From, IslaExpression To) : SetupStatement(Offset)
{
    /// <summary>The attributes of the entry in a stage 1 table.</summary>
    public required SetupAttributes Attributes { get; init; }

    /// <summary>The attributes of the entry in a stage 2 table, where they are given for themselves.</summary>
    public SetupAttributes? StageTwoAttributes { get; init; }

    /// <summary>The level of the entry.</summary>
    public required int Level { get; init; }

    /// <summary>What the addresses of the entries on the way are called, or null.</summary>
    public IslaName? Walk { get; init; }
}

/// <summary><c>*pa1 = 1;</c>: what is in memory at the start.</summary>
public sealed record SetupInitialValue(int Offset, IslaExpression Address, IslaExpression Value) : SetupStatement(Offset);

/// <summary><c>assert x[48..21] != y[48..21];</c>: what the choice of addresses must fulfil.</summary>
public sealed record SetupAssert(int Offset, IslaExpression Condition) : SetupStatement(Offset);

/// <summary><c>let PAGE(x) = x[48..12];</c></summary>
public sealed record SetupFunction(int Offset, string Name, IReadOnlyList<IslaName> Parameters, IslaExpression Body) : SetupStatement(Offset);

/// <summary><c>s1table t 0x280000 { … }</c>: a new tree of tables, or one that is there, and what is mapped in it.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Stage">Which stage of translation it is for, 1 or 2.</param>
/// <param name="Name">Its name.</param>
/// <param name="Address">Where a new one lies; null for one that is there.</param>
/// <param name="Statements">What is in the braces.</param>
public sealed record SetupTable(int Offset, int Stage, string Name, IslaExpression? Address, IReadOnlyList<SetupStatement> Statements)
    : SetupStatement(Offset);

/// <summary>Attributes of an entry.</summary>
/// <param name="Offset">Where they are; the end of the target where nothing is said.</param>
/// <param name="IsCode">Whether they are those of code; else those of data, but for the fields.</param>
/// <param name="Fields">Single fields.</param>
public sealed record SetupAttributes(int Offset, bool IsCode, IReadOnlyList<SetupField> Fields);

/// <summary>A field of an entry by its name in the Arm ARM: <c>AP = 0b11</c>.</summary>
public sealed record SetupField(int Offset, string Name, IslaBits Value);

/// <summary>Spaces that addresses are in.</summary>
public enum AddressKind
{
    /// <summary>What instructions use.</summary>
    Virtual,

    /// <summary>What stage 1 leads to and stage 2 begins with.</summary>
    Intermediate,

    /// <summary>What memory uses.</summary>
    Physical,
}

/// <summary>What a statement says of an entry.</summary>
public enum MappingKind
{
    /// <summary><c>|-></c>: its value at the start.</summary>
    Initial,

    /// <summary><c>?-></c>: a value that it may get later.</summary>
    Potential,

    /// <summary><c>identity</c>: as <c>|-></c>, from an address to the same number.</summary>
    Identity,
}
