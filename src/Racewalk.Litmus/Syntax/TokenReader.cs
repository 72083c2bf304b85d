using System.Globalization;

namespace Racewalk.Litmus.Syntax;

/// <summary>What parsers read tokens with. Not thread-safe.</summary>
/// <param name="source">The text.</param>
/// <param name="offset">Where to begin.</param>
/// <param name="isCode">Whether it is C, and not the frame around the program.</param>
internal sealed class TokenReader(SourceText source, int offset, bool isCode)
{
    /// <summary>How deep constructs may be nested; nobody writes it, and parsers are recursive.</summary>
    public const int NestingLimit = 200;

    private readonly Token[] _ahead = new Token[3];
    private int _count;
    private int _depth;

    /// <summary>The text.</summary>
    public SourceText Source => source;

    /// <summary>Where the last token taken ends.</summary>
    public int Position { get; private set; } = offset;

    /// <summary>The next token.</summary>
    public Token Next => Peek(0);

    /// <summary>A token further on, up to the third.</summary>
    public Token Peek(int distance)
    {
        while (_count <= distance)
        {
            _ahead[_count] = Lexer.Read(source, _count == 0 ? Position : _ahead[_count - 1].End, isCode);
            _count++;
        }

        return _ahead[distance];
    }

    /// <summary>Takes the next token.</summary>
    public Token Take()
    {
        Token token = Next;
        _ahead.AsSpan(1).CopyTo(_ahead);
        _count--;
        Position = token.End;
        return token;
    }

    /// <summary>A token's text.</summary>
    public string Text(Token token) => source.Text.Substring(token.Start, token.Length);

    /// <summary>Whether a token is a given word or sign.</summary>
    public bool Is(Token token, string text) =>
        token.Kind is TokenKind.Word or TokenKind.Sign && token.Length == text.Length && string.CompareOrdinal(source.Text, token.Start, text, 0, text.Length) == 0;

    /// <summary>Whether the next token is a given word or sign.</summary>
    public bool Is(string text) => Is(Next, text);

    /// <summary>Takes the next token if it is a given word or sign.</summary>
    public bool Accept(string text)
    {
        if (!Is(text))
        {
            return false;
        }

        Take();
        return true;
    }

    /// <summary>Takes a word or sign that must be there.</summary>
    /// <param name="text">What.</param>
    /// <param name="where">Where it is expected, such as "after the value".</param>
    public Token Expect(string text, string where) => Is(text) ? Take() : throw Expected($"'{text}' {where}");

    /// <summary>Takes a name that must be there.</summary>
    /// <param name="what">What the name is of.</param>
    public Token ExpectWord(string what) => Next.Kind == TokenKind.Word ? Take() : throw Expected(what);

    /// <summary>The error that something else is there.</summary>
    public LitmusException Expected(string what)
    {
        Token found = Next;
        const int Shown = 30;
        string text = found.Kind == TokenKind.End ? "the end of the file" : $"'{source.Text.AsSpan(found.Start, Math.Min(found.Length, Shown))}'";
        return source.Error(found.Start, $"expected {what}, found {text}");
    }

    /// <summary>Enters a construct that can contain itself; call <see cref="Leave"/> at its end.</summary>
    public void Enter()
    {
        if (++_depth > NestingLimit)
        {
            throw source.Error(Next.Start, $"nested deeper than {NestingLimit} levels");
        }
    }

    /// <summary>Leaves a construct.</summary>
    public void Leave() => _depth--;

    /// <summary>The value of a number's token.</summary>
    public ulong Number(Token token, bool isNegative)
    {
        ReadOnlySpan<char> digits = source.Text.AsSpan(token.Start, token.Length);
        if (isCode)
        {
            digits = digits.TrimEnd("uUlL");
        }

        bool isHex = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (isCode && !isHex && digits.Length > 1 && digits[0] == '0')
        {
            throw source.Unsupported(token.Start, "an octal number");
        }

        bool isRead = isHex
            ? ulong.TryParse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong value)
            : ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        return isRead && (!isNegative || value <= 1UL << 63)
            ? isNegative ? 0 - value : value
            : throw source.Error(token.Start, "expected a number of at most 64 bits");
    }
}
