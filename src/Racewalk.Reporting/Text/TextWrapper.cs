namespace Racewalk.Reporting.Text;

/// <summary>Breaks text into lines of a given width.</summary>
internal static class TextWrapper
{
    /// <summary>Breaks at spaces; a word longer than a line is cut. No line has trailing blanks.</summary>
    /// <param name="text">One paragraph; its leading blanks indent the first line.</param>
    /// <param name="width">The width of a line.</param>
    /// <param name="indent">How far the lines after the first are indented.</param>
    public static IReadOnlyList<string> Wrap(string text, int width, int indent = 0)
    {
        List<string> lines = [];
        int lead = text.Length - text.TrimStart(' ').Length;
        string line = new(' ', lead);
        bool isEmpty = true;
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string rest = word;
            if (!isEmpty && line.Length + 1 + rest.Length > width)
            {
                lines.Add(line);
                line = new string(' ', Math.Min(indent, width / 2));
                isEmpty = true;
            }

            line += isEmpty ? "" : " ";
            isEmpty = false;
            while (line.Length + rest.Length > width)
            {
                int fits = Math.Max(1, width - line.Length);
                lines.Add(line + rest[..fits]);
                rest = rest[fits..];
                line = new string(' ', Math.Min(indent, width / 2));
            }

            line += rest;
        }

        lines.Add(line.TrimEnd());
        return lines;
    }
}
