namespace Racewalk.Testing;

/// <summary>
/// Random numbers by the SplitMix64 algorithm: the same on every machine and in every version, so that a seed names a program for good.
/// </summary>
internal sealed class SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            ulong z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>A number from 0 to <paramref name="bound"/> - 1.</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    /// <summary>True in so many of 100 cases.</summary>
    public bool Percent(int percent) => Below(100) < percent;

    /// <summary>One of some things.</summary>
    public T Of<T>(params ReadOnlySpan<T> things) => things[Below(things.Length)];
}
