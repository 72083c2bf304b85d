using System.Runtime.CompilerServices;

namespace Racewalk.Executions;

/// <summary>
/// A relation over the events 0 to <see cref="Count"/> − 1 of a candidate execution: a bit matrix, a row of <see cref="RowWords"/> words for each
/// event. Operations change the relation in place and allocate nothing; sets and relations that take part must be over the same number of events.
/// Up to 64 events, which is the common case, a row is one word.
/// </summary>
public sealed partial class EventMatrix
{
    private ulong[] _words;

    /// <summary>An empty relation over <paramref name="count"/> events.</summary>
    public EventMatrix(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Count = count;
        RowWords = (count + 63) >> 6;
        _words = new ulong[count * RowWords];
    }

    /// <summary>How many events there are, related or not.</summary>
    public int Count { get; private set; }

    /// <summary>How many words a row has.</summary>
    public int RowWords { get; private set; }

    /// <summary>All rows, one after the other. Bits of events that do not exist must stay zero.</summary>
    public Span<ulong> Words => _words.AsSpan(0, Count * RowWords);

    /// <summary>Whether no events are related.</summary>
    public bool IsEmpty => WordOps.IsZero(Words);

    /// <summary>How many pairs are in the relation.</summary>
    public int Size => WordOps.Count(Words);

    /// <summary>Whether a pair is in the relation.</summary>
    public bool this[int from, int to]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            Check(from, to);
            return (_words[from * RowWords + (to >> 6)] >> (to & 63) & 1) != 0;
        }

        set
        {
            Check(from, to);
            ref ulong word = ref _words[from * RowWords + (to >> 6)];
            ulong bit = 1UL << (to & 63);
            word = value ? word | bit : word & ~bit;
        }
    }

    /// <summary>The events that come after an event, 64 a word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<ulong> Row(int from) => _words.AsSpan(from * RowWords, RowWords);

    /// <summary>Puts a pair in.</summary>
    public void Add(int from, int to) => this[from, to] = true;

    /// <summary>Takes a pair out.</summary>
    public void Remove(int from, int to) => this[from, to] = false;

    /// <summary>Takes every pair out.</summary>
    public void Clear() => Words.Clear();

    /// <summary>Puts every pair in.</summary>
    public void Fill()
    {
        if (Count == 0)
        {
            return;
        }

        Words.Fill(ulong.MaxValue);
        ulong last = WordOps.LastWord(Count);
        for (int i = RowWords - 1; i < Count * RowWords; i += RowWords)
        {
            _words[i] = last;
        }
    }

    /// <summary>Empties the relation and makes it one over <paramref name="count"/> events, with the memory it has if that suffices.</summary>
    public void Reset(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int rowWords = (count + 63) >> 6;
        if (count * rowWords > _words.Length)
        {
            _words = new ulong[count * rowWords];
        }

        Count = count;
        RowWords = rowWords;
        Clear();
    }

    /// <summary>The first pair of the relation that is (<paramref name="from"/>, <paramref name="to"/>) or after it, row by row.</summary>
    public bool TryNext(ref int from, ref int to)
    {
        for (int row = from; row < Count; row++)
        {
            for (int column = row == from ? to : 0; column < Count; column++)
            {
                if (this[row, column])
                {
                    (from, to) = (row, column);
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The pairs of the relation, row by row. Allocates.</summary>
    public IEnumerable<(int From, int To)> Pairs()
    {
        int from = 0;
        int to = 0;
        while (TryNext(ref from, ref to))
        {
            yield return (from, to);
            to++;
        }
    }

    private void SameSize(int count)
    {
        if (count != Count)
        {
            throw new ArgumentException($"A set or relation over {count} events meets a relation over {Count}.", nameof(count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Check(int from, int to)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)from, (uint)Count, nameof(from));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)to, (uint)Count, nameof(to));
    }
}
