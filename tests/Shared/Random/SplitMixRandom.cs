namespace Racewalk.Testing;

/// <summary><see cref="SplitMix64"/> where a <see cref="Random"/> is asked for: what a seed stands for does not change with the runtime.</summary>
internal sealed class SplitMixRandom(ulong seed) : Random
{
    private readonly SplitMix64 _bits = new(seed);

    public override int Next() => Next(int.MaxValue);

    public override int Next(int maxValue) => _bits.Below(maxValue);

    public override int Next(int minValue, int maxValue) => minValue + Next(maxValue - minValue);

    public override double NextDouble() => (_bits.Next() >> 11) * (1.0 / (1UL << 53));

    public override void NextBytes(byte[] buffer) => NextBytes(buffer.AsSpan());

    public override void NextBytes(Span<byte> buffer)
    {
        for (int i = 0; i < buffer.Length; i++)
        {
            buffer[i] = (byte)_bits.Next();
        }
    }

    protected override double Sample() => NextDouble();
}
