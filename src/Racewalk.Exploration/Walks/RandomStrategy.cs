using System.Numerics;

namespace Racewalk.Exploration.Walks;

/// <summary>Draws every decision uniformly.</summary>
/// <param name="seed">What the draws follow from.</param>
internal sealed class RandomStrategy(ulong seed) : IWalkStrategy
{
    private SplitMix _random = new(seed);

    public void Begin()
    {
    }

    public int NextThread(uint able)
    {
        uint rest = able;
        for (int skipped = _random.Below(BitOperations.PopCount(able)); skipped > 0; skipped--)
        {
            rest &= rest - 1;
        }

        return BitOperations.TrailingZeroCount(rest);
    }

    public int NextAlternative(int count) => _random.Below(count);
}
