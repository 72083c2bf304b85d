using Racewalk.Exploration.Walks;

namespace Racewalk.Exploration.Estimates;

/// <summary>Decides what a probe goes on with.</summary>
internal interface IDraw
{
    /// <summary>Draws one of two: true for the first, with probability <paramref name="first"/> / (<paramref name="first"/> + <paramref name="second"/>).</summary>
    bool IsFirst(double first, double second);
}

/// <summary>Draws that follow from a seed.</summary>
/// <param name="seed">The seed.</param>
internal sealed class SeededDraw(ulong seed) : IDraw
{
    private SplitMix _random = new(seed);

    /// <inheritdoc/>
    public bool IsFirst(double first, double second) => (_random.Next() >> 11) * (1.0 / (1L << 53)) * (first + second) < first;
}
