using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Racewalk.Models.Cat.Values;

/// <summary>What names mean at a place: the definitions of the model so far, and before them the names that functions and <c>let … in</c> have bound.</summary>
internal sealed class Environment
{
    private readonly ImmutableDictionary<string, Thunk> _global;
    private readonly Environment? _outer;
    private readonly string? _name;
    private readonly Thunk? _value;

    private Environment(ImmutableDictionary<string, Thunk> global, Environment? outer, string? name, Thunk? value)
    {
        _global = global;
        _outer = outer;
        _name = name;
        _value = value;
    }

    public static Environment Empty { get; } =
        new(ImmutableDictionary.Create<string, Thunk>(StringComparer.Ordinal), null, null, null);

    /// <summary>The names that the instructions of the model have bound.</summary>
    public ImmutableDictionary<string, Thunk> Global => _global;

    /// <summary>Adds a definition of the model.</summary>
    public Environment Define(string name, Thunk value) =>
        _outer is null ? new Environment(_global.SetItem(name, value), null, null, null) : Bind(name, value);

    /// <summary>Adds a name that a function or an expression binds; a null name binds nothing.</summary>
    public Environment Bind(string? name, Thunk value) => name is null ? this : new Environment(_global, this, name, value);

    public bool TryFind(string name, [NotNullWhen(true)] out Thunk? value)
    {
        for (Environment? at = this; at is not null; at = at._outer)
        {
            if (at._name == name)
            {
                value = at._value!;
                return true;
            }
        }

        return _global.TryGetValue(name, out value);
    }
}
