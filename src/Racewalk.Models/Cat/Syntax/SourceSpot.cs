using System.Text;

namespace Racewalk.Models.Cat.Syntax;

/// <summary>A place in a cat file.</summary>
internal readonly record struct SourceSpot(CatSource Source, int Offset)
{
    private const int LongestExcerpt = 160;

    public (int Line, int Column) LineAndColumn()
    {
        ReadOnlySpan<char> before = Source.Text.AsSpan(0, Math.Min(Offset, Source.Text.Length));
        return (before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }

    public override string ToString()
    {
        (int line, int column) = LineAndColumn();
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Source.Name}:{line}:{column}");
    }

    /// <summary>The place, the problem, and the line with a mark below the place.</summary>
    public string Describe(string problem)
    {
        string text = Source.Text;
        int offset = Math.Min(Offset, text.Length);
        int start = offset == 0 ? 0 : text.LastIndexOf('\n', offset - 1) + 1;
        int end = text.IndexOf('\n', offset);
        end = end < 0 ? text.Length : end;

        // Of an endless line only the neighbourhood is shown.
        start = Math.Max(start, offset - LongestExcerpt / 2);
        end = Math.Min(end, offset + LongestExcerpt / 2);
        var message = new StringBuilder();
        message.Append(ToString()).Append(": ").Append(problem).Append('\n');
        foreach (char c in text.AsSpan(start, end - start))
        {
            message.Append(char.IsControl(c) ? ' ' : c);
        }

        return message.Append('\n').Append(' ', offset - start).Append('^').ToString();
    }
}
