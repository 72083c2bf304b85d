using Racewalk.Exploration.Estimates;

namespace Racewalk.Exploration.Tests.Estimates;

// Takes every way that the draws of a probe can go, one after the other, and knows how likely each is.
internal sealed class EveryWay : IDraw
{
    private readonly List<(bool IsFirst, double First, double Second)> _path = [];
    private int _next;

    // How likely the way just taken is.
    public double Probability => _path.Aggregate(1.0, static (p, d) => p * (d.IsFirst ? d.First : d.Second) / (d.First + d.Second));

    public bool IsFirst(double first, double second)
    {
        if (_next == _path.Count)
        {
            _path.Add((true, first, second));
        }

        Assert.Equal((first, second), (_path[_next].First, _path[_next].Second));
        return _path[_next++].IsFirst;
    }

    // Goes to the next way; false if there is none.
    public bool Next()
    {
        _next = 0;
        while (_path.Count > 0)
        {
            (bool isFirst, double first, double second) = _path[^1];
            _path.RemoveAt(_path.Count - 1);
            if (isFirst)
            {
                _path.Add((false, first, second));
                return true;
            }
        }

        return false;
    }
}
