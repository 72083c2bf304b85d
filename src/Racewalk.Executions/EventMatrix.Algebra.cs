using System.Numerics;

namespace Racewalk.Executions;

/// <content>The operations of relational algebra.</content>
public sealed partial class EventMatrix
{
    /// <summary>Makes this the same relation as another.</summary>
    public void CopyFrom(EventMatrix other)
    {
        SameSize(other.Count);
        other.Words.CopyTo(Words);
    }

    /// <summary>Adds the pairs of another relation.</summary>
    public void UnionWith(EventMatrix other)
    {
        SameSize(other.Count);
        WordOps.Or(Words, other.Words);
    }

    /// <summary>Keeps the pairs that are in another relation, too.</summary>
    public void IntersectWith(EventMatrix other)
    {
        SameSize(other.Count);
        WordOps.And(Words, other.Words);
    }

    /// <summary>Takes the pairs of another relation out.</summary>
    public void ExceptWith(EventMatrix other)
    {
        SameSize(other.Count);
        WordOps.AndNot(Words, other.Words);
    }

    /// <summary>Whether every pair of this relation is in another.</summary>
    public bool IsSubsetOf(EventMatrix other)
    {
        SameSize(other.Count);
        return WordOps.IsSubset(Words, other.Words);
    }

    /// <summary>Whether another relation has the same pairs.</summary>
    public bool RelationEquals(EventMatrix other)
    {
        SameSize(other.Count);
        return Words.SequenceEqual(other.Words);
    }

    /// <summary>Makes this every pair that was not in it.</summary>
    public void Complement()
    {
        Span<ulong> words = Words;
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = ~words[i];
        }

        ulong last = WordOps.LastWord(Count);
        for (int i = Math.Max(0, RowWords - 1); i < words.Length; i += RowWords)
        {
            words[i] &= last;
        }
    }

    /// <summary>Adds (e, e) for every event.</summary>
    public void UnionWithIdentity()
    {
        for (int i = 0; i < Count; i++)
        {
            _words[i * RowWords + (i >> 6)] |= 1UL << (i & 63);
        }
    }

    /// <summary>Makes this the identity on a set.</summary>
    public void SetToIdentity(EventBits set)
    {
        SameSize(set.Count);
        Clear();
        ReadOnlySpan<ulong> bits = set.Words;
        for (int i = 0; i < Count; i++)
        {
            _words[i * RowWords + (i >> 6)] = bits[i >> 6] & 1UL << (i & 63);
        }
    }

    /// <summary>Makes this all pairs from one set to another.</summary>
    public void SetToProduct(EventBits from, EventBits to)
    {
        SameSize(from.Count);
        SameSize(to.Count);
        ReadOnlySpan<ulong> first = from.Words;
        for (int i = 0; i < Count; i++)
        {
            if ((first[i >> 6] >> (i & 63) & 1) != 0)
            {
                to.Words.CopyTo(Row(i));
            }
            else
            {
                Row(i).Clear();
            }
        }
    }

    /// <summary>Keeps the pairs that start in a set.</summary>
    public void RestrictDomain(EventBits set)
    {
        SameSize(set.Count);
        ReadOnlySpan<ulong> bits = set.Words;
        for (int i = 0; i < Count; i++)
        {
            if ((bits[i >> 6] >> (i & 63) & 1) == 0)
            {
                Row(i).Clear();
            }
        }
    }

    /// <summary>Keeps the pairs that end in a set.</summary>
    public void RestrictRange(EventBits set)
    {
        SameSize(set.Count);
        ReadOnlySpan<ulong> bits = set.Words;
        if (RowWords == 1)
        {
            ulong mask = bits[0];
            foreach (ref ulong word in Words)
            {
                word &= mask;
            }

            return;
        }

        for (int i = 0; i < Count; i++)
        {
            WordOps.And(Row(i), bits);
        }
    }

    /// <summary>Makes this the inverse of another relation.</summary>
    public void SetToInverse(EventMatrix other)
    {
        SameSize(other.Count);
        Distinct(other);
        Clear();
        ReadOnlySpan<ulong> source = other.Words;
        for (int i = 0; i < source.Length; i++)
        {
            int from = RowWords == 1 ? i : i / RowWords;
            int offset = RowWords == 1 ? 0 : i % RowWords << 6;
            ulong bit = 1UL << (from & 63);
            for (ulong bits = source[i]; bits != 0; bits &= bits - 1)
            {
                _words[(offset + BitOperations.TrailingZeroCount(bits)) * RowWords + (from >> 6)] |= bit;
            }
        }
    }

    /// <summary>Makes this the composition of two other relations.</summary>
    public void SetToComposition(EventMatrix first, EventMatrix second)
    {
        SameSize(first.Count);
        SameSize(second.Count);
        Distinct(first);
        Distinct(second);
        if (RowWords == 1)
        {
            ReadOnlySpan<ulong> a = first.Words;
            ReadOnlySpan<ulong> b = second.Words;
            Span<ulong> c = Words;
            for (int i = 0; i < a.Length; i++)
            {
                ulong row = 0;
                for (ulong bits = a[i]; bits != 0; bits &= bits - 1)
                {
                    row |= b[BitOperations.TrailingZeroCount(bits)];
                }

                c[i] = row;
            }

            return;
        }

        Clear();
        for (int i = 0; i < Count; i++)
        {
            ReadOnlySpan<ulong> a = first.Row(i);
            for (int word = 0; word < a.Length; word++)
            {
                for (ulong bits = a[word]; bits != 0; bits &= bits - 1)
                {
                    WordOps.Or(Row(i), second.Row((word << 6) + BitOperations.TrailingZeroCount(bits)));
                }
            }
        }
    }

    /// <summary>Makes a set the events that have a successor.</summary>
    public void DomainTo(EventBits target)
    {
        SameSize(target.Count);
        target.Clear();
        Span<ulong> bits = target.Words;
        for (int i = 0; i < Count; i++)
        {
            if (!WordOps.IsZero(Row(i)))
            {
                bits[i >> 6] |= 1UL << (i & 63);
            }
        }
    }

    /// <summary>Makes a set the events that have a predecessor.</summary>
    public void RangeTo(EventBits target)
    {
        SameSize(target.Count);
        target.Clear();
        for (int i = 0; i < Count; i++)
        {
            WordOps.Or(target.Words, Row(i));
        }
    }

    private void Distinct(EventMatrix other)
    {
        if (ReferenceEquals(this, other))
        {
            throw new ArgumentException("The result of this operation must be another matrix than its operands.", nameof(other));
        }
    }
}
