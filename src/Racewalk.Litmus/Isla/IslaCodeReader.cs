using Racewalk.Litmus.Isla.Toml;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Isla;

/// <summary>Cuts assembly as GNU as reads it into labels and instructions. A line or a semicolon ends an instruction.</summary>
internal sealed class IslaCodeReader
{
    private readonly SourceText _source;
    private readonly int _end;
    private readonly List<IslaInstruction> _instructions = [];
    private readonly List<IslaCodeLabel> _labels = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private IslaCodeReader(SourceText source, int end)
    {
        _source = source;
        _end = end;
    }

    /// <summary>Reads a text.</summary>
    /// <param name="source">The file.</param>
    /// <param name="text">Where the code stands.</param>
    /// <param name="address">Where its first instruction lies.</param>
    public static IslaCode Read(SourceText source, TomlText text, ulong address)
    {
        var reader = new IslaCodeReader(source, text.End);
        for (int i = text.Start; i < text.End;)
        {
            i = reader.ReadStatement(i);
        }

        return new IslaCode(text.Start, source.Text[text.Start..text.End], address, reader._instructions, reader._labels);
    }

    // Reads up to the end of a line or a semicolon, and returns where the next begins.
    private int ReadStatement(int start)
    {
        string text = _source.Text;
        int i = SkipBlanks(start);
        while (i < _end && LabelEnd(i) is var colon and >= 0)
        {
            AddLabel(i, text[i..colon]);
            i = SkipBlanks(colon + 1);
        }

        // '#' begins a comment only where an instruction could begin; elsewhere it is an immediate.
        bool isComment = i < _end && text[i] == '#';
        int first = i;
        int last = i;
        while (i < _end && text[i] != '\n' && (text[i] != ';' || isComment))
        {
            int next = SkipBlanks(i);
            if (next == i)
            {
                last = ++i;
            }
            else
            {
                i = next;
            }
        }

        if (last > first && !isComment)
        {
            if (text[first] == '.')
            {
                throw _source.Unsupported(first, $"the directive '{text[first..last]}'");
            }

            _instructions.Add(new IslaInstruction(first, last - first));
        }

        return i + 1;
    }

    private void AddLabel(int offset, string name)
    {
        if (!char.IsAsciiDigit(name[0]) && !_names.Add(name))
        {
            throw _source.Error(offset, $"the label '{name}' is there twice");
        }

        _labels.Add(new IslaCodeLabel(offset, name, _instructions.Count));
    }

    // Where the colon of a label is; -1 if something else is there.
    private int LabelEnd(int start)
    {
        string text = _source.Text;
        int i = start;
        while (i < _end && (char.IsAsciiLetterOrDigit(text[i]) || text[i] is '_' or '.' or '$'))
        {
            i++;
        }

        return i > start && i < _end && text[i] == ':' ? i : -1;
    }

    // Skips blanks and comments, but no end of a line.
    private int SkipBlanks(int i)
    {
        string text = _source.Text;
        while (i < _end)
        {
            if (text[i] is ' ' or '\t' or '\r' or '\f')
            {
                i++;
            }
            else if (i + 1 < _end && text[i] == '/' && text[i + 1] == '/')
            {
                int line = text.IndexOf('\n', i, _end - i);
                return line < 0 ? _end : line;
            }
            else if (i + 1 < _end && text[i] == '/' && text[i + 1] == '*')
            {
                int close = text.IndexOf("*/", i + 2, _end - i - 2, StringComparison.Ordinal);
                i = close >= 0 ? close + 2 : throw _source.Error(i, "expected '*/' at the end of the comment");
            }
            else
            {
                break;
            }
        }

        return i;
    }
}
