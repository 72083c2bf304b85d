namespace Racewalk.Hardware;

/// <summary>SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): random numbers that are the same for the same seed on every machine.</summary>
/// <param name="seed">The seed.</param>
public struct SplitMix(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next number.</summary>
    public ulong Next()
    {
        ulong z = _state += 0x9e37_79b9_7f4a_7c15;
        z = (z ^ (z >> 30)) * 0xbf58_476d_1ce4_e5b9;
        z = (z ^ (z >> 27)) * 0x94d0_49bb_1331_11eb;
        return z ^ (z >> 31);
    }

    /// <summary>The next number below a bound, each with a chance that differs by less than 2^-32.</summary>
    public uint Below(uint bound) => (uint)(((Next() >> 32) * bound) >> 32);
}
