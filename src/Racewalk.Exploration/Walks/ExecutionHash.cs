using Racewalk.Executions;

namespace Racewalk.Exploration.Walks;

/// <summary>
/// Sums up an execution in 128 bits, whatever the order of its events. That two executions among a million have the same has a chance of about 10^-27.
/// </summary>
internal struct ExecutionHash
{
    private const ulong Other = 0xd1b5_4a32_d192_ed03;
    private ulong _high;
    private ulong _low;

    /// <summary>The sum.</summary>
    public readonly UInt128 Value => new(_high, _low);

    /// <summary>The place of an event; 0 for none.</summary>
    public static ulong Place(int thread, int index) => ((ulong)(uint)thread << 32 | (uint)index) + 1;

    /// <summary>Adds an event.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="kind">What it does.</param>
    /// <param name="source">What it reads or takes.</param>
    /// <param name="previous">What it comes after in coherence.</param>
    /// <param name="value">Its value.</param>
    public void Add(ulong place, EventKind kind, ulong source, ulong previous, ulong value)
    {
        ulong high = SplitMix.Mix(place ^ ((ulong)kind << 56));
        high = SplitMix.Mix(unchecked(high + source));
        high = SplitMix.Mix(unchecked(high * 3 + previous));
        high = SplitMix.Mix(unchecked(high * 5 + value));
        ulong low = SplitMix.Mix(unchecked((place ^ ((ulong)kind << 56)) * Other));
        low = SplitMix.Mix(unchecked(low * 7 + source));
        low = SplitMix.Mix(unchecked(low * 9 + previous));
        low = SplitMix.Mix(unchecked(low * 11 + value));
        unchecked
        {
            _high += high;
            _low += low;
        }
    }
}
