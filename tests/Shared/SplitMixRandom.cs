namespace Racewalk.Testing;

/// <summary>
/// Random numbers by the SplitMix64 algorithm, the same on every machine and in every version: what a seed stands for does not change with the runtime.
/// </summary>
internal sealed class SplitMixRandom(ulong seed) : Random
{
    private ulong _state = seed;

    public override int Next() => Next(int.MaxValue);

    public override int Next(int maxValue) => (int)Math.BigMul(NextBits(), (ulong)maxValue, out _);

    public override int Next(int minValue, int maxValue) => minValue + Next(maxValue - minValue);

    public override double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    public override void NextBytes(byte[] buffer) => NextBytes(buffer.AsSpan());

    public override void NextBytes(Span<byte> buffer)
    {
        for (int i = 0; i < buffer.Length; i++)
        {
            buffer[i] = (byte)NextBits();
        }
    }

    protected override double Sample() => NextDouble();

    private ulong NextBits()
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
}
