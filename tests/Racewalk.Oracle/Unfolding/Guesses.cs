namespace Racewalk.Oracle.Unfolding;

/// <summary>
/// A sequence of guesses. A run that asks for guesses is repeated, with <see cref="Advance"/> between, until every sequence was tried:
/// the last guess counts up first, as in an odometer whose length depends on its digits.
/// </summary>
internal sealed class Guesses
{
    private readonly List<(int Chosen, int Options)> _digits = [];
    private int _position;

    /// <summary>The next guess of this run, below <paramref name="options"/>.</summary>
    public int Next(int options)
    {
        if (_position == _digits.Count)
        {
            _digits.Add((0, options));
        }

        return _digits[_position++].Chosen;
    }

    /// <summary>Goes to the next sequence, for a new run. Returns false if there is none.</summary>
    public bool Advance()
    {
        // Digits past the position are of an earlier run; there are none, since each run asks the same up to its last digit.
        _position = 0;
        while (_digits.Count > 0)
        {
            (int chosen, int options) = _digits[^1];
            _digits.RemoveAt(_digits.Count - 1);
            if (chosen + 1 < options)
            {
                _digits.Add((chosen + 1, options));
                return true;
            }
        }

        return false;
    }
}
