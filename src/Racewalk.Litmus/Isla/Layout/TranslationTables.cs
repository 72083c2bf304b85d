namespace Racewalk.Litmus.Isla.Layout;

/// <summary>An entry of a table.</summary>
/// <param name="Address">Its physical address.</param>
/// <param name="Level">Its level, from 0 to 3.</param>
/// <param name="Initial">What it holds at the start; 0 is invalid.</param>
/// <param name="Potential">What it may get besides, as <c>?-></c> says, in the order of the file.</param>
public sealed record DescriptorEntry(ulong Address, int Level, ulong Initial, IReadOnlyList<ulong> Potential);

/// <summary>A tree of tables.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Root">Where its table of level 0 lies: what a table base register points to.</param>
/// <param name="End">The end of its last table; they lie one behind the other.</param>
public sealed record TableArea(string Name, ulong Root, ulong End);

/// <summary>The tables as they are at the start. Immutable and thread-safe.</summary>
public sealed class TranslationTables
{
    private readonly Dictionary<ulong, DescriptorEntry> _entries;

    internal TranslationTables(IReadOnlyList<TableArea> areas, IEnumerable<DescriptorEntry> entries)
    {
        Areas = areas;
        Entries = [.. entries.OrderBy(e => e.Address)];
        _entries = Entries.ToDictionary(e => e.Address);
    }

    /// <summary>The trees: the default one first, then the others in their order.</summary>
    public IReadOnlyList<TableArea> Areas { get; }

    /// <summary>The entries that hold something or that a statement speaks of, by their addresses. All others of the tables are invalid.</summary>
    public IReadOnlyList<DescriptorEntry> Entries { get; }

    /// <summary>Whether a physical address is in a table.</summary>
    public bool Contains(ulong address) => Areas.Any(a => address >= a.Root && address < a.End);

    /// <summary>An entry that holds something or that a statement speaks of; null for others.</summary>
    public DescriptorEntry? Find(ulong address) => _entries.GetValueOrDefault(address);

    /// <summary>What eight bytes of memory hold as far as tables are concerned; 0 where there is nothing.</summary>
    public ulong Read(ulong address) => _entries.TryGetValue(address, out DescriptorEntry? entry) ? entry.Initial : 0;

    /// <summary>Translates an address as the tables are at the start.</summary>
    /// <param name="root">The table of level 0, or a table base register.</param>
    /// <param name="address">The virtual address.</param>
    public TranslationWalk Walk(ulong root, ulong address) => TranslationWalk.Walk(Read, root, address);
}
