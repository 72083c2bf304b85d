using System.Runtime.CompilerServices;

namespace Racewalk.Models.Cat.Syntax;

/// <summary>A lexer with look-ahead, and what the parts of the parser share.</summary>
internal sealed class TokenReader(CatSource source)
{
    /// <summary>How deep expressions and instructions may be nested.</summary>
    public const int DeepestNesting = 400;

    private readonly Lexer _lexer = new(source);
    private readonly List<Token> _ahead = [];
    private int _next;
    private int _depth;

    /// <summary>The next token.</summary>
    public Token Current => Peek(0);

    /// <summary>The kind of the next token.</summary>
    public TokenKind Kind => Peek(0).Kind;

    /// <summary>Where the next token starts.</summary>
    public SourceSpot Here => new(source, Current.Start);

    /// <summary>A token further on.</summary>
    public Token Peek(int distance)
    {
        while (_next + distance >= _ahead.Count)
        {
            if (_next > 0)
            {
                _ahead.RemoveRange(0, _next);
                _next = 0;
            }

            _ahead.Add(_lexer.Next());
        }

        return _ahead[_next + distance];
    }

    /// <summary>Takes the next token.</summary>
    public Token Take()
    {
        Token token = Current;
        if (token.Kind != TokenKind.End)
        {
            _next++;
        }

        return token;
    }

    /// <summary>Takes the next token if it is of a kind.</summary>
    public bool TryTake(TokenKind kind)
    {
        if (Kind != kind)
        {
            return false;
        }

        Take();
        return true;
    }

    /// <summary>Takes the next token, which must be of a kind; <paramref name="context"/> says where.</summary>
    public Token Expect(TokenKind kind, string context) =>
        Kind == kind ? Take() : throw Expected(Keywords.Describe(kind), context);

    /// <summary>What to throw if something else should come next.</summary>
    public CatException Expected(string what, string context) =>
        new(Here, $"expected {what} {context}, found {Keywords.Describe(Current)}");

    /// <summary>Goes one level deeper; an input that is nested without end is refused while there is stack left.</summary>
    public void Enter()
    {
        if (++_depth > DeepestNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new CatException(Here, $"this is nested too deeply (more than {DeepestNesting} levels)");
        }
    }

    /// <summary>Leaves the level that <see cref="Enter"/> went down to.</summary>
    public void Leave(int levels = 1) => _depth -= levels;
}
