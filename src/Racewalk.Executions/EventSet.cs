using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Racewalk.Executions;

/// <summary>A set of events of an <see cref="ExecutionGraph"/>, by slot: 256 bits.</summary>
public struct EventSet : IEquatable<EventSet>
{
    /// <summary>How many events a graph can have.</summary>
    public const int Capacity = 256;

    private Vector256<ulong> _bits;

    private EventSet(Vector256<ulong> bits) => _bits = bits;

    /// <summary>The empty set.</summary>
    public static EventSet Empty => default;

    /// <summary>Whether there is no event in the set.</summary>
    public readonly bool IsEmpty => _bits == Vector256<ulong>.Zero;

    /// <summary>The number of events in the set.</summary>
    public readonly int Count
    {
        get
        {
            int count = 0;
            for (int i = 0; i < 4; i++)
            {
                count += BitOperations.PopCount(_bits.GetElement(i));
            }

            return count;
        }
    }

    /// <summary>The event with the highest slot, -1 if there is none.</summary>
    public readonly int Last
    {
        get
        {
            uint words = Words(_bits);
            if (words <= 1)
            {
                // None, which gives -1, or the first, which few graphs have more than.
                return 63 - BitOperations.LeadingZeroCount(_bits.ToScalar());
            }

            int last = BitOperations.Log2(words);
            return (last << 6) + 63 - BitOperations.LeadingZeroCount(WordAt(_bits, last));
        }
    }

    /// <summary>The words that are not 0, a bit each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Words(Vector256<ulong> bits) => ~Vector256.Equals(bits, Vector256<ulong>.Zero).ExtractMostSignificantBits() & 0b1111;

    // An index that is not known when this is compiled would send the set over the stack.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong WordAt(Vector256<ulong> bits, int word)
    {
        Vector128<ulong> half = word >= 2 ? bits.GetUpper() : bits.GetLower();
        return (word & 1) != 0 ? half.GetElement(1) : half.ToScalar();
    }

    /// <summary>Union.</summary>
    public static EventSet operator |(EventSet a, EventSet b) => new(a._bits | b._bits);

    /// <summary>Intersection.</summary>
    public static EventSet operator &(EventSet a, EventSet b) => new(a._bits & b._bits);

    /// <summary>Difference.</summary>
    public static EventSet operator -(EventSet a, EventSet b) => new(Vector256.AndNot(a._bits, b._bits));

    /// <summary>Whether two sets are equal.</summary>
    public static bool operator ==(EventSet a, EventSet b) => a._bits == b._bits;

    /// <summary>Whether two sets differ.</summary>
    public static bool operator !=(EventSet a, EventSet b) => a._bits != b._bits;

    /// <summary>Whether an event is in the set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(int slot) => (Word(slot) >> (slot & 63) & 1) != 0;

    /// <summary>Puts an event in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int slot)
    {
        if (Avx2.IsSupported)
        {
            _bits |= Bit(slot);
        }
        else
        {
            Word(slot) |= 1UL << (slot & 63);
        }
    }

    /// <summary>Takes an event out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Remove(int slot)
    {
        if (Avx2.IsSupported)
        {
            _bits = Vector256.AndNot(_bits, Bit(slot));
        }
        else
        {
            Word(slot) &= ~(1UL << (slot & 63));
        }
    }

    // A set is mostly read whole soon after: a word written into it would hold that up. A shift by 64 and more gives 0.
    private static Vector256<ulong> Bit(int slot) =>
        Avx2.ShiftLeftLogicalVariable(Vector256<ulong>.One, Vector256.Create((ulong)slot) - Vector256.Create(0UL, 64, 128, 192));

    /// <summary>The events in the set, lowest slot first.</summary>
    public readonly Enumerator GetEnumerator() => new(_bits);

    /// <inheritdoc/>
    public readonly bool Equals(EventSet other) => _bits == other._bits;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is EventSet other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => _bits.GetHashCode();

    [UnscopedRef]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref ulong Word(int slot) => ref Unsafe.Add(ref Unsafe.As<EventSet, ulong>(ref this), slot >> 6);

    /// <summary>Goes through the events of a set.</summary>
    public struct Enumerator
    {
        private readonly Vector256<ulong> _bits;
        private ulong _word;
        private uint _rest;
        private int _first;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Enumerator(Vector256<ulong> bits)
        {
            _bits = bits;
            _word = bits.ToScalar();
            _rest = Words(bits) >> 1;
            _first = 0;
            Current = -1;
        }

        /// <summary>The current event's slot.</summary>
        public int Current { get; private set; }

        /// <summary>Goes on; false at the end.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
            if (_word == 0)
            {
                if (_rest == 0)
                {
                    return false;
                }

                NextWord();
            }

            Current = _first + BitOperations.TrailingZeroCount(_word);
            _word &= _word - 1;
            return true;
        }

        private void NextWord()
        {
            int skipped = BitOperations.TrailingZeroCount(_rest) + 1;
            _rest >>= skipped;
            _first += skipped << 6;
            _word = WordAt(_bits, _first >> 6);
        }
    }
}
