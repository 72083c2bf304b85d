namespace Racewalk.Litmus.Isla.Layout;

/// <summary>What an expression is: bits, a number without a width, or a truth value.</summary>
/// <param name="Value">The value; 0 or 1 for a truth value.</param>
/// <param name="Width">How many bits, or one of the constants.</param>
internal readonly record struct BitValue(ulong Value, int Width)
{
    /// <summary>The width of a number that has none.</summary>
    public const int Integer = 0;

    /// <summary>The width of a truth value.</summary>
    public const int Truth = -1;

    /// <summary>Whether it is bits.</summary>
    public bool IsBits => Width > 0;

    /// <summary>Whether it is true.</summary>
    public bool IsTrue => Width == Truth && Value != 0;

    /// <summary>The kind, for diagnostics.</summary>
    public string Kind => Width == Truth ? "a truth value" : Width == Integer ? "a number" : $"{Width} bits";

    /// <summary>Bits; what does not fit is cut off.</summary>
    public static BitValue Bits(ulong value, int width) => new(value & Mask(width), width);

    /// <summary>A truth value.</summary>
    public static BitValue Of(bool value) => new(value ? 1UL : 0, Truth);

    /// <summary>So many ones.</summary>
    public static ulong Mask(int width) => width >= 64 ? ulong.MaxValue : (1UL << width) - 1;
}
