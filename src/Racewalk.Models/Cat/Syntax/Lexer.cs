namespace Racewalk.Models.Cat.Syntax;

/// <summary>Cuts the text of a cat file into tokens, one at a time: what a parser rejects early is not read to its end.</summary>
internal sealed class Lexer(CatSource source)
{
    private readonly string _text = source.Text;
    private int _at;

    public Token Next()
    {
        SkipBlanks();
        if (_at >= _text.Length)
        {
            return new Token(TokenKind.End, _text.Length, _text.Length, "");
        }

        char c = _text[_at];
        if (c == '"')
        {
            return QuotedText();
        }

        int name = NameLength(_at);
        if (name > 0)
        {
            string word = _text.Substring(_at, name);
            return Take(Keywords.KindOf(word), name, word);
        }

        if (c == '\'' && NameLength(_at + 1) is var tag and > 0)
        {
            return Take(TokenKind.Tag, tag + 1, _text.Substring(_at + 1, tag));
        }

        return Sign(c);
    }

    private static bool IsLetter(char c) => char.IsAsciiLetter(c);

    private Token Sign(char c)
    {
        char next = _at + 1 < _text.Length ? _text[_at + 1] : '\0';
        return (c, next) switch
        {
            ('|', '|') => Take(TokenKind.BarBar, 2),
            ('&', '&') => Take(TokenKind.AmpersandAmpersand, 2),
            ('+', '+') => Take(TokenKind.PlusPlus, 2),
            ('-', '1') => Take(TokenKind.MinusOne, 2),
            ('-', '>') => Take(TokenKind.Arrow, 2),
            ('|', _) => Take(TokenKind.Bar, 1),
            ('&', _) => Take(TokenKind.Ampersand, 1),
            ('+', _) => Take(TokenKind.Plus, 1),
            ('(', _) => Take(TokenKind.LeftParenthesis, 1),
            (')', _) => Take(TokenKind.RightParenthesis, 1),
            ('{', _) => Take(TokenKind.LeftBrace, 1),
            ('}', _) => Take(TokenKind.RightBrace, 1),
            ('[', _) => Take(TokenKind.LeftBracket, 1),
            (']', _) => Take(TokenKind.RightBracket, 1),
            ('_', _) => Take(TokenKind.Underscore, 1),
            ('0', _) => Take(TokenKind.Zero, 1),
            ('*', _) => Take(TokenKind.Star, 1),
            ('~', _) => Take(TokenKind.Tilde, 1),
            ('^', _) => Take(TokenKind.Caret, 1),
            ('\\', _) => Take(TokenKind.Backslash, 1),
            ('?', _) => Take(TokenKind.Question, 1),
            ('=', _) => Take(TokenKind.Equal, 1),
            (';', _) => Take(TokenKind.Semicolon, 1),
            (',', _) => Take(TokenKind.Comma, 1),
            _ => throw Error(_at, char.IsControl(c) || char.IsSurrogate(c)
                ? $"a character with the code {(int)c:X4} that means nothing in a cat file"
                : $"the character '{c}' means nothing in a cat file"),
        };
    }

    private Token Take(TokenKind kind, int length, string text = "")
    {
        int start = _at;
        _at += length;
        return new Token(kind, start, _at, text);
    }

    private Token QuotedText()
    {
        int end = _text.IndexOf('"', _at + 1);
        return end < 0
            ? throw Error(_at, "this quoted text does not end")
            : Take(TokenKind.Text, end + 1 - _at, _text.Substring(_at + 1, end - _at - 1));
    }

    /// <summary>The length of the name that starts at an index: letters, digits and <c>_ . -</c>, a prime last, an underscore only before a letter.</summary>
    private int NameLength(int start)
    {
        int i = start;
        if (i < _text.Length && _text[i] == '_')
        {
            i++;
        }

        if (i >= _text.Length || !IsLetter(_text[i]))
        {
            return 0;
        }

        while (i < _text.Length && (IsLetter(_text[i]) || char.IsAsciiDigit(_text[i]) || _text[i] is '_' or '.' or '-'))
        {
            i++;
        }

        if (i < _text.Length && _text[i] == '\'')
        {
            i++;
        }

        return i - start;
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length)
        {
            char c = _text[_at];
            if (c is ' ' or '\t' or '\r' or '\n')
            {
                _at++;
            }
            else if (c == '#' || Follows("//"))
            {
                int end = _text.IndexOf('\n', _at);
                _at = end < 0 ? _text.Length : end;
            }
            else if (Follows("(*"))
            {
                SkipComment();
            }
            else
            {
                return;
            }
        }
    }

    private void SkipComment()
    {
        int start = _at;
        int depth = 0;
        do
        {
            if (Follows("(*"))
            {
                depth++;
                _at += 2;
            }
            else if (Follows("*)"))
            {
                depth--;
                _at += 2;
            }
            else if (++_at >= _text.Length)
            {
                throw Error(start, "this comment does not end");
            }
        }
        while (depth > 0);
    }

    private bool Follows(string sign) => string.CompareOrdinal(_text, _at, sign, 0, sign.Length) == 0;

    private CatException Error(int at, string problem) => new(new SourceSpot(source, at), problem);
}
