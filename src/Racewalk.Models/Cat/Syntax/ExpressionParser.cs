namespace Racewalk.Models.Cat.Syntax;

/// <summary>Parses expressions: operators by precedence climbing, everything else by recursive descent.</summary>
/// <remarks>
/// From loose to tight: <c>|</c>, <c>++</c>, <c>;</c>, <c>\</c>, <c>&amp;</c>, then <c>*</c> between two sets, <c>~</c> and the closures, then <c>^-1</c>,
/// then application.
/// </remarks>
internal sealed partial class ExpressionParser(TokenReader reader)
{
    public Expression Expression()
    {
        reader.Enter();
        Expression result = reader.Kind switch
        {
            TokenKind.Let => Let(),
            TokenKind.Fun => Function(),
            TokenKind.Try => Try(),
            TokenKind.If => If(),
            TokenKind.Match => Match(),
            _ => BaseOrTuple(),
        };
        reader.Leave();
        return result;
    }

    /// <summary>An expression that operators may make up, without a comma at its top.</summary>
    public Expression Base() => Chain(ChainOperator.Union);

    /// <summary>An expression that needs no parentheses as an argument.</summary>
    public Expression Simple()
    {
        SourceSpot at = reader.Here;
        switch (reader.Kind)
        {
            case TokenKind.Zero:
                reader.Take();
                return new ZeroExpression(at);
            case TokenKind.Tag:
                return new TagExpression(at, reader.Take().Text);
            case TokenKind.Underscore:
                reader.Take();
                return new UniverseExpression(at);
            case TokenKind.LeftBrace:
                return new SetExpression(at, Items(TokenKind.LeftBrace, TokenKind.RightBrace, "of this set"));
            case TokenKind.LeftBracket:
                return new UnaryExpression(at, UnaryOperator.Identity, Enclosed(TokenKind.RightBracket));
            case TokenKind.Begin:
                return Enclosed(TokenKind.EndWord);
            case TokenKind.LeftParenthesis when reader.Peek(1).Kind == TokenKind.RightParenthesis:
                reader.Take();
                reader.Take();
                return new TupleExpression(at, []);
            case TokenKind.LeftParenthesis:
                return Enclosed(TokenKind.RightParenthesis);
            default:
                throw reader.Expected("an expression", "here");
        }
    }

    /// <summary>Expressions between two signs, separated by commas.</summary>
    public Expression[] Items(TokenKind open, TokenKind close, string context)
    {
        reader.Expect(open, "here");
        reader.Enter();
        var items = new List<Expression>();
        if (reader.Kind != close)
        {
            do
            {
                items.Add(Base());
            }
            while (reader.TryTake(TokenKind.Comma));
        }

        reader.Expect(close, $"at the end {context}");
        reader.Leave();
        return [.. items];
    }

    /// <summary>Whether a token starts an expression that needs no parentheses.</summary>
    private static bool StartsSimple(TokenKind kind) => kind is TokenKind.Zero or TokenKind.Tag or TokenKind.Underscore or TokenKind.LeftBrace
        or TokenKind.LeftBracket or TokenKind.LeftParenthesis or TokenKind.Begin;

    private static bool StartsOperand(TokenKind kind) => kind is TokenKind.Name or TokenKind.Tilde || StartsSimple(kind);

    private Expression Enclosed(TokenKind close)
    {
        reader.Take();
        Expression inner = Expression();
        reader.Expect(close, "to close this");
        return inner;
    }

    private Expression BaseOrTuple()
    {
        SourceSpot at = reader.Here;
        Expression first = Base();
        if (reader.Kind != TokenKind.Comma)
        {
            return first;
        }

        var items = new List<Expression> { first };
        while (reader.TryTake(TokenKind.Comma))
        {
            items.Add(Base());
        }

        return new TupleExpression(at, [.. items]);
    }

    private Expression Chain(ChainOperator loosest)
    {
        SourceSpot at = reader.Here;
        Expression left = Prefixed();
        while (OperatorAt() is { } op && op >= loosest)
        {
            var operands = new List<Expression> { left };
            while (OperatorAt() == op)
            {
                reader.Take();
                operands.Add(op == ChainOperator.Product ? ProductOperand() : Chain(op + 1));
            }

            left = new ChainExpression(at, op, [.. operands]);
        }

        return left;
    }

    private ChainOperator? OperatorAt() => reader.Kind switch
    {
        TokenKind.Bar => ChainOperator.Union,
        TokenKind.PlusPlus => ChainOperator.Add,
        TokenKind.Semicolon => ChainOperator.Sequence,
        TokenKind.Backslash => ChainOperator.Difference,
        TokenKind.Ampersand => ChainOperator.Intersection,
        TokenKind.Star => ChainOperator.Product,
        _ => null,
    };

    /// <summary>The second operand of a product. A third, or a closure of the whole, needs parentheses: which one it would be is not obvious.</summary>
    private Expression ProductOperand()
    {
        Expression operand = reader.Kind == TokenKind.Tilde ? Prefixed() : Inverted();
        return reader.Kind is TokenKind.Star or TokenKind.Plus or TokenKind.Question
            ? throw new CatException(reader.Here, $"put this product in parentheses before {Keywords.Describe(reader.Current)}")
            : operand;
    }
}
