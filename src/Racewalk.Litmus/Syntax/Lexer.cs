namespace Racewalk.Litmus.Syntax;

/// <summary>Cuts a text into tokens. The frame of a file and C have different signs, and "(*" begins a comment only in the frame.</summary>
internal static class Lexer
{
    private static readonly string[] s_frameSigns = ["/\\", "\\/", "=>", "==", "!=", "<>", "<<", ">>"];

    private static readonly string[] s_codeSigns =
    [
        "<<=", ">>=", "...", "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=",
    ];

    /// <summary>The token at or behind an offset.</summary>
    /// <param name="source">The text.</param>
    /// <param name="offset">Where to begin.</param>
    /// <param name="isCode">Whether it is C, and not the frame around the program.</param>
    /// <exception cref="LitmusException">There is something that is no token.</exception>
    public static Token Read(SourceText source, int offset, bool isCode)
    {
        string text = source.Text;
        int start = SkipBlanks(source, offset, isCode);
        if (start == text.Length)
        {
            return new Token(TokenKind.End, start, 0);
        }

        char c = text[start];
        if (IsWordStart(c) || (!isCode && c == '%'))
        {
            return new Token(TokenKind.Word, start, WordEnd(text, start + 1) - start);
        }

        if (char.IsAsciiDigit(c))
        {
            return new Token(TokenKind.Number, start, WordEnd(text, start + 1) - start);
        }

        if (c == '"')
        {
            int end = text.IndexOf('"', start + 1);
            return end >= 0 ? new Token(TokenKind.Quoted, start, end + 1 - start) : throw source.Error(start, "expected '\"' at the end of the quoted text");
        }

        foreach (string sign in isCode ? s_codeSigns : s_frameSigns)
        {
            if (string.CompareOrdinal(text, start, sign, 0, sign.Length) == 0)
            {
                return new Token(TokenKind.Sign, start, sign.Length);
            }
        }

        return c is > ' ' and < '\x7f' ? new Token(TokenKind.Sign, start, 1) : throw source.Error(start, $"unexpected character U+{(int)c:X4}");
    }

    /// <summary>Whether a character can begin a name.</summary>
    public static bool IsWordStart(char c) => char.IsAsciiLetter(c) || c == '_';

    /// <summary>The end of the name whose inside is at an offset.</summary>
    public static int WordEnd(string text, int offset)
    {
        while (offset < text.Length && (char.IsAsciiLetterOrDigit(text[offset]) || text[offset] == '_'))
        {
            offset++;
        }

        return offset;
    }

    /// <summary>The end of the nested comment that begins at an offset.</summary>
    public static int SkipComment(SourceText source, int start)
    {
        string text = source.Text;
        int depth = 1;
        int i = start + 2;
        for (; depth > 0; i++)
        {
            if (i + 1 >= text.Length)
            {
                throw source.Error(start, "expected '*)' at the end of the comment");
            }

            if (text[i] == '(' && text[i + 1] == '*')
            {
                depth++;
                i++;
            }
            else if (text[i] == '*' && text[i + 1] == ')')
            {
                depth--;
                i++;
            }
        }

        return i;
    }

    private static int SkipBlanks(SourceText source, int offset, bool isCode)
    {
        string text = source.Text;
        while (offset < text.Length)
        {
            char c = text[offset];
            char next = offset + 1 < text.Length ? text[offset + 1] : '\0';
            if (c is ' ' or '\t' or '\r' or '\n' or '\f')
            {
                offset++;
            }
            else if (c == '/' && next == '/')
            {
                int end = text.IndexOf('\n', offset);
                offset = end < 0 ? text.Length : end;
            }
            else if (c == '/' && next == '*')
            {
                int end = text.IndexOf("*/", offset + 2, StringComparison.Ordinal);
                offset = end >= 0 ? end + 2 : throw source.Error(offset, "expected '*/' at the end of the comment");
            }
            else if (!isCode && c == '(' && next == '*')
            {
                offset = SkipComment(source, offset);
            }
            else
            {
                break;
            }
        }

        return offset;
    }
}
