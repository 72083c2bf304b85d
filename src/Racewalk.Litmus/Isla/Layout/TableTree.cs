using Racewalk.Litmus.Dialects.AArch64;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Isla.Layout;

/// <summary>An entry of a table that is being built.</summary>
/// <param name="address">Its physical address.</param>
/// <param name="level">Its level.</param>
internal sealed class TableEntry(ulong address, int level)
{
    private readonly List<ulong> _potential = [];

    /// <summary>What it holds at the start.</summary>
    public PageDescriptor Initial { get; set; }

    /// <summary>Whether a statement says what it holds, and not what isla maps by itself.</summary>
    public bool IsStated { get; set; }

    /// <summary>Adds a value that it may get later.</summary>
    public void Allow(ulong value)
    {
        if (!_potential.Contains(value))
        {
            _potential.Add(value);
        }
    }

    /// <summary>The entry as it is now.</summary>
    public DescriptorEntry ToEntry() => new(address, level, Initial.Value, [.. _potential]);
}

/// <summary>
/// A tree of tables that is being built. Its tables lie one page behind the other, in the order in which they are needed; tests rely on that, and name tables
/// by their numbers.
/// </summary>
/// <param name="name">Its name.</param>
/// <param name="root">Where its table of level 0 lies.</param>
internal sealed class TableTree(string name, ulong root)
{
    private readonly SortedDictionary<ulong, TableEntry> _entries = [];

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Where its table of level 0 lies.</summary>
    public ulong Root => root;

    /// <summary>The end of its last table.</summary>
    public ulong End { get; private set; } = root + Granule.PageSize;

    /// <summary>Its entries that something was said of, by their addresses.</summary>
    public IEnumerable<TableEntry> Entries => _entries.Values;

    /// <summary>
    /// The addresses of the entries that translate an address, from level 0 to a level; what is missing of the tables on the way is made. An invalid entry on
    /// the way gets a table even if a statement made it invalid: the statements go one by one, as in isla.
    /// </summary>
    /// <returns>The addresses; null with what is in the way: a block, or a table of another tree.</returns>
    public ulong[]? Descend(ulong address, int level, out string problem)
    {
        problem = "";
        ulong[] path = new ulong[level + 1];
        ulong table = root;
        for (int i = 0; ; i++)
        {
            path[i] = table + Granule.EntryOffset(address, i);
            if (i == level)
            {
                return path;
            }

            TableEntry entry = At(path[i], i);
            if (!entry.Initial.IsValid)
            {
                entry.Initial = PageDescriptor.Table(End);
                End += Granule.PageSize;
            }

            table = entry.Initial.Address;
            if (!entry.Initial.IsTable(i) || table < root || table >= End)
            {
                problem = entry.Initial.IsTable(i) ? $"the table 0x{table:x} of another tree is at level {i} already" : $"a block is at level {i} already";
                return null;
            }
        }
    }

    /// <summary>An entry.</summary>
    public TableEntry At(ulong address, int level)
    {
        if (!_entries.TryGetValue(address, out TableEntry? entry))
        {
            entry = new TableEntry(address, level);
            _entries.Add(address, entry);
        }

        return entry;
    }

    /// <summary>Maps a page to itself, unless something says otherwise of it.</summary>
    public void MapPage(ulong page, PageAttributes attributes)
    {
        if (Descend(page, Granule.LastLevel, out _) is { } path && At(path[^1], Granule.LastLevel) is { IsStated: false } entry)
        {
            entry.Initial = PageDescriptor.Leaf(page, Granule.LastLevel, attributes);
        }
    }
}
