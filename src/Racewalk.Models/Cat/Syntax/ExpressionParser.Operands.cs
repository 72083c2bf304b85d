namespace Racewalk.Models.Cat.Syntax;

/// <content>What stands between operators: complements, closures, inverses and applications.</content>
internal sealed partial class ExpressionParser
{
    private Expression Prefixed()
    {
        if (reader.Kind != TokenKind.Tilde)
        {
            return Closed();
        }

        SourceSpot at = reader.Here;
        int levels = 0;
        while (reader.TryTake(TokenKind.Tilde))
        {
            reader.Enter();
            levels++;
        }

        Expression result = Inverted();
        if (reader.Kind is TokenKind.Plus or TokenKind.Question || (reader.Kind == TokenKind.Star && !StartsOperand(reader.Peek(1).Kind)))
        {
            throw new CatException(reader.Here, $"put this complement in parentheses before {Keywords.Describe(reader.Current)}");
        }

        for (int i = 0; i < levels; i++)
        {
            result = new UnaryExpression(at, UnaryOperator.Complement, result);
        }

        reader.Leave(levels);
        return result;
    }

    /// <summary>An operand with its closures: a star is one unless an operand follows.</summary>
    private Expression Closed()
    {
        Expression result = Inverted();
        int levels = 0;
        while (ClosureAt() is { } op)
        {
            reader.Enter();
            levels++;
            SourceSpot at = reader.Here;
            reader.Take();
            result = Inverses(new UnaryExpression(at, op, result), ref levels);
        }

        reader.Leave(levels);
        return result;
    }

    private UnaryOperator? ClosureAt() => reader.Kind switch
    {
        TokenKind.Plus => UnaryOperator.Plus,
        TokenKind.Question => UnaryOperator.Option,
        TokenKind.Star when !StartsOperand(reader.Peek(1).Kind) => UnaryOperator.Star,
        _ => null,
    };

    private Expression Inverted()
    {
        int levels = 0;
        Expression result = Inverses(Application(), ref levels);
        reader.Leave(levels);
        return result;
    }

    /// <summary>Any number of <c>^-1</c>; <c>^+</c>, <c>^*</c> and <c>^?</c> are read as the closures without the caret.</summary>
    private Expression Inverses(Expression operand, ref int levels)
    {
        while (reader.Kind == TokenKind.Caret)
        {
            reader.Enter();
            levels++;
            SourceSpot at = reader.Here;
            reader.Take();
            UnaryOperator op = reader.Kind switch
            {
                TokenKind.MinusOne => UnaryOperator.Inverse,
                TokenKind.Plus => UnaryOperator.Plus,
                TokenKind.Star => UnaryOperator.Star,
                TokenKind.Question => UnaryOperator.Option,
                _ => throw reader.Expected("'-1'", "after '^'"),
            };
            reader.Take();
            operand = new UnaryExpression(at, op, operand);
        }

        return operand;
    }

    private Expression Application()
    {
        if (reader.Kind != TokenKind.Name)
        {
            return Simple();
        }

        Expression result = new NameExpression(reader.Here, reader.Take().Text);
        int levels = 0;
        while (reader.Kind == TokenKind.Name || StartsSimple(reader.Kind))
        {
            reader.Enter();
            levels++;
            SourceSpot at = result.At;
            Expression argument = reader.Kind == TokenKind.Name ? new NameExpression(reader.Here, reader.Take().Text) : Simple();
            result = new ApplyExpression(at, result, argument);
        }

        reader.Leave(levels);
        return result;
    }
}
