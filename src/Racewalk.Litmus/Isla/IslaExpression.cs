namespace Racewalk.Litmus.Isla;

/// <summary>An expression of the page table setup, of a register's initial value or of the final assertion.</summary>
/// <param name="Offset">Where it begins.</param>
public abstract record IslaExpression(int Offset);

/// <summary>Bits: <c>0x1000</c> is 16 of them, <c>0b01</c> two.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Value">The bits.</param>
/// <param name="Width">How many, from 1 to 64.</param>
public sealed record IslaBits(int Offset, ulong Value, int Width) : IslaExpression(Offset);

/// <summary>A decimal number.</summary>
public sealed record IslaInteger(int Offset, ulong Value) : IslaExpression(Offset);

/// <summary><c>true</c> or <c>false</c>.</summary>
public sealed record IslaBoolean(int Offset, bool Value) : IslaExpression(Offset);

/// <summary>The name of an address, a table or a walk; <c>invalid</c> is one, too.</summary>
public sealed record IslaName(int Offset, string Name) : IslaExpression(Offset);

/// <summary>The address of an instruction: <c>L0:</c>.</summary>
public sealed record IslaLabel(int Offset, string Name) : IslaExpression(Offset);

/// <summary>A function applied to arguments: <c>mkdesc3(oa=pa1)</c>.</summary>
public sealed record IslaCall(int Offset, string Function, IReadOnlyList<IslaArgument> Arguments) : IslaExpression(Offset);

/// <summary>An argument, by its place or by its name.</summary>
public sealed record IslaArgument(int Offset, string? Keyword, IslaExpression Value);

/// <summary>An operator of the page table setup between two expressions.</summary>
public sealed record IslaBinary(int Offset, IslaOperator Operator, IslaExpression Left, IslaExpression Right) : IslaExpression(Offset);

/// <summary>The complement of bits, or the negation of a truth value: <c>~x</c>.</summary>
public sealed record IslaComplement(int Offset, IslaExpression Operand) : IslaExpression(Offset);

/// <summary>Some of the bits: <c>x[48..12]</c>, both ends included.</summary>
public sealed record IslaSlice(int Offset, IslaExpression Operand, IslaExpression High, IslaExpression Low) : IslaExpression(Offset);

/// <summary>The operators of the page table setup. They do not bind differently: brackets say what belongs together.</summary>
public enum IslaOperator
{
    /// <summary><c>==</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    NotEqual,

    /// <summary><c>&amp;&amp;</c></summary>
    And,

    /// <summary><c>||</c></summary>
    Or,

    /// <summary><c>&amp;</c></summary>
    BitAnd,

    /// <summary><c>|</c></summary>
    BitOr,

    /// <summary><c>^</c></summary>
    BitXor,
}
