namespace Racewalk.Models.Cat.Syntax;

/// <summary>Finds the variants that expressions and conditions mention.</summary>
internal static class VariantFinder
{
    public static void Find(Condition condition, ISet<string> variants)
    {
        switch (condition)
        {
            case VariantCondition variant:
                variants.Add(variant.Variant);
                break;
            case NotCondition not:
                Find(not.Operand, variants);
                break;
            case AllCondition all:
                Array.ForEach(all.Operands, operand => Find(operand, variants));
                break;
            case AnyCondition any:
                Array.ForEach(any.Operands, operand => Find(operand, variants));
                break;
            case ComparisonCondition comparison:
                Find(comparison.Left, variants);
                Find(comparison.Right, variants);
                break;
        }
    }

    public static void Find(Expression expression, ISet<string> variants)
    {
        if (expression is IfExpression choice)
        {
            Find(choice.Condition, variants);
        }

        foreach (Expression part in Parts(expression))
        {
            Find(part, variants);
        }
    }

    private static IEnumerable<Expression> Parts(Expression expression) => expression switch
    {
        UnaryExpression unary => [unary.Operand],
        ChainExpression chain => chain.Operands,
        TupleExpression tuple => tuple.Items,
        SetExpression set => set.Items,
        ApplyExpression apply => [apply.Function, apply.Argument],
        FunctionExpression function => [function.Body],
        LetExpression let => let.Bindings.Select(binding => binding.Value).Append(let.Body),
        TryExpression attempt => [attempt.Attempt, attempt.Otherwise],
        IfExpression choice => [choice.Then, choice.Otherwise],
        SetMatchExpression match => [match.Subject, match.WhenEmpty, match.WhenNot.Value],
        TagMatchExpression match => match.Clauses.Select(clause => clause.Value).Prepend(match.Subject).Concat(match.Otherwise is { } other ? [other] : []),
        _ => [],
    };
}
