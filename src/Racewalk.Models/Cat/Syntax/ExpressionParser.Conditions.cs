namespace Racewalk.Models.Cat.Syntax;

/// <content>Conditions.</content>
internal sealed partial class ExpressionParser
{
    /// <summary>A combination of variants.</summary>
    public Condition Variants()
    {
        reader.Enter();
        var any = new List<Condition>();
        do
        {
            var all = new List<Condition>();
            do
            {
                all.Add(Variant());
            }
            while (reader.TryTake(TokenKind.AmpersandAmpersand));
            any.Add(all.Count == 1 ? all[0] : new AllCondition([.. all]));
        }
        while (reader.TryTake(TokenKind.BarBar));
        reader.Leave();
        return any.Count == 1 ? any[0] : new AnyCondition([.. any]);
    }

    private Condition Condition()
    {
        if (StartsVariants())
        {
            return Variants();
        }

        SourceSpot at = reader.Here;
        Expression left = Expression();
        Comparison comparison = reader.Kind switch
        {
            TokenKind.Equal => Comparison.Equal,
            TokenKind.Subset => Comparison.Subset,
            TokenKind.In => Comparison.Member,
            _ => throw reader.Expected("'=', 'subset' or 'in'", "in this condition"),
        };
        reader.Take();
        return new ComparisonCondition(at, comparison, left, Expression());
    }

    /// <summary>Whether variants come, not expressions: after any parentheses, variants start with a quoted text or a word of their own.</summary>
    private bool StartsVariants()
    {
        int distance = 0;
        while (distance <= TokenReader.DeepestNesting && reader.Peek(distance).Kind == TokenKind.LeftParenthesis)
        {
            distance++;
        }

        return reader.Peek(distance).Kind is TokenKind.Text or TokenKind.Variant or TokenKind.Not;
    }

    private Condition Variant()
    {
        switch (reader.Kind)
        {
            case TokenKind.Variant:
                reader.Take();
                return new VariantCondition(reader.Expect(TokenKind.Text, "after 'variant'").Text);
            case TokenKind.Text:
                return new VariantCondition(reader.Take().Text);
            case TokenKind.Not:
                reader.Take();
                reader.Enter();
                var negated = new NotCondition(Variant());
                reader.Leave();
                return negated;
            case TokenKind.LeftParenthesis:
                reader.Take();
                Condition inner = Variants();
                reader.Expect(TokenKind.RightParenthesis, "after the variants");
                return inner;
            default:
                throw reader.Expected("a variant", "here");
        }
    }
}
