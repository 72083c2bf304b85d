namespace Racewalk.Litmus.Syntax;

/// <summary>The text of one file, with the lines that its diagnostics quote. Immutable and thread-safe.</summary>
public sealed class SourceText
{
    private readonly int[] _lineStarts;

    /// <summary>A text that came from <paramref name="path"/>.</summary>
    /// <param name="path">What diagnostics call the file.</param>
    /// <param name="text">Its contents.</param>
    public SourceText(string path, string text)
    {
        Path = path;
        Text = text;
        var starts = new List<int> { 0 };
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                starts.Add(i + 1);
            }
        }

        _lineStarts = [.. starts];
    }

    /// <summary>What diagnostics call the file.</summary>
    public string Path { get; }

    /// <summary>The contents.</summary>
    public string Text { get; }

    /// <summary>The line, from 1, that an offset is on.</summary>
    public int LineAt(int offset)
    {
        int found = Array.BinarySearch(_lineStarts, offset);
        return found >= 0 ? found + 1 : ~found;
    }

    /// <summary>The column, from 1, of an offset in its line.</summary>
    public int ColumnAt(int offset) => offset - _lineStarts[LineAt(offset) - 1] + 1;

    /// <summary>The text of a line, from 1, without its end.</summary>
    public string Line(int line)
    {
        int start = _lineStarts[line - 1];
        int end = line < _lineStarts.Length ? _lineStarts[line] : Text.Length;
        return Text[start..end].TrimEnd('\r', '\n');
    }

    /// <summary>An error at an offset.</summary>
    /// <param name="offset">Where; clamped to the text.</param>
    /// <param name="message">What is wrong and what was expected.</param>
    public LitmusException Error(int offset, string message)
    {
        offset = Math.Clamp(offset, 0, Text.Length);
        int line = LineAt(offset);
        return new LitmusException(Path, line, ColumnAt(offset), message, Line(line));
    }

    /// <summary>A refusal at an offset: the text is right, but what it asks for is not supported.</summary>
    /// <param name="offset">Where.</param>
    /// <param name="construct">The instruction or construct.</param>
    public LitmusException Unsupported(int offset, string construct) => Refusal(offset, $"{construct} is not supported");

    /// <summary>A refusal at an offset, in words of its own.</summary>
    /// <param name="offset">Where.</param>
    /// <param name="message">What is refused, and why.</param>
    public LitmusException Refusal(int offset, string message)
    {
        LitmusException e = Error(offset, message);
        return new LitmusException(e.File, e.Line, e.Column, e.Problem, e.SourceLine) { IsRefusal = true };
    }
}
