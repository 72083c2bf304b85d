namespace Racewalk.Programs;

/// <summary>
/// The set of reads of one context that a value depends on, by their ordinal (the first read of the context is 0). Holds ordinals 0 to
/// <see cref="Capacity"/> - 1; a model that uses dependencies refuses a context with more reads.
/// </summary>
/// <param name="Bits">Bit i is set if the value depends on the i-th read.</param>
public readonly record struct ReadSet(UInt128 Bits)
{
    /// <summary>How many reads of one context can be told apart.</summary>
    public const int Capacity = 128;

    /// <summary>No read at all: a constant.</summary>
    public static ReadSet Empty => default;

    /// <summary>Whether no read is in the set.</summary>
    public bool IsEmpty => Bits == 0;

    /// <summary>The set of the one read with the given ordinal; empty if the ordinal is past <see cref="Capacity"/>.</summary>
    public static ReadSet Of(int ordinal) => ordinal < Capacity ? new ReadSet(UInt128.One << ordinal) : default;

    /// <summary>The union of two sets.</summary>
    public static ReadSet operator |(ReadSet a, ReadSet b) => new(a.Bits | b.Bits);

    /// <summary>The reads that are in both sets.</summary>
    public static ReadSet operator &(ReadSet a, ReadSet b) => new(a.Bits & b.Bits);

    /// <summary>The reads of <paramref name="a"/> that are not in <paramref name="b"/>.</summary>
    public static ReadSet operator -(ReadSet a, ReadSet b) => new(a.Bits & ~b.Bits);

    /// <summary>Whether the read with the given ordinal is in the set.</summary>
    public bool Contains(int ordinal) => ordinal < Capacity && ((Bits >> ordinal) & 1) != 0;
}
