namespace Racewalk.Models.Cat.Values;

/// <summary>
/// A value that is computed when somebody asks: a definition that nobody uses may be wrong, for example name a set that only another architecture has.
/// What goes wrong is kept as well.
/// </summary>
internal sealed class Thunk
{
    private Func<Value>? _compute;
    private Value? _value;
    private CatException? _error;

    public Thunk(Value value) => _value = value;

    public Thunk(Func<Value> compute) => _compute = compute;

    public Value Force()
    {
        if (_value is not null)
        {
            return _value;
        }

        if (_compute is { } compute)
        {
            _compute = null;
            try
            {
                _value = compute();
                return _value;
            }
            catch (CatException error)
            {
                _error = error;
                throw;
            }
        }

        throw _error ?? throw new InvalidOperationException("A value is asked for while it is computed.");
    }
}
