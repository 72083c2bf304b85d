using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Racewalk.Executions;

/// <summary>Operations on runs of 64-bit words, several words at a time. The runs must have the same length.</summary>
internal static class WordOps
{
    public static void Or(Span<ulong> target, ReadOnlySpan<ulong> other)
    {
        ref ulong t = ref MemoryMarshal.GetReference(target);
        ref ulong o = ref MemoryMarshal.GetReference(other);
        int i = 0;
        for (; i <= target.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
        {
            Store(ref t, i, Load(ref t, i) | Load(ref o, i));
        }

        for (; i < target.Length; i++)
        {
            Unsafe.Add(ref t, i) |= Unsafe.Add(ref o, i);
        }
    }

    public static void And(Span<ulong> target, ReadOnlySpan<ulong> other)
    {
        ref ulong t = ref MemoryMarshal.GetReference(target);
        ref ulong o = ref MemoryMarshal.GetReference(other);
        int i = 0;
        for (; i <= target.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
        {
            Store(ref t, i, Load(ref t, i) & Load(ref o, i));
        }

        for (; i < target.Length; i++)
        {
            Unsafe.Add(ref t, i) &= Unsafe.Add(ref o, i);
        }
    }

    public static void AndNot(Span<ulong> target, ReadOnlySpan<ulong> other)
    {
        ref ulong t = ref MemoryMarshal.GetReference(target);
        ref ulong o = ref MemoryMarshal.GetReference(other);
        int i = 0;
        for (; i <= target.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
        {
            Store(ref t, i, Vector.AndNot(Load(ref t, i), Load(ref o, i)));
        }

        for (; i < target.Length; i++)
        {
            Unsafe.Add(ref t, i) &= ~Unsafe.Add(ref o, i);
        }
    }

    public static bool IsSubset(ReadOnlySpan<ulong> small, ReadOnlySpan<ulong> large)
    {
        for (int i = 0; i < small.Length; i++)
        {
            if ((small[i] & ~large[i]) != 0)
            {
                return false;
            }
        }

        return true;
    }

    public static bool IsZero(ReadOnlySpan<ulong> words) => words.IndexOfAnyExcept(0UL) < 0;

    public static int Count(ReadOnlySpan<ulong> words)
    {
        int count = 0;
        foreach (ulong word in words)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    /// <summary>Ones for the events that exist in the last word of a run for <paramref name="count"/> events.</summary>
    public static ulong LastWord(int count) => (count & 63) == 0 ? ulong.MaxValue : (1UL << (count & 63)) - 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<ulong> Load(ref ulong start, int index) =>
        Vector.LoadUnsafe(ref start, (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref ulong start, int index, Vector<ulong> value) => value.StoreUnsafe(ref start, (nuint)index);
}
