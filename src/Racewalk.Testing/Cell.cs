using System.Numerics;
using Racewalk.Programs;

namespace Racewalk.Testing;

/// <summary>How a number lies in the 64-bit words that the explorer has.</summary>
/// <remarks>One of 32 bits lies in the upper half: then a 64-bit addition wraps around where its own does, and words are equal where numbers are.</remarks>
internal static class Cell
{
    private const int Half = 32;

    internal static ulong Encode<T>(T number)
        where T : unmanaged, IBinaryInteger<T> => ulong.CreateTruncating(number) << Shift<T>();

    internal static T Decode<T>(ulong bits)
        where T : unmanaged, IBinaryInteger<T> => T.CreateTruncating(bits >> Shift<T>());

    internal static Word Encode<T>(Value<T> value)
        where T : unmanaged, IBinaryInteger<T> => new(Encode(value.Number), value.Reads);

    internal static Value<T> Decode<T>(Word word)
        where T : unmanaged, IBinaryInteger<T> => new(Decode<T>(word.Bits), word.Reads);

    /// <summary>Refuses types that .NET's atomic operations are not for, or that C# promotes before it computes.</summary>
    /// <exception cref="ArgumentException">The type is another.</exception>
    internal static void CheckType<T>()
    {
        if (typeof(T) != typeof(int) && typeof(T) != typeof(uint) && typeof(T) != typeof(long) && typeof(T) != typeof(ulong))
        {
            throw new ArgumentException($"shared memory holds int, uint, long, ulong or bool, not {typeof(T)}");
        }
    }

    private static int Shift<T>() => typeof(T) == typeof(int) || typeof(T) == typeof(uint) ? Half : 0;
}
