using System.Globalization;

namespace Racewalk.Programs;

/// <summary>
/// A 64-bit value of checked code, with the set of reads of its context that it was computed from. Used as an address it makes an address
/// dependency, stored it makes a data dependency; comparing gives a <see cref="Flag"/>. Arithmetic wraps around.
/// </summary>
/// <remarks>There is no conversion back to an integer: <see cref="ThreadContext.Concretise"/> is the one way out, and records control.</remarks>
public readonly struct Word
{
    /// <summary>A word with the given value and dependencies. For the machine and the front ends; checked code uses operators.</summary>
    public Word(ulong bits, ReadSet reads)
    {
        Bits = bits;
        Reads = reads;
    }

    /// <summary>The value. Looking at it loses the dependencies, so checked code may not (analyzer rule RW0003).</summary>
    public ulong Bits { get; }

    /// <summary>The reads of this context that the value depends on.</summary>
    public ReadSet Reads { get; }

    /// <summary>A constant, which depends on nothing.</summary>
    public static implicit operator Word(ulong value) => new(value, default);

    /// <summary>A constant, which depends on nothing; sign-extended.</summary>
    public static implicit operator Word(int value) => new((ulong)(long)value, default);

    /// <summary>Sum.</summary>
    public static Word operator +(Word a, Word b) => new(unchecked(a.Bits + b.Bits), a.Reads | b.Reads);

    /// <summary>Difference.</summary>
    public static Word operator -(Word a, Word b) => new(unchecked(a.Bits - b.Bits), a.Reads | b.Reads);

    /// <summary>Product.</summary>
    public static Word operator *(Word a, Word b) => new(unchecked(a.Bits * b.Bits), a.Reads | b.Reads);

    /// <summary>Unsigned quotient; 0 when dividing by 0, as on Arm.</summary>
    public static Word operator /(Word a, Word b) => new(b.Bits == 0 ? 0 : a.Bits / b.Bits, a.Reads | b.Reads);

    /// <summary>Unsigned remainder; the dividend when dividing by 0.</summary>
    public static Word operator %(Word a, Word b) => new(b.Bits == 0 ? a.Bits : a.Bits % b.Bits, a.Reads | b.Reads);

    /// <summary>Bitwise and.</summary>
    public static Word operator &(Word a, Word b) => new(a.Bits & b.Bits, a.Reads | b.Reads);

    /// <summary>Bitwise or.</summary>
    public static Word operator |(Word a, Word b) => new(a.Bits | b.Bits, a.Reads | b.Reads);

    /// <summary>Bitwise exclusive or; keeps the dependency even where the value is always 0.</summary>
    public static Word operator ^(Word a, Word b) => new(a.Bits ^ b.Bits, a.Reads | b.Reads);

    /// <summary>Bitwise complement.</summary>
    public static Word operator ~(Word a) => new(~a.Bits, a.Reads);

    /// <summary>Shift left by a constant number of bits.</summary>
    public static Word operator <<(Word a, int bits) => new(a.Bits << bits, a.Reads);

    /// <summary>Logical shift right by a constant number of bits.</summary>
    public static Word operator >>(Word a, int bits) => new(a.Bits >> bits, a.Reads);

    /// <summary>Whether the values are equal.</summary>
    public static Flag operator ==(Word a, Word b) => new(a.Bits == b.Bits, a.Reads | b.Reads);

    /// <summary>Whether the values differ.</summary>
    public static Flag operator !=(Word a, Word b) => new(a.Bits != b.Bits, a.Reads | b.Reads);

    /// <summary>Unsigned less-than.</summary>
    public static Flag operator <(Word a, Word b) => new(a.Bits < b.Bits, a.Reads | b.Reads);

    /// <summary>Unsigned greater-than.</summary>
    public static Flag operator >(Word a, Word b) => new(a.Bits > b.Bits, a.Reads | b.Reads);

    /// <summary>Unsigned less-or-equal.</summary>
    public static Flag operator <=(Word a, Word b) => new(a.Bits <= b.Bits, a.Reads | b.Reads);

    /// <summary>Unsigned greater-or-equal.</summary>
    public static Flag operator >=(Word a, Word b) => new(a.Bits >= b.Bits, a.Reads | b.Reads);

    /// <summary>One of two values without a branch (CSEL): depends on the flag and both values, records no control.</summary>
    public static Word Select(Flag flag, Word ifTrue, Word ifFalse) =>
        new(flag.Value ? ifTrue.Bits : ifFalse.Bits, flag.Reads | ifTrue.Reads | ifFalse.Reads);

    /// <summary>Always throws: hashing or comparing a word as an object would smuggle its value out.</summary>
    /// <exception cref="SmuggledValueException">Always.</exception>
    public override bool Equals(object? obj) => throw new SmuggledValueException("Word.Equals");

    /// <summary>Always throws: hashing a word would smuggle its value out.</summary>
    /// <exception cref="SmuggledValueException">Always.</exception>
    public override int GetHashCode() => throw new SmuggledValueException("Word.GetHashCode");

    /// <summary>The value in hexadecimal, for debuggers and messages.</summary>
    public override string ToString() => "0x" + Bits.ToString("x", CultureInfo.InvariantCulture);
}
