using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Racewalk.Executions;

/// <content>Closures and cycles.</content>
public sealed partial class EventMatrix
{
    /// <summary>Whether no event is related to itself.</summary>
    public bool IsIrreflexive
    {
        get
        {
            for (int i = 0; i < Count; i++)
            {
                if ((_words[i * RowWords + (i >> 6)] >> (i & 63) & 1) != 0)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Makes this its transitive closure.</summary>
    public void CloseTransitively()
    {
        if (RowWords == 1)
        {
            CloseOneWord(Words);
            return;
        }

        for (int k = 0; k < Count; k++)
        {
            ReadOnlySpan<ulong> through = Row(k);
            if (WordOps.IsZero(through))
            {
                continue;
            }

            for (int i = 0; i < Count; i++)
            {
                if (i != k && (_words[i * RowWords + (k >> 6)] >> (k & 63) & 1) != 0)
                {
                    WordOps.Or(Row(i), through);
                }
            }
        }
    }

    /// <summary>Whether no event reaches itself.</summary>
    public bool IsAcyclic()
    {
        // An event all of whose successors are gone can go; what stays for ever is on a cycle or before one.
        Span<ulong> left = RowWords <= 16 ? stackalloc ulong[16] : new ulong[RowWords];
        left = left[..RowWords];
        left.Fill(ulong.MaxValue);
        if (RowWords == 0)
        {
            return true;
        }

        left[^1] = WordOps.LastWord(Count);
        return RowWords == 1 ? PeelOneWord(Words, left[0]) : Peel(left);
    }

    /// <summary>Finds a shortest cycle: its events in order, each related to the next and the last to the first. Allocates.</summary>
    public bool TryFindCycle([NotNullWhen(true)] out List<int>? cycle)
    {
        cycle = null;
        for (int start = 0; start < Count; start++)
        {
            if (TryFindPath(start, start, out List<int>? path) && (cycle is null || path.Count - 1 < cycle.Count))
            {
                path.RemoveAt(path.Count - 1);
                cycle = path;
            }
        }

        return cycle is not null;
    }

    /// <summary>Finds a shortest path of at least one step: its events, both ends included. Allocates.</summary>
    public bool TryFindPath(int from, int to, [NotNullWhen(true)] out List<int>? path)
    {
        int[] previous = new int[Count];
        Array.Fill(previous, -1);
        var queue = new Queue<int>();
        queue.Enqueue(from);
        while (queue.TryDequeue(out int at))
        {
            for (int next = 0; next < Count; next++)
            {
                if (previous[next] >= 0 || !this[at, next])
                {
                    continue;
                }

                previous[next] = at;
                if (next != to)
                {
                    queue.Enqueue(next);
                    continue;
                }

                path = [to];
                for (int back = at; back != from; back = previous[back])
                {
                    path.Add(back);
                }

                path.Add(from);
                path.Reverse();
                return true;
            }
        }

        path = null;
        return false;
    }

    private static void CloseOneWord(Span<ulong> rows)
    {
        for (int k = 0; k < rows.Length; k++)
        {
            ulong through = rows[k];
            if (through == 0)
            {
                continue;
            }

            int i = 0;
            var all = new Vector<ulong>(through);
            var bit = new Vector<ulong>(1UL << k);
            for (; i <= rows.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
            {
                var some = new Vector<ulong>(rows[i..]);
                (some | Vector.Equals(some & bit, bit) & all).CopyTo(rows[i..]);
            }

            for (; i < rows.Length; i++)
            {
                if ((rows[i] >> k & 1) != 0)
                {
                    rows[i] |= through;
                }
            }
        }
    }

    private static bool PeelOneWord(ReadOnlySpan<ulong> rows, ulong left)
    {
        while (left != 0)
        {
            ulong before = left;
            for (ulong bits = left; bits != 0;)
            {
                // Downwards, because most edges lead to events with higher numbers.
                int i = 63 - BitOperations.LeadingZeroCount(bits);
                bits ^= 1UL << i;
                if ((rows[i] & left) == 0)
                {
                    left ^= 1UL << i;
                }
            }

            if (left == before)
            {
                return false;
            }
        }

        return true;
    }

    private bool Peel(Span<ulong> left)
    {
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = Count - 1; i >= 0; i--)
            {
                if ((left[i >> 6] >> (i & 63) & 1) == 0 || Meets(Row(i), left))
                {
                    continue;
                }

                left[i >> 6] ^= 1UL << (i & 63);
                changed = true;
            }
        }

        return WordOps.IsZero(left);
    }

    private static bool Meets(ReadOnlySpan<ulong> row, ReadOnlySpan<ulong> set)
    {
        for (int i = 0; i < row.Length; i++)
        {
            if ((row[i] & set[i]) != 0)
            {
                return true;
            }
        }

        return false;
    }
}
