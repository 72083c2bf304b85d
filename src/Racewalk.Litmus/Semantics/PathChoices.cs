namespace Racewalk.Litmus.Semantics;

/// <summary>The decisions of one path, and the way to the next: alternatives are counted up like the digits of a number. Not thread-safe.</summary>
internal sealed class PathChoices
{
    private readonly List<(int Taken, int Of)> _digits = [];
    private int _position;

    /// <summary>How many decisions the path has taken so far.</summary>
    public int Count => _position;

    /// <summary>The next decision of the path; the first alternative where the path is new.</summary>
    public int Next(int alternatives)
    {
        if (_position == _digits.Count)
        {
            _digits.Add((0, alternatives));
        }

        return _digits[_position++].Taken;
    }

    /// <summary>Goes to the next path; false after the last.</summary>
    public bool Advance()
    {
        _digits.RemoveRange(_position, _digits.Count - _position);
        _position = 0;
        for (int i = _digits.Count - 1; i >= 0; i--)
        {
            (int taken, int of) = _digits[i];
            if (taken + 1 < of)
            {
                _digits[i] = (taken + 1, of);
                return true;
            }

            _digits.RemoveAt(i);
        }

        return false;
    }
}
