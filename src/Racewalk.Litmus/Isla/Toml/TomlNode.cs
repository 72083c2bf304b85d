namespace Racewalk.Litmus.Isla.Toml;

/// <summary>A value of a TOML file.</summary>
/// <param name="Offset">Where it begins; for a table that only headers or dotted keys make, where its name is first.</param>
internal abstract record TomlNode(int Offset);

/// <summary>A quoted text.</summary>
/// <param name="Offset">Where its first quote is.</param>
/// <param name="Value">What it stands for.</param>
/// <param name="Start">Where the text between the quotes begins.</param>
/// <param name="End">Where the text between the quotes ends.</param>
/// <param name="Escape">Where its first escape sequence is; -1 without one. Then what it stands for is what stands in the file.</param>
internal sealed record TomlText(int Offset, string Value, int Start, int End, int Escape) : TomlNode(Offset);

/// <summary>A number, a date, true or false, as it stands in the file.</summary>
internal sealed record TomlWord(int Offset, string Text) : TomlNode(Offset);

/// <summary>An array.</summary>
internal sealed record TomlList(int Offset, IReadOnlyList<TomlNode> Items) : TomlNode(Offset);

/// <summary>A key and its value.</summary>
internal sealed record TomlEntry(int Offset, string Name, TomlNode Value);

/// <summary>A table, its keys in the order of the file.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="IsInline">Whether it is in braces and complete, and not one that headers add to.</param>
internal sealed record TomlTable(int Offset, bool IsInline) : TomlNode(Offset)
{
    private readonly List<TomlEntry> _entries = [];
    private readonly Dictionary<string, TomlEntry> _byName = new(StringComparer.Ordinal);

    /// <summary>The keys and values.</summary>
    public IReadOnlyList<TomlEntry> Entries => _entries;

    /// <summary>The entry of a key, or null.</summary>
    public TomlEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Adds an entry; false if the key is there.</summary>
    public bool TryAdd(TomlEntry entry)
    {
        if (!_byName.TryAdd(entry.Name, entry))
        {
            return false;
        }

        _entries.Add(entry);
        return true;
    }
}
