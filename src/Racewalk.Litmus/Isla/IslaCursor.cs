using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Isla;

/// <summary>Reads the tokens of a text between the quotes of a TOML file. Not thread-safe.</summary>
internal sealed class IslaCursor
{
    private static readonly string[] s_signs = ["|->", "?->", "->", "&&", "||", "==", "!=", ".."];

    private readonly int _end;
    private Token? _next;
    private int _depth;

    /// <summary>A cursor at the first token of a part of the source.</summary>
    public IslaCursor(SourceText source, int start, int end)
    {
        Source = source;
        Position = start;
        _end = end;
    }

    /// <summary>The file.</summary>
    public SourceText Source { get; }

    /// <summary>Where the last token taken ends.</summary>
    public int Position { get; private set; }

    /// <summary>The next token.</summary>
    public Token Next => _next ??= Read(Position);

    /// <summary>The token behind the next.</summary>
    public Token Second => Read(Next.End);

    /// <summary>Whether nothing is left.</summary>
    public bool IsAtEnd => Next.Kind == TokenKind.End;

    /// <summary>Takes the next token.</summary>
    public Token Take()
    {
        Token token = Next;
        Position = token.End;
        _next = null;
        return token;
    }

    /// <summary>A token's text.</summary>
    public string Text(Token token) => Source.Text.Substring(token.Start, token.Length);

    /// <summary>Whether a token is a given word or sign.</summary>
    public bool Is(Token token, string text) =>
        token.Kind is TokenKind.Word or TokenKind.Sign && Source.Text.AsSpan(token.Start, token.Length).SequenceEqual(text);

    /// <summary>Whether the next token is a given word or sign.</summary>
    public bool Is(string text) => Is(Next, text);

    /// <summary>Takes the next token if it is a given word or sign.</summary>
    public bool Accept(string text)
    {
        bool isNext = Is(text);
        if (isNext)
        {
            Take();
        }

        return isNext;
    }

    /// <summary>Takes a word or sign that must be there.</summary>
    /// <param name="text">What.</param>
    /// <param name="where">Where it is expected, such as "after the name".</param>
    public Token Expect(string text, string where) => Is(text) ? Take() : throw Expected($"'{text}' {where}");

    /// <summary>Takes a name that must be there.</summary>
    public string ExpectName(string what) => Next.Kind == TokenKind.Word ? Text(Take()) : throw Expected(what);

    /// <summary>The text must be over.</summary>
    public void ExpectEnd(string what)
    {
        if (!IsAtEnd)
        {
            throw Expected(what);
        }
    }

    /// <summary>The error that something else is there.</summary>
    public LitmusException Expected(string what)
    {
        const int Shown = 30;
        Token found = Next;
        string text = found.Kind == TokenKind.End ? "the end of the text" : $"'{Source.Text.AsSpan(found.Start, Math.Min(found.Length, Shown))}'";
        return Source.Error(found.Start, $"expected {what}, found {text}");
    }

    /// <summary>Enters a construct that can contain itself; call <see cref="Leave"/> at its end.</summary>
    public void Enter()
    {
        if (++_depth > TokenReader.NestingLimit)
        {
            throw Source.Error(Next.Start, $"nested deeper than {TokenReader.NestingLimit} levels");
        }
    }

    /// <summary>Leaves a construct.</summary>
    public void Leave() => _depth--;

    private Token Read(int start)
    {
        string text = Source.Text;
        start = SkipBlanks(start);
        if (start >= _end)
        {
            return new Token(TokenKind.End, _end, 0);
        }

        char c = text[start];
        bool isPrefixed = c == '#' && start + 1 < _end && text[start + 1] is 'x' or 'b';
        if (Lexer.IsWordStart(c) || char.IsAsciiDigit(c) || isPrefixed)
        {
            int end = Math.Min(Lexer.WordEnd(text, start + 1), _end);
            return new Token(Lexer.IsWordStart(c) ? TokenKind.Word : TokenKind.Number, start, end - start);
        }

        foreach (string sign in s_signs)
        {
            if (start + sign.Length <= _end && string.CompareOrdinal(text, start, sign, 0, sign.Length) == 0)
            {
                return new Token(TokenKind.Sign, start, sign.Length);
            }
        }

        return c is > ' ' and < '\x7f' ? new Token(TokenKind.Sign, start, 1) : throw Source.Error(start, $"unexpected character U+{(int)c:X4}");
    }

    private int SkipBlanks(int offset)
    {
        string text = Source.Text;
        while (offset < _end)
        {
            if (text[offset] is ' ' or '\t' or '\r' or '\n')
            {
                offset++;
            }
            else if (text[offset] == '/' && offset + 1 < _end && text[offset + 1] == '/')
            {
                int end = text.IndexOf('\n', offset, _end - offset);
                offset = end < 0 ? _end : end;
            }
            else
            {
                break;
            }
        }

        return offset;
    }
}
