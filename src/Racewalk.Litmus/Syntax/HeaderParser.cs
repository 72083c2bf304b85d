namespace Racewalk.Litmus.Syntax;

/// <summary>Reads what stands above the initial state: the architecture, the name, a quoted text, keys and comments.</summary>
internal static class HeaderParser
{
    /// <summary>Reads the header.</summary>
    /// <param name="source">The file.</param>
    /// <param name="file">What there is of it, the rest empty.</param>
    /// <returns>Where the opening brace is.</returns>
    public static int Read(SourceText source, out (string Architecture, string Name, string Doc, IReadOnlyDictionary<string, string> Info) file)
    {
        string text = source.Text;
        int start = SkipLeading(source);
        int end = Lexer.WordEnd(text, start);
        if (end == start)
        {
            throw source.Error(start, "expected the name of an architecture, such as AArch64 or C");
        }

        int nameStart = SkipBlanks(text, end);
        int nameEnd = nameStart;
        while (nameEnd < text.Length && !char.IsWhiteSpace(text[nameEnd]) && text[nameEnd] is not ('{' or '"' or ';' or '('))
        {
            nameEnd++;
        }

        if (nameEnd == nameStart)
        {
            throw source.Error(nameStart, "expected the test's name after the architecture");
        }

        int position = ReadDoc(source, nameEnd, out string doc);
        var info = new SortedDictionary<string, string>(StringComparer.Ordinal);
        position = ReadKeys(source, position, info);
        file = (text[start..end], text[nameStart..nameEnd], doc, info);
        return position;
    }

    private static int SkipLeading(SourceText source)
    {
        // Some files begin with a comment, which herd does not read, but others do.
        int i = 0;
        while (true)
        {
            while (i < source.Text.Length && (char.IsWhiteSpace(source.Text[i]) || source.Text[i] == '\uFEFF'))
            {
                i++;
            }

            if (string.CompareOrdinal(source.Text, i, "(*", 0, 2) != 0)
            {
                return i;
            }

            i = Lexer.SkipComment(source, i);
        }
    }

    private static int SkipBlanks(string text, int i)
    {
        while (i < text.Length && text[i] is ' ' or '\t' or '\r')
        {
            i++;
        }

        return i;
    }

    private static int ReadDoc(SourceText source, int position, out string doc)
    {
        string text = source.Text;
        int i = position;
        while (i < text.Length && char.IsWhiteSpace(text[i]))
        {
            i++;
        }

        doc = "";
        if (i == text.Length || text[i] != '"')
        {
            return position;
        }

        int end = text.IndexOf('"', i + 1);
        if (end < 0)
        {
            throw source.Error(i, "expected '\"' at the end of the quoted text");
        }

        doc = text[(i + 1)..end];
        return end + 1;
    }

    private static int ReadKeys(SourceText source, int position, SortedDictionary<string, string> info)
    {
        string text = source.Text;
        int i = position;
        while (i < text.Length && text[i] != '{')
        {
            if (string.CompareOrdinal(text, i, "(*", 0, 2) == 0)
            {
                i = Lexer.SkipComment(source, i);
            }
            else if (text[i] == '\n' && TryReadKey(text, i + 1, info, out int lineEnd))
            {
                i = lineEnd;
            }
            else
            {
                // Free text between name and initial state is tradition.
                i++;
            }
        }

        return i < text.Length ? i : throw source.Error(i, "expected '{' and the initial state");
    }

    private static bool TryReadKey(string text, int start, SortedDictionary<string, string> info, out int lineEnd)
    {
        start = SkipBlanks(text, start);
        int end = start;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '/' or '.' or '-'))
        {
            end++;
        }

        int equals = SkipBlanks(text, end);
        lineEnd = 0;
        if (end == start || !char.IsAsciiLetter(text[start]) || equals == text.Length || text[equals] != '=')
        {
            return false;
        }

        int newLine = text.IndexOf('\n', equals);
        lineEnd = newLine < 0 ? text.Length : newLine;
        info[text[start..end]] = text[(equals + 1)..lineEnd].Trim();
        return true;
    }
}
