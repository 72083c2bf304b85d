using Racewalk.Litmus.Isla.Layout;
using Racewalk.Litmus.Isla.Setup;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Isla;

/// <summary>The memory of a test as numbered locations: what its file names, what is not 0, and the entries of its tables. Others are added while it runs.</summary>
internal sealed class IslaMemory
{
    private readonly List<string> _names = [];
    private readonly Dictionary<ulong, int> _numbers = [];
    private readonly Dictionary<int, ulong> _values = [];

    public IslaMemory(IslaInitialState state)
    {
        var pages = new HashSet<ulong>();
        foreach (TableArea area in state.Tables.Areas)
        {
            for (ulong page = Granule.PageOf(area.Root); page < Granule.PageOf(area.End); page++)
            {
                pages.Add(page);
            }
        }

        Tables = new TableSetup(pages);
        foreach (IslaAddress address in state.Addresses.Values.Where(a => a.Kind == AddressKind.Physical))
        {
            Number(address.Value, address.Name);
        }

        foreach (ulong address in state.Values.Keys)
        {
            Number(address, null);
        }

        foreach (DescriptorEntry entry in state.Tables.Entries)
        {
            Number(entry.Address, null);
        }

        foreach ((ulong address, int number) in _numbers)
        {
            _values[number] = state.Read(address);
        }
    }

    /// <summary>The names by number.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The numbers by address.</summary>
    public IReadOnlyDictionary<ulong, int> Numbers => _numbers;

    /// <summary>The initial values by number.</summary>
    public IReadOnlyDictionary<int, ulong> Values => _values;

    /// <summary>The tables.</summary>
    public TableSetup Tables { get; }

    /// <summary>The number of a location.</summary>
    public int Number(ulong address, string? name)
    {
        if (!_numbers.TryGetValue(address, out int number))
        {
            number = _names.Count;
            _numbers.Add(address, number);
            _names.Add(name ?? FormattableString.Invariant($"0x{address:x}"));
        }

        return number;
    }
}
