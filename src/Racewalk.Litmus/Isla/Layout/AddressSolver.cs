using Racewalk.Litmus.Isla.Setup;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Isla.Layout;

/// <summary>
/// Gives every name an address: the first that is free, in the order of the declarations, so that all assertions hold. The same test always gets the same.
/// </summary>
internal sealed class AddressSolver
{
    private readonly IslaTest _test;
    private readonly List<NamedAddress> _names;
    private readonly Dictionary<string, ulong> _addresses = new(StringComparer.Ordinal);
    private readonly List<(AddressKind Kind, ulong Start, ulong End)> _taken = [];
    private readonly AddressAssertions _assertions;
    private readonly List<SetupAssert>[] _due;

    private AddressSolver(IslaTest test)
    {
        _test = test;

        // Intermediate addresses that something uses have been refused.
        _names = [.. NamedAddress.Collect(test).Where(n => n.Kind != AddressKind.Intermediate)];
        _assertions = new AddressAssertions(test, _addresses);
        _due = new List<SetupAssert>[_names.Count + 1];
        for (int i = 0; i < _due.Length; i++)
        {
            _due[i] = [];
        }
    }

    /// <summary>The addresses of a test's names, by name.</summary>
    /// <exception cref="LitmusException">Names are declared wrongly, or no addresses fulfil the assertions.</exception>
    public static IReadOnlyDictionary<string, IslaAddress> Solve(IslaTest test)
    {
        var solver = new AddressSolver(test);
        solver.PlaceSymbolic();
        solver.PlanAssertions();
        if (!solver.AllHold(0) || !solver.Place(0))
        {
            throw test.Source.Error(solver._assertions.All[0].Assertion.Offset, "no addresses were found for which the assertions hold");
        }

        var kinds = solver._names.ToDictionary(n => n.Name.Name, n => n.Kind, StringComparer.Ordinal);
        var addresses = new SortedDictionary<string, IslaAddress>(StringComparer.Ordinal);
        foreach ((string name, ulong address) in solver._addresses)
        {
            addresses.Add(name, new IslaAddress(name, kinds.GetValueOrDefault(name, AddressKind.Virtual), address));
        }

        return addresses;
    }

    // A declaration of the same name says where the address is; without one it is known beforehand.
    private void PlaceSymbolic()
    {
        for (int i = 0; i < _test.Symbolic.Count; i++)
        {
            string name = _test.Symbolic[i].Name;
            if (IndexOf(name) < 0)
            {
                Take(name, AddressKind.Virtual, AddressSpaces.Virtual + ((ulong)i * Granule.PageSize), Granule.PageSize);
            }
        }
    }

    // An assertion is checked as soon as the last of its names has an address.
    private void PlanAssertions()
    {
        foreach ((SetupAssert assertion, IReadOnlyList<IslaName> names) in _assertions.All)
        {
            _due[names.Select(n => IndexOf(n.Name)).DefaultIfEmpty(-1).Max() + 1].Add(assertion);
        }
    }

    private int IndexOf(string name) => _names.FindIndex(n => string.Equals(n.Name.Name, name, StringComparison.Ordinal));

    private bool Place(int index)
    {
        if (index == _names.Count)
        {
            return true;
        }

        NamedAddress name = _names[index];
        var candidates = AddressSpaces.Candidates(name.Kind, name.Alignment).ToList();
        return candidates.Where(c => !IsTaken(name, c)).Any(c => Try(index, c))
            || (_assertions.All.Count > 0 && candidates.Where(c => IsTaken(name, c) && !IsForbidden(name, c)).Any(c => Try(index, c)));
    }

    private bool Try(int index, ulong address)
    {
        NamedAddress name = _names[index];
        Take(name.Name.Name, name.Kind, address, name.Alignment);
        if (AllHold(index + 1) && Place(index + 1))
        {
            return true;
        }

        _addresses.Remove(name.Name.Name);
        _taken.RemoveAt(_taken.Count - 1);
        return false;
    }

    private bool AllHold(int index) => _due[index].TrueForAll(_assertions.Holds);

    private void Take(string name, AddressKind kind, ulong address, ulong size)
    {
        _addresses[name] = address;
        _taken.Add((kind, address, address + size));
    }

    private bool IsTaken(NamedAddress name, ulong address) => _taken.Exists(t => t.Kind == name.Kind && t.Start < address + name.Alignment && address < t.End);

    private bool IsForbidden(NamedAddress name, ulong address) =>
        _names.Exists(n => n.Declaration == name.Declaration && n != name && _addresses.TryGetValue(n.Name.Name, out ulong other) && other == address);
}
