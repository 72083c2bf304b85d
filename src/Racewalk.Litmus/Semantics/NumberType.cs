using System.Globalization;

namespace Racewalk.Litmus.Semantics;

/// <summary>The type of a number: what states show of the 64 bits that a register or location has.</summary>
/// <param name="Bits">How many bits count, the low ones.</param>
/// <param name="IsSigned">Whether the highest of them is a sign.</param>
public readonly record struct NumberType(int Bits, bool IsSigned)
{
    /// <summary>A signed number of 32 bits, what herd takes everything for that has no type.</summary>
    public static NumberType Int => new(32, true);

    /// <summary>A signed number of 64 bits.</summary>
    public static NumberType Long => new(64, true);

    /// <summary>A value in decimal.</summary>
    public string Format(ulong value)
    {
        int unused = 64 - Bits;
        return IsSigned
            ? ((long)(value << unused) >> unused).ToString(CultureInfo.InvariantCulture)
            : (value << unused >> unused).ToString(CultureInfo.InvariantCulture);
    }
}
