using Racewalk.Models.Cat.Syntax;

namespace Racewalk.Models.Tests;

/// <summary>Evaluates expressions of sets and relations by their definitions, over sets of events and of pairs. Slow and obvious.</summary>
internal sealed class NaiveEvaluator(int count, Dictionary<string, object> names)
{
    private HashSet<int> Events => [.. Enumerable.Range(0, count)];

    private HashSet<(int, int)> Pairs => [.. Events.SelectMany(a => Events.Select(b => (a, b)))];

    public object Evaluate(Expression expression) => expression switch
    {
        NameExpression name => names[name.Name],
        ZeroExpression => new HashSet<(int, int)>(),
        UnaryExpression unary => Unary(unary.Operator, Evaluate(unary.Operand)),
        ChainExpression chain => Chain(chain.Operator, [.. chain.Operands.Select(Evaluate)]),
        ApplyExpression { Function: NameExpression { Name: "domain" } } apply => Relation(apply.Argument).Select(pair => pair.Item1).ToHashSet(),
        ApplyExpression { Function: NameExpression { Name: "range" } } apply => Relation(apply.Argument).Select(pair => pair.Item2).ToHashSet(),
        LetExpression { IsRecursive: true } let => With(Solve(let.Bindings)).Evaluate(let.Body),
        LetExpression let => With(let.Bindings.Select(b => (b.Pattern.Names[0]!, Evaluate(b.Value)))).Evaluate(let.Body),
        _ => throw new InvalidOperationException(expression.GetType().Name),
    };

    private HashSet<(int, int)> Relation(Expression expression) => (HashSet<(int, int)>)Evaluate(expression);

    private NaiveEvaluator With(IEnumerable<(string Name, object Value)> more)
    {
        var all = new Dictionary<string, object>(names, StringComparer.Ordinal);
        foreach ((string name, object value) in more)
        {
            all[name] = value;
        }

        return new NaiveEvaluator(count, all);
    }

    /// <summary>The least solution of relations that are defined by each other.</summary>
    private List<(string Name, object Value)> Solve(Binding[] bindings)
    {
        List<(string Name, object Value)> values = [.. bindings.Select(b => (b.Pattern.Names[0]!, (object)new HashSet<(int, int)>()))];
        while (true)
        {
            NaiveEvaluator inner = With(values);
            List<(string Name, object Value)> next = [.. bindings.Select(b => (b.Pattern.Names[0]!, inner.Evaluate(b.Value)))];
            if (next.Zip(values).All(pair => ((HashSet<(int, int)>)pair.First.Value).SetEquals((HashSet<(int, int)>)pair.Second.Value)))
            {
                return values;
            }

            values = next;
        }
    }

    private object Unary(UnaryOperator op, object operand)
    {
        if (operand is HashSet<int> set)
        {
            return op == UnaryOperator.Complement ? Events.Except(set).ToHashSet() : set.Select(e => (e, e)).ToHashSet();
        }

        var relation = (HashSet<(int, int)>)operand;
        IEnumerable<(int, int)> identity = Events.Select(e => (e, e));
        return op switch
        {
            UnaryOperator.Complement => Pairs.Except(relation).ToHashSet(),
            UnaryOperator.Inverse => relation.Select(pair => (pair.Item2, pair.Item1)).ToHashSet(),
            UnaryOperator.Option => relation.Union(identity).ToHashSet(),
            UnaryOperator.Plus => Closure(relation),
            _ => Closure(relation).Union(identity).ToHashSet(),
        };
    }

    private static HashSet<(int, int)> Closure(HashSet<(int, int)> relation)
    {
        HashSet<(int, int)> closure = [.. relation];
        while (true)
        {
            int before = closure.Count;
            closure.UnionWith(Compose(closure, relation));
            if (closure.Count == before)
            {
                return closure;
            }
        }
    }

    private static HashSet<(int, int)> Compose(HashSet<(int, int)> first, HashSet<(int, int)> second)
    {
        ILookup<int, int> successors = second.ToLookup(pair => pair.Item1, pair => pair.Item2);
        return [.. first.SelectMany(pair => successors[pair.Item2].Select(to => (pair.Item1, to)))];
    }

    private static object Chain(ChainOperator op, object[] operands) => op switch
    {
        ChainOperator.Product => ((HashSet<int>)operands[0]).SelectMany(a => ((HashSet<int>)operands[1]).Select(b => (a, b))).ToHashSet(),
        ChainOperator.Sequence => operands.Cast<HashSet<(int, int)>>().Aggregate(Compose),
        _ when operands[0] is HashSet<int> => operands.Cast<HashSet<int>>().Aggregate((a, b) => Combine(op, a, b)),
        _ => operands.Cast<HashSet<(int, int)>>().Aggregate((a, b) => Combine(op, a, b)),
    };

    private static HashSet<T> Combine<T>(ChainOperator op, HashSet<T> a, HashSet<T> b) => op switch
    {
        ChainOperator.Union => [.. a.Union(b)],
        ChainOperator.Intersection => [.. a.Intersect(b)],
        _ => [.. a.Except(b)],
    };
}
