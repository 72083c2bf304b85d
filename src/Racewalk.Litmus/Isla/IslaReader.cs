using System.Globalization;
using Racewalk.Litmus.Isla.Setup;
using Racewalk.Litmus.Isla.Toml;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Isla;

/// <summary>Reads tests of isla's TOML dialect.</summary>
public static class IslaReader
{
    private const int NameLimit = 200;

    /// <summary>Reads a file.</summary>
    /// <exception cref="LitmusException">The file is wrong or not supported.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IslaTest Load(string path) => Parse(new SourceText(path, File.ReadAllText(path)));

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="LitmusException">The text is wrong or not supported.</exception>
    public static IslaTest Parse(SourceText source)
    {
        TomlTable document = TomlReader.Read(source);
        var keys = new IslaKeys(source, document, "the test");
        keys.Allow("arch", "name", "hash", "symbolic", "addresses", "page_table_setup", "types", "thread", "section", "final", "meta", "graph");
        TomlText architecture = keys.RequireText("arch");
        if (architecture.Value != "AArch64")
        {
            throw source.Unsupported(architecture.Start, $"the architecture '{architecture.Value}'");
        }

        if (document.Find("page_table_setup") is null)
        {
            throw source.Unsupported(0, "a test without 'page_table_setup'");
        }

        IReadOnlyList<IslaThread> threads = IslaThreadReader.ReadThreads(source, keys);
        IReadOnlyList<IslaHandler> handlers = IslaThreadReader.ReadHandlers(source, keys);
        IslaCodePages.Check(source, threads, handlers);
        TomlTable final = IslaKeys.Table(source, keys.Require("final"), "'final'");
        var finalKeys = new IslaKeys(source, final, "'final'");
        finalKeys.Allow("assertion", "expect");
        return new IslaTest
        {
            Source = source,
            Architecture = architecture.Value,
            Name = keys.RequireText("name").Value,
            Symbolic = ReadSymbolic(source, document.Find("symbolic") ?? document.Find("addresses") ?? keys.Require("symbolic")),
            PageTableSetup = SetupParser.ReadWhole(keys.RequireCursor("page_table_setup")),
            Types = ReadTypes(source, keys),
            Threads = threads,
            Handlers = handlers,
            Final = IslaAssertionParser.ReadWhole(finalKeys.RequireCursor("assertion")),
            FinalText = finalKeys.RequireText("assertion").Value,
            FinalLine = source.LineAt(finalKeys.Require("assertion").Offset),
            Expect = final.Find("expect") is { } expect ? ReadExpect(source, expect) : null,
            Meta = ReadMeta(document),
        };
    }

    private static List<IslaName> ReadSymbolic(SourceText source, TomlEntry entry)
    {
        TomlList list = entry.Value as TomlList ?? throw source.Error(entry.Value.Offset, $"expected '{entry.Name}' to be an array of names");
        var names = new List<IslaName>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (TomlNode item in list.Items)
        {
            if (names.Count == NameLimit)
            {
                throw source.Error(item.Offset, $"more than {NameLimit} addresses");
            }

            TomlText text = IslaKeys.Text(source, new TomlEntry(entry.Offset, entry.Name, item));
            var cursor = new IslaCursor(source, text.Start, text.End);
            names.Add(new IslaName(text.Start, cursor.ExpectName("the name of an address")));
            cursor.ExpectEnd("the end of the name");
            if (!seen.Add(names[^1].Name))
            {
                throw source.Error(text.Start, $"the address '{names[^1].Name}' is there twice");
            }
        }

        return names;
    }

    private static List<IslaType> ReadTypes(SourceText source, IslaKeys keys)
    {
        var types = new List<IslaType>();
        foreach (TomlEntry entry in keys.Table("types")?.Entries ?? [])
        {
            TomlText text = IslaKeys.Text(source, entry);
            types.Add(new IslaType(entry.Offset, entry.Name, text.Value switch
            {
                "uint8_t" => 1,
                "uint16_t" => 2,
                "uint32_t" => 4,
                "uint64_t" => 8,
                _ => throw source.Error(text.Start, $"expected uint8_t, uint16_t, uint32_t or uint64_t, found '{text.Value}'"),
            }));
        }

        return types;
    }

    private static bool ReadExpect(SourceText source, TomlEntry entry)
    {
        TomlText text = IslaKeys.Text(source, entry);
        return text.Value is "sat" or "unsat" ? text.Value == "sat" : throw source.Error(text.Start, $"expected \"sat\" or \"unsat\", found '{text.Value}'");
    }

    private static SortedDictionary<string, string> ReadMeta(TomlTable document)
    {
        var meta = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string key in (string[])["meta", "graph"])
        {
            if (document.Find(key) is { } entry)
            {
                Flatten(key == "meta" ? "" : key, entry.Value);
            }
        }

        return meta;

        void Flatten(string name, TomlNode node)
        {
            if (node is TomlTable table)
            {
                foreach (TomlEntry entry in table.Entries)
                {
                    Flatten(name.Length == 0 ? entry.Name : $"{name}.{entry.Name}", entry.Value);
                }
            }
            else
            {
                meta[name] = Describe(node);
            }
        }
    }

    private static string Describe(TomlNode node) => node switch
    {
        TomlText text => text.Value,
        TomlWord word => word.Text,
        TomlList list => string.Join(' ', list.Items.Select(Describe)),
        _ => string.Create(CultureInfo.InvariantCulture, $"@{node.Offset}"),
    };
}
