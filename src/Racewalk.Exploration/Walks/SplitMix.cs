namespace Racewalk.Exploration.Walks;

/// <summary>SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): the same numbers for the same seed on every machine.</summary>
/// <param name="seed">The seed.</param>
internal struct SplitMix(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next number.</summary>
    public ulong Next() => Mix(_state = unchecked(_state + 0x9e37_79b9_7f4a_7c15));

    /// <summary>A number from 0 to <paramref name="bound"/> - 1; how likely each is differs by less than 2^-32.</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>The function that makes its numbers: every bit of the result depends on every bit of the argument.</summary>
    public static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xbf58_476d_1ce4_e5b9;
            z = (z ^ (z >> 27)) * 0x94d0_49bb_1331_11eb;
            return z ^ (z >> 31);
        }
    }
}
