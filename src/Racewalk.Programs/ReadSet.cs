using System.Numerics;

namespace Racewalk.Programs;

/// <summary>
/// The set of reads of one context that a value depends on, by their ordinal (the first read of the context is 0). Holds ordinals 0 to
/// <see cref="Capacity"/> - 1; a model that uses dependencies refuses a context with more reads.
/// </summary>
/// <remarks>Two words and no <see cref="UInt128"/>: what has one in its signature is not compiled ahead of time, and each <see cref="Word"/> has such a set.</remarks>
/// <param name="Low">Bit i is set if the value depends on the i-th read.</param>
/// <param name="High">The same for the reads from 64 on.</param>
public readonly record struct ReadSet(ulong Low, ulong High)
{
    /// <summary>How many reads of one context can be told apart.</summary>
    public const int Capacity = 128;

    /// <summary>No read at all: a constant.</summary>
    public static ReadSet Empty => default;

    /// <summary>Whether no read is in the set.</summary>
    public bool IsEmpty => (Low | High) == 0;

    /// <summary>The highest ordinal in the set; -1 if it is empty.</summary>
    public int Last => High != 0 ? 127 - BitOperations.LeadingZeroCount(High) : 63 - BitOperations.LeadingZeroCount(Low);

    /// <summary>The set of the one read with the given ordinal; empty if the ordinal is past <see cref="Capacity"/>.</summary>
    public static ReadSet Of(int ordinal) =>
        ordinal < 64 ? new ReadSet(1UL << ordinal, 0) : ordinal < Capacity ? new ReadSet(0, 1UL << (ordinal - 64)) : default;

    /// <summary>The union of two sets.</summary>
    public static ReadSet operator |(ReadSet a, ReadSet b) => new(a.Low | b.Low, a.High | b.High);

    /// <summary>The reads that are in both sets.</summary>
    public static ReadSet operator &(ReadSet a, ReadSet b) => new(a.Low & b.Low, a.High & b.High);

    /// <summary>The reads of <paramref name="a"/> that are not in <paramref name="b"/>.</summary>
    public static ReadSet operator -(ReadSet a, ReadSet b) => new(a.Low & ~b.Low, a.High & ~b.High);

    /// <summary>Whether the read with the given ordinal is in the set.</summary>
    public bool Contains(int ordinal) => ordinal < Capacity && (((ordinal < 64 ? Low : High) >> (ordinal & 63)) & 1) != 0;
}
