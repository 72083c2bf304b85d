namespace Racewalk.Models.Cat.Syntax;

/// <content>Expressions that start with a word.</content>
internal sealed partial class ExpressionParser
{
    /// <summary>The bindings of a <c>let</c>, after its keywords.</summary>
    public Binding[] Bindings()
    {
        var bindings = new List<Binding>();
        do
        {
            bindings.Add(Binding());
        }
        while (reader.TryTake(TokenKind.And));
        return [.. bindings];
    }

    /// <summary>The parameters of a function or procedure: one name, or names in parentheses.</summary>
    public Pattern Parameter()
    {
        if (!reader.TryTake(TokenKind.LeftParenthesis))
        {
            return Pattern.One(NameOrUnderscore());
        }

        var names = new List<string?>();
        if (reader.Kind != TokenKind.RightParenthesis)
        {
            names = Names();
        }

        reader.Expect(TokenKind.RightParenthesis, "at the end of these parameters");
        return Pattern.Of(names);
    }

    private string? NameOrUnderscore() =>
        reader.TryTake(TokenKind.Underscore) ? null : reader.Expect(TokenKind.Name, "here").Text;

    private List<string?> Names()
    {
        var names = new List<string?>();
        do
        {
            names.Add(NameOrUnderscore());
        }
        while (reader.TryTake(TokenKind.Comma));
        return names;
    }

    private Binding Binding()
    {
        SourceSpot at = reader.Here;
        if (reader.Kind == TokenKind.LeftParenthesis)
        {
            Pattern tuple = Parameter();
            reader.Expect(TokenKind.Equal, "after what is bound");
            return new Binding(at, tuple, Expression());
        }

        if (reader.Kind == TokenKind.Name && reader.Peek(1).Kind is TokenKind.Name or TokenKind.LeftParenthesis or TokenKind.Underscore)
        {
            string name = reader.Take().Text;
            var parameters = new List<Pattern>();
            while (reader.Kind is TokenKind.Name or TokenKind.LeftParenthesis or TokenKind.Underscore)
            {
                reader.Enter();
                parameters.Add(Parameter());
            }

            reader.Expect(TokenKind.Equal, "after the parameters");
            Expression value = Expression();
            for (int i = parameters.Count - 1; i >= 0; i--)
            {
                value = new FunctionExpression(at, parameters[i], value, name);
            }

            reader.Leave(parameters.Count);
            return new Binding(at, Pattern.One(name), value);
        }

        List<string?> names = Names();
        reader.Expect(TokenKind.Equal, "after what is bound");
        return new Binding(at, Pattern.Of(names), Expression());
    }

    private LetExpression Let()
    {
        SourceSpot at = reader.Here;
        reader.Take();
        bool recursive = reader.TryTake(TokenKind.Rec);
        Binding[] bindings = Bindings();
        reader.Expect(TokenKind.In, "after the bindings of this 'let'");
        return new LetExpression(at, recursive, bindings, Expression());
    }

    private FunctionExpression Function()
    {
        SourceSpot at = reader.Here;
        reader.Take();
        Pattern parameter = Parameter();
        reader.Expect(TokenKind.Arrow, "after the parameters");
        return new FunctionExpression(at, parameter, Expression(), "fun");
    }

    private TryExpression Try()
    {
        SourceSpot at = reader.Here;
        reader.Take();
        Expression attempt = Expression();
        reader.Expect(TokenKind.With, "after what is tried");
        return new TryExpression(at, attempt, Expression());
    }

    private IfExpression If()
    {
        SourceSpot at = reader.Here;
        reader.Take();
        Condition condition = Condition();
        reader.Expect(TokenKind.Then, "after the condition");
        Expression then = Expression();
        reader.Expect(TokenKind.Else, "after the first branch");
        return new IfExpression(at, condition, then, Expression());
    }

    private Expression Match()
    {
        SourceSpot at = reader.Here;
        reader.Take();
        Expression subject = Expression();
        reader.Expect(TokenKind.With, "after what is matched");
        reader.TryTake(TokenKind.BarBar);
        Expression result = reader.Kind == TokenKind.Tag || (reader.Kind == TokenKind.Underscore && reader.Peek(1).Kind == TokenKind.Arrow)
            ? TagMatch(at, subject)
            : SetMatch(at, subject);
        reader.Expect(TokenKind.EndWord, "at the end of this 'match'");
        return result;
    }

    private TagMatchExpression TagMatch(SourceSpot at, Expression subject)
    {
        var clauses = new List<TagClause>();
        Expression? otherwise = null;
        do
        {
            if (reader.TryTake(TokenKind.Underscore))
            {
                reader.Expect(TokenKind.Arrow, "after '_'");
                otherwise = Expression();
                break;
            }

            string tag = reader.Expect(TokenKind.Tag, "in this 'match'").Text;
            reader.Expect(TokenKind.Arrow, "after the tag");
            clauses.Add(new TagClause(tag, Expression()));
        }
        while (reader.TryTake(TokenKind.BarBar));
        return new TagMatchExpression(at, subject, [.. clauses], otherwise);
    }

    private SetMatchExpression SetMatch(SourceSpot at, Expression subject)
    {
        if (reader.Kind == TokenKind.LeftBrace)
        {
            Expression first = EmptyClause();
            reader.Expect(TokenKind.BarBar, "before the other case of this 'match'");
            return new SetMatchExpression(at, subject, first, ElementClause());
        }

        ElementClause element = ElementClause();
        reader.Expect(TokenKind.BarBar, "before the other case of this 'match'");
        return new SetMatchExpression(at, subject, EmptyClause(), element);
    }

    private Expression EmptyClause()
    {
        reader.Expect(TokenKind.LeftBrace, "in this 'match'");
        reader.Expect(TokenKind.RightBrace, "in this 'match'");
        reader.Expect(TokenKind.Arrow, "after '{}'");
        return Expression();
    }

    private ElementClause ElementClause()
    {
        string? first = NameOrUnderscore();
        string? element = first;
        bool hasBefore = reader.TryTake(TokenKind.Bar);
        if (hasBefore)
        {
            element = NameOrUnderscore();
        }

        reader.Expect(TokenKind.PlusPlus, "after the element");
        string? after = NameOrUnderscore();
        reader.Expect(TokenKind.Arrow, "after the pattern");
        return new ElementClause(hasBefore, hasBefore ? first : null, element, after, Expression());
    }
}
