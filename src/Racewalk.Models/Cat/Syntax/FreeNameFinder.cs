namespace Racewalk.Models.Cat.Syntax;

/// <summary>Finds the names that an expression takes from outside.</summary>
internal sealed class FreeNameFinder
{
    private readonly List<string> _bound = [];
    private readonly List<string> _found = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    private FreeNameFinder()
    {
    }

    public static string[] Find(Expression expression)
    {
        var finder = new FreeNameFinder();
        finder.Visit(expression);
        return [.. finder._found];
    }

    private void Visit(Expression expression)
    {
        switch (expression)
        {
            case NameExpression name:
                if (!_bound.Contains(name.Name) && _seen.Add(name.Name))
                {
                    _found.Add(name.Name);
                }

                break;
            case UnaryExpression unary:
                Visit(unary.Operand);
                break;
            case ChainExpression chain:
                VisitAll(chain.Operands);
                break;
            case TupleExpression tuple:
                VisitAll(tuple.Items);
                break;
            case SetExpression set:
                VisitAll(set.Items);
                break;
            case ApplyExpression apply:
                Visit(apply.Function);
                Visit(apply.Argument);
                break;
            case FunctionExpression function:
                Within(function.Parameter.Names, function.Body);
                break;
            case LetExpression let:
                VisitLet(let);
                break;
            case TryExpression attempt:
                Visit(attempt.Attempt);
                Visit(attempt.Otherwise);
                break;
            case TagMatchExpression or SetMatchExpression or IfExpression:
                VisitBranches(expression);
                break;
        }
    }

    private void VisitBranches(Expression expression)
    {
        switch (expression)
        {
            case TagMatchExpression match:
                Visit(match.Subject);
                VisitAll(match.Clauses.Select(clause => clause.Value));
                if (match.Otherwise is not null)
                {
                    Visit(match.Otherwise);
                }

                break;
            case SetMatchExpression match:
                Visit(match.Subject);
                Visit(match.WhenEmpty);
                Within([match.WhenNot.Before, match.WhenNot.Element, match.WhenNot.After], match.WhenNot.Value);
                break;
            case IfExpression choice:
                if (choice.Condition is ComparisonCondition comparison)
                {
                    Visit(comparison.Left);
                    Visit(comparison.Right);
                }

                Visit(choice.Then);
                Visit(choice.Otherwise);
                break;
        }
    }

    private void VisitAll(IEnumerable<Expression> expressions)
    {
        foreach (Expression expression in expressions)
        {
            Visit(expression);
        }
    }

    private void VisitLet(LetExpression let)
    {
        if (!let.IsRecursive)
        {
            VisitAll(let.Bindings.Select(binding => binding.Value));
        }

        int before = Bind(let.Bindings.SelectMany(binding => binding.Pattern.Names));
        if (let.IsRecursive)
        {
            VisitAll(let.Bindings.Select(binding => binding.Value));
        }

        Visit(let.Body);
        Unbind(before);
    }

    private void Within(IEnumerable<string?> names, Expression body)
    {
        int before = Bind(names);
        Visit(body);
        Unbind(before);
    }

    private int Bind(IEnumerable<string?> names)
    {
        int before = _bound.Count;
        _bound.AddRange(names.OfType<string>());
        return before;
    }

    private void Unbind(int before) => _bound.RemoveRange(before, _bound.Count - before);
}
