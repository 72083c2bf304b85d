using Racewalk.Litmus.Syntax;
using Tomlyn;
using Tomlyn.Parsing;

namespace Racewalk.Litmus.Isla.Toml;

/// <summary>Reads TOML, and keeps the places of its keys and values.</summary>
internal sealed class TomlReader
{
    /// <summary>How deep tables and arrays may be nested; tests need four levels, and what walks the tree is recursive.</summary>
    private const int NestingLimit = 32;

    private static readonly TomlParserOptions s_options = new() { Mode = TomlParserMode.Strict, DecodeScalars = true, EagerStringValues = true };

    private readonly SourceText _source;
    private readonly TomlParser _parser;

    private TomlReader(SourceText source)
    {
        _source = source;

        // Tomlyn cannot name the end of the file as what is wrong in an escape sequence: it throws another exception over its own message.
        _parser = TomlParser.Create(source.Text + "\n", s_options);
    }

    private TomlParseEvent Current => _parser.Current;

    private int Offset => Current.Span?.Start.Offset ?? 0;

    /// <summary>Reads a file.</summary>
    /// <exception cref="LitmusException">It is not TOML, or has a key twice.</exception>
    public static TomlTable Read(SourceText source)
    {
        try
        {
            var document = new TomlTable(0, IsInline: false);
            var reader = new TomlReader(source);
            while (reader._parser.MoveNext())
            {
                if (reader.Current.Kind == TomlParseEventKind.StartTable)
                {
                    reader.ReadTable(document);
                }
            }

            return document;
        }
        catch (TomlException e)
        {
            (int offset, string message) = e.Diagnostics.Count > 0 ? (e.Diagnostics[0].Span.Start.Offset, e.Diagnostics[0].Message) : (0, e.Message);
            throw source.Error(offset, $"not TOML: {message.Trim().TrimEnd('.')}");
        }
    }

    private void ReadTable(TomlTable table)
    {
        while (_parser.MoveNext() && Current.Kind != TomlParseEventKind.EndTable)
        {
            int offset = Offset;
            string name = Current.PropertyName ?? throw _source.Error(offset, "expected a key");
            _parser.MoveNext();

            // Only a table in braces has a place of its own; headers may come back to the others.
            bool isNamedByHeaders = Current.Kind == TomlParseEventKind.StartTable && Current.Span is null;
            if (isNamedByHeaders && table.Find(name)?.Value is TomlTable { IsInline: false } known)
            {
                CheckDepth(offset);
                ReadTable(known);
                continue;
            }

            if (table.Find(name) is { } first)
            {
                throw _source.Error(offset, $"the key '{name}' is there twice, first on line {_source.LineAt(first.Offset)}");
            }

            table.TryAdd(new TomlEntry(offset, name, ReadValue(offset)));
        }
    }

    private TomlNode ReadValue(int keyOffset)
    {
        int offset = Current.Span?.Start.Offset ?? keyOffset;
        switch (Current.Kind)
        {
            case TomlParseEventKind.String:
                return ReadText(offset, Current.Span?.End.Offset ?? offset);
            case TomlParseEventKind.StartTable:
                CheckDepth(offset);
                var table = new TomlTable(offset, IsInline: Current.Span is not null);
                ReadTable(table);
                return table;
            case TomlParseEventKind.StartArray:
                CheckDepth(offset);
                var items = new List<TomlNode>();
                while (_parser.MoveNext() && Current.Kind != TomlParseEventKind.EndArray)
                {
                    items.Add(ReadValue(offset));
                }

                return new TomlList(offset, items);
            default:
                return new TomlWord(offset, _source.Text[offset..((Current.Span?.End.Offset ?? offset) + 1)]);
        }
    }

    private TomlText ReadText(int offset, int last)
    {
        ReadOnlySpan<char> raw = _source.Text.AsSpan(offset, last + 1 - offset);
        int quotes = raw.Length >= 6 && (raw.StartsWith("\"\"\"", StringComparison.Ordinal) || raw.StartsWith("'''", StringComparison.Ordinal)) ? 3 : 1;
        int escape = raw[0] == '"' ? raw.IndexOf('\\') : -1;
        return new TomlText(offset, Current.StringValue ?? "", offset + quotes, last + 1 - quotes, escape < 0 ? -1 : offset + escape);
    }

    private void CheckDepth(int offset)
    {
        if (_parser.Depth > NestingLimit)
        {
            throw _source.Error(offset, $"nested deeper than {NestingLimit} levels");
        }
    }
}
