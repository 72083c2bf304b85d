using System.Numerics;
using System.Runtime.CompilerServices;

namespace Racewalk.Executions;

/// <summary>
/// A set of the events 0 to <see cref="Count"/> − 1 of a candidate execution. Operations change the set in place and allocate nothing; the sets
/// that take part must be over the same number of events.
/// </summary>
public sealed class EventBits
{
    private ulong[] _words;

    /// <summary>An empty set over <paramref name="count"/> events.</summary>
    public EventBits(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Count = count;
        _words = new ulong[(count + 63) >> 6];
    }

    /// <summary>How many events there are, in the set or not.</summary>
    public int Count { get; private set; }

    /// <summary>The bits, 64 events a word. Bits beyond <see cref="Count"/> must stay zero.</summary>
    public Span<ulong> Words => _words.AsSpan(0, (Count + 63) >> 6);

    /// <summary>Whether no event is in the set.</summary>
    public bool IsEmpty => WordOps.IsZero(Words);

    /// <summary>How many events are in the set.</summary>
    public int Size => WordOps.Count(Words);

    /// <summary>Whether an event is in the set.</summary>
    public bool this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            Check(index);
            return (_words[index >> 6] >> (index & 63) & 1) != 0;
        }

        set
        {
            Check(index);
            ulong bit = 1UL << (index & 63);
            _words[index >> 6] = value ? _words[index >> 6] | bit : _words[index >> 6] & ~bit;
        }
    }

    /// <summary>Puts an event in.</summary>
    public void Add(int index) => this[index] = true;

    /// <summary>Takes an event out.</summary>
    public void Remove(int index) => this[index] = false;

    /// <summary>Takes every event out.</summary>
    public void Clear() => Words.Clear();

    /// <summary>Puts every event in.</summary>
    public void Fill()
    {
        Span<ulong> words = Words;
        words.Fill(ulong.MaxValue);
        if (words.Length > 0)
        {
            words[^1] = WordOps.LastWord(Count);
        }
    }

    /// <summary>Empties the set and makes it one over <paramref name="count"/> events, with the memory it has if that suffices.</summary>
    public void Reset(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int words = (count + 63) >> 6;
        if (words > _words.Length)
        {
            _words = new ulong[words];
        }

        Count = count;
        Clear();
    }

    /// <summary>Makes this the same set as another.</summary>
    public void CopyFrom(EventBits other)
    {
        SameSize(other.Count);
        other.Words.CopyTo(Words);
    }

    /// <summary>Adds the events of another set.</summary>
    public void UnionWith(EventBits other)
    {
        SameSize(other.Count);
        WordOps.Or(Words, other.Words);
    }

    /// <summary>Keeps the events that are in another set, too.</summary>
    public void IntersectWith(EventBits other)
    {
        SameSize(other.Count);
        WordOps.And(Words, other.Words);
    }

    /// <summary>Takes the events of another set out.</summary>
    public void ExceptWith(EventBits other)
    {
        SameSize(other.Count);
        WordOps.AndNot(Words, other.Words);
    }

    /// <summary>Whether every event of this set is in another.</summary>
    public bool IsSubsetOf(EventBits other)
    {
        SameSize(other.Count);
        return WordOps.IsSubset(Words, other.Words);
    }

    /// <summary>Whether another set has the same events.</summary>
    public bool SetEquals(EventBits other)
    {
        SameSize(other.Count);
        return Words.SequenceEqual(other.Words);
    }

    /// <summary>The first event of the set from <paramref name="start"/> on, or −1.</summary>
    public int Next(int start)
    {
        for (int word = start >> 6; word < (Count + 63) >> 6; word++)
        {
            ulong bits = _words[word];
            if (word == start >> 6)
            {
                bits &= ulong.MaxValue << (start & 63);
            }

            if (bits != 0)
            {
                return (word << 6) + BitOperations.TrailingZeroCount(bits);
            }
        }

        return -1;
    }

    /// <summary>The events of the set in ascending order. Allocates.</summary>
    public IEnumerable<int> Events()
    {
        for (int i = Next(0); i >= 0; i = Next(i + 1))
        {
            yield return i;
        }
    }

    internal void SameSize(int count)
    {
        if (count != Count)
        {
            throw new ArgumentException($"A set or relation over {count} events meets a set over {Count}.", nameof(count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Check(int index) => ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
}
