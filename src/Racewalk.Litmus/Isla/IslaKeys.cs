using Racewalk.Litmus.Isla.Toml;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Isla;

/// <summary>Takes the values of a table's keys, and says what is wrong with them.</summary>
/// <param name="source">The file.</param>
/// <param name="table">The table.</param>
/// <param name="what">What diagnostics call it.</param>
internal sealed class IslaKeys(SourceText source, TomlTable table, string what)
{
    /// <summary>The table of a value, which must be one.</summary>
    public static TomlTable Table(SourceText source, TomlEntry entry, string what) =>
        entry.Value as TomlTable ?? throw source.Error(entry.Value.Offset, $"expected {what} to be a table");

    /// <summary>The text of a value, which must be one, and in which nothing may stand for something else.</summary>
    public static TomlText Text(SourceText source, TomlEntry entry)
    {
        TomlText text = entry.Value as TomlText ?? throw source.Error(entry.Value.Offset, $"expected '{entry.Name}' to be a text in quotes");

        // What is inside is read where it stands, so that diagnostics can name places in it.
        return text.Escape < 0 ? text : throw source.Unsupported(text.Escape, $"an escape sequence in '{entry.Name}'");
    }

    /// <summary>The entry of a key, which must be there.</summary>
    public TomlEntry Require(string key) => table.Find(key) ?? throw source.Error(table.Offset, $"{what} has no '{key}'");

    /// <summary>The text of a key, which must be there.</summary>
    public TomlText RequireText(string key) => Text(source, Require(key));

    /// <summary>A cursor over the text of a key, which must be there.</summary>
    public IslaCursor RequireCursor(string key)
    {
        TomlText text = RequireText(key);
        return new IslaCursor(source, text.Start, text.End);
    }

    /// <summary>The table of a key; null if it is not there.</summary>
    public TomlTable? Table(string key) => table.Find(key) is { } entry ? Table(source, entry, $"'{key}'") : null;

    /// <summary>No other key may be there.</summary>
    public void Allow(params ReadOnlySpan<string> keys)
    {
        foreach (TomlEntry entry in table.Entries)
        {
            if (!keys.Contains(entry.Name))
            {
                throw source.Unsupported(entry.Offset, $"the key '{entry.Name}' in {what}");
            }
        }
    }
}
