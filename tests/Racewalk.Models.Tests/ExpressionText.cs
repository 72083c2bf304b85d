using Racewalk.Models.Cat.Syntax;

namespace Racewalk.Models.Tests;

/// <summary>Parses expressions, and writes them with every parenthesis, so that tests can say how they were read.</summary>
internal static class ExpressionText
{
    public static Expression Parse(string text) => CatParser.ParseExpression(new CatSource("test", text, null));

    public static string Reading(string text) => Of(Parse(text));

    public static string Of(Expression expression) => expression switch
    {
        NameExpression name => name.Name,
        TagExpression tag => "'" + tag.Tag,
        ZeroExpression => "0",
        UniverseExpression => "_",
        UnaryExpression { Operator: UnaryOperator.Complement } unary => $"(~{Of(unary.Operand)})",
        UnaryExpression { Operator: UnaryOperator.Identity } unary => $"[{Of(unary.Operand)}]",
        UnaryExpression unary => $"({Of(unary.Operand)}{Sign(unary.Operator)})",
        ChainExpression chain => $"({string.Join($" {Sign(chain.Operator)} ", chain.Operands.Select(Of))})",
        TupleExpression tuple => $"<{string.Join(", ", tuple.Items.Select(Of))}>",
        SetExpression set => $"{{{string.Join(", ", set.Items.Select(Of))}}}",
        ApplyExpression apply => $"{Of(apply.Function)}({Of(apply.Argument)})",
        FunctionExpression function => $"(fun {Of(function.Parameter)} -> {Of(function.Body)})",
        LetExpression let => $"(let{(let.IsRecursive ? " rec" : "")} {string.Join(" and ", let.Bindings.Select(Of))} in {Of(let.Body)})",
        TryExpression attempt => $"(try {Of(attempt.Attempt)} with {Of(attempt.Otherwise)})",
        IfExpression choice => $"(if {Of(choice.Condition)} then {Of(choice.Then)} else {Of(choice.Otherwise)})",
        TagMatchExpression match => $"(match {Of(match.Subject)} with "
            + string.Join(" || ", match.Clauses.Select(c => $"'{c.Tag} -> {Of(c.Value)}").Concat(match.Otherwise is { } other ? [$"_ -> {Of(other)}"] : [])) + ")",
        SetMatchExpression match => $"(match {Of(match.Subject)} with {{}} -> {Of(match.WhenEmpty)} || "
            + $"{(match.WhenNot.HasBefore ? $"{match.WhenNot.Before ?? "_"} | " : "")}{match.WhenNot.Element ?? "_"} ++ {match.WhenNot.After ?? "_"} -> "
            + $"{Of(match.WhenNot.Value)})",
        _ => throw new InvalidOperationException(expression.GetType().Name),
    };

    private static string Of(Binding binding) => $"{Of(binding.Pattern)} = {Of(binding.Value)}";

    private static string Of(Pattern pattern)
    {
        string names = string.Join(", ", pattern.Names.Select(name => name ?? "_"));
        return pattern.IsTuple ? $"<{names}>" : names;
    }

    private static string Of(Condition condition) => condition switch
    {
        VariantCondition variant => $"\"{variant.Variant}\"",
        NotCondition not => $"!{Of(not.Operand)}",
        AllCondition all => $"({string.Join(" && ", all.Operands.Select(Of))})",
        AnyCondition any => $"({string.Join(" || ", any.Operands.Select(Of))})",
        ComparisonCondition comparison => $"{Of(comparison.Left)} {comparison.Comparison} {Of(comparison.Right)}",
        _ => throw new InvalidOperationException(condition.GetType().Name),
    };

    private static string Sign(UnaryOperator op) => op switch
    {
        UnaryOperator.Plus => "+",
        UnaryOperator.Star => "*",
        UnaryOperator.Option => "?",
        _ => "^-1",
    };

    private static string Sign(ChainOperator op) => op switch
    {
        ChainOperator.Union => "|",
        ChainOperator.Add => "++",
        ChainOperator.Sequence => ";",
        ChainOperator.Difference => "\\",
        ChainOperator.Intersection => "&",
        _ => "*",
    };
}
