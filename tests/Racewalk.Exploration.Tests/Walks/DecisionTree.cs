using System.Numerics;
using Racewalk.Exploration.Walks;

namespace Racewalk.Exploration.Tests.Walks;

// Takes every way that draws can go, one a walk, and knows how likely each is.
internal sealed class DecisionTree : IWalkStrategy
{
    private readonly List<(int Taken, int Of)> _path = [];
    private int _next;

    // How likely the way just taken is, if every draw is uniform.
    public double Probability => _path.Aggregate(1.0, static (p, d) => p / d.Of);

    public void Begin() => _next = 0;

    public int NextThread(uint able)
    {
        uint rest = able;
        for (int skipped = Decide(BitOperations.PopCount(able)); skipped > 0; skipped--)
        {
            rest &= rest - 1;
        }

        return BitOperations.TrailingZeroCount(rest);
    }

    public int NextAlternative(int count) => Decide(count);

    // Goes to the next way; false if there is none.
    public bool Next()
    {
        while (_path.Count > 0)
        {
            (int taken, int of) = _path[^1];
            _path.RemoveAt(_path.Count - 1);
            if (taken + 1 < of)
            {
                _path.Add((taken + 1, of));
                return true;
            }
        }

        return false;
    }

    private int Decide(int count)
    {
        if (_next == _path.Count)
        {
            _path.Add((0, count));
        }

        Assert.Equal(count, _path[_next].Of);
        return _path[_next++].Taken;
    }
}
