using System.Globalization;
using System.Numerics;
using Racewalk.Programs;

namespace Racewalk.Testing;

/// <summary>
/// A number that a thread computes with, and the reads that it comes from. Used as an index it makes an address dependency, written it makes a data dependency; comparing gives a
/// <see cref="Flag"/>, and branching on that a control dependency. Arithmetic is C#'s, unchecked.
/// </summary>
/// <typeparam name="T"><see cref="int"/>, <see cref="uint"/>, <see cref="long"/> or <see cref="ulong"/>.</typeparam>
public readonly struct Value<T>
    where T : unmanaged, IBinaryInteger<T>
{
    internal Value(T number, ReadSet reads)
    {
        Number = number;
        Reads = reads;
    }

    internal T Number { get; }

    internal ReadSet Reads { get; }

    /// <summary>A constant, which depends on nothing.</summary>
    public static implicit operator Value<T>(T value) => new(value, default);

    /// <summary>
    /// The plain number, for ordinary C#: a switch, an assertion of a test framework. It is taken for a branch: everything later in the thread has a control dependency on the reads that it comes from, and no other.
    /// </summary>
    public static explicit operator T(Value<T> value)
    {
        Ambient.Branch(value.Reads);
        return value.Number;
    }

    /// <summary>Sum.</summary>
    public static Value<T> operator +(Value<T> a, Value<T> b) => new(unchecked(a.Number + b.Number), a.Reads | b.Reads);

    /// <summary>Difference.</summary>
    public static Value<T> operator -(Value<T> a, Value<T> b) => new(unchecked(a.Number - b.Number), a.Reads | b.Reads);

    /// <summary>Product.</summary>
    public static Value<T> operator *(Value<T> a, Value<T> b) => new(unchecked(a.Number * b.Number), a.Reads | b.Reads);

    /// <summary>Quotient.</summary>
    /// <exception cref="DivideByZeroException">The divisor is 0.</exception>
    public static Value<T> operator /(Value<T> a, Value<T> b) => new(a.Number / b.Number, a.Reads | b.Reads);

    /// <summary>Remainder.</summary>
    /// <exception cref="DivideByZeroException">The divisor is 0.</exception>
    public static Value<T> operator %(Value<T> a, Value<T> b) => new(a.Number % b.Number, a.Reads | b.Reads);

    /// <summary>Bitwise and.</summary>
    public static Value<T> operator &(Value<T> a, Value<T> b) => new(a.Number & b.Number, a.Reads | b.Reads);

    /// <summary>Bitwise or.</summary>
    public static Value<T> operator |(Value<T> a, Value<T> b) => new(a.Number | b.Number, a.Reads | b.Reads);

    /// <summary>Bitwise exclusive or; keeps the dependency even where the value is always 0.</summary>
    public static Value<T> operator ^(Value<T> a, Value<T> b) => new(a.Number ^ b.Number, a.Reads | b.Reads);

    /// <summary>Bitwise complement.</summary>
    public static Value<T> operator ~(Value<T> a) => new(~a.Number, a.Reads);

    /// <summary>Shift left.</summary>
    public static Value<T> operator <<(Value<T> a, int bits) => new(a.Number << bits, a.Reads);

    /// <summary>Shift right: of the sign for signed types.</summary>
    public static Value<T> operator >>(Value<T> a, int bits) => new(a.Number >> bits, a.Reads);

    /// <summary>Whether the numbers are equal.</summary>
    public static Flag operator ==(Value<T> a, Value<T> b) => new(a.Number == b.Number, a.Reads | b.Reads);

    /// <summary>Whether the numbers differ.</summary>
    public static Flag operator !=(Value<T> a, Value<T> b) => new(a.Number != b.Number, a.Reads | b.Reads);

    /// <summary>Less than.</summary>
    public static Flag operator <(Value<T> a, Value<T> b) => new(a.Number < b.Number, a.Reads | b.Reads);

    /// <summary>Greater than.</summary>
    public static Flag operator >(Value<T> a, Value<T> b) => new(a.Number > b.Number, a.Reads | b.Reads);

    /// <summary>Less than or equal.</summary>
    public static Flag operator <=(Value<T> a, Value<T> b) => new(a.Number <= b.Number, a.Reads | b.Reads);

    /// <summary>Greater than or equal.</summary>
    public static Flag operator >=(Value<T> a, Value<T> b) => new(a.Number >= b.Number, a.Reads | b.Reads);

    /// <summary>The number as one of another type, truncated or extended as an unchecked cast of C#; keeps the dependencies.</summary>
    /// <typeparam name="TOther">The other type.</typeparam>
    public Value<TOther> To<TOther>()
        where TOther : unmanaged, IBinaryInteger<TOther> => new(TOther.CreateTruncating(Number), Reads);

    /// <summary>Always throws: comparing as an object would lose the dependencies.</summary>
    /// <exception cref="SmuggledValueException">Always.</exception>
    public override bool Equals(object? obj) => throw new SmuggledValueException("Value.Equals");

    /// <summary>Always throws: hashing would lose the dependencies.</summary>
    /// <exception cref="SmuggledValueException">Always.</exception>
    public override int GetHashCode() => throw new SmuggledValueException("Value.GetHashCode");

    /// <summary>The number, for debuggers and messages.</summary>
    public override string ToString() => Number.ToString(null, CultureInfo.InvariantCulture);
}
