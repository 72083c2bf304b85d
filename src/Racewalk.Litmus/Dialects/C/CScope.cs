using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Dialects.C;

/// <summary>The local variables of a thread, numbered. Not thread-safe.</summary>
internal sealed class CRegisters
{
    private readonly List<string> _names = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>The names by number.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Whether a local of the name is known.</summary>
    public bool Contains(string name) => _numbers.ContainsKey(name);

    /// <summary>The number of a local; a new name is added.</summary>
    public int Number(string name)
    {
        if (!_numbers.TryGetValue(name, out int number))
        {
            number = _names.Count;
            _names.Add(name);
            _numbers.Add(name, number);
        }

        return number;
    }

    /// <summary>A local that the file does not name.</summary>
    public int Temporary()
    {
        _names.Add($"temporary {_names.Count}");
        return _names.Count - 1;
    }
}

/// <summary>
/// What the names in a function mean. A parameter is the address of the location of its name; as in herd it is a local variable with that value where the
/// function assigns to it. A name that is declared nowhere is a location if the initial state has it, and else a local variable that begins as 0.
/// </summary>
internal sealed class CScope
{
    private readonly CRegisters _registers;
    private readonly LocationTable _locations;
    private readonly HashSet<string> _globals;
    private readonly HashSet<string> _parameters;
    private readonly HashSet<string> _locals = new(StringComparer.Ordinal);

    /// <summary>Collects the names of a function.</summary>
    public CScope(SourceText source, CThreadSyntax thread, HashSet<string> globals, CRegisters registers, LocationTable locations)
    {
        _registers = registers;
        _locations = locations;
        _globals = globals;
        _parameters = new HashSet<string>(StringComparer.Ordinal);
        foreach (CParameter parameter in thread.Parameters)
        {
            if (!_parameters.Add(parameter.Name))
            {
                throw source.Error(parameter.Offset, $"a second parameter '{parameter.Name}'");
            }
        }

        Collect(thread.Body);
    }

    /// <summary>The parameters that the function assigns to, sorted.</summary>
    public IEnumerable<string> AssignedParameters => _parameters.Where(_locals.Contains).Order(StringComparer.Ordinal);

    /// <summary>Whether a name is a local variable.</summary>
    public bool IsLocal(string name) => _locals.Contains(name) || (!_parameters.Contains(name) && (_registers.Contains(name) || !_globals.Contains(name)));

    /// <summary>Whether a name is a location that is accessed where the name is used, and not a pointer to one.</summary>
    public bool IsGlobal(string name) => !IsLocal(name) && !_parameters.Contains(name);

    /// <summary>The number of a local variable.</summary>
    public int Register(string name) => _registers.Number(name);

    /// <summary>A local variable for the value of a part of an expression.</summary>
    public int Temporary() => _registers.Temporary();

    /// <summary>The address of a location, for an access.</summary>
    public ulong Address(string name) => LitmusProgram.AddressOf(_locations.Number(name));

    /// <summary>The address of a location as a value.</summary>
    public ulong AddressAsValue(string name) => _locations.AddressAsValue(name);

    private void Collect(IReadOnlyList<CStatement> statements)
    {
        foreach (CStatement statement in statements)
        {
            switch (statement)
            {
                case CDeclaration declaration:
                    _locals.Add(declaration.Name);
                    break;
                case CAssignment { Target: CName target } when _parameters.Contains(target.Name):
                    _locals.Add(target.Name);
                    break;
                case CIf conditional:
                    Collect(conditional.Then);
                    Collect(conditional.Otherwise);
                    break;
            }
        }
    }
}
