namespace Racewalk.Models.Cat.Syntax;

/// <summary>What a parameter or a <c>let</c> binds: one name, or those of a tuple. A null is <c>_</c>.</summary>
internal sealed record Pattern(bool IsTuple, string?[] Names)
{
    public static Pattern One(string? name) => new(false, [name]);

    /// <summary>A list in parentheses: a list of one is no tuple.</summary>
    public static Pattern Of(List<string?> names) => new(names.Count != 1, [.. names]);
}

/// <summary><c>pattern = value</c> of a <c>let</c>.</summary>
internal sealed record Binding(SourceSpot At, Pattern Pattern, Expression Value);

/// <summary><c>'tag -> value</c>.</summary>
internal sealed record TagClause(string Tag, Expression Value);

/// <summary><c>[before |] element ++ after -> value</c>.</summary>
internal sealed record ElementClause(bool HasBefore, string? Before, string? Element, string? After, Expression Value);

/// <summary>A condition: a comparison, or a combination of variants.</summary>
internal abstract record Condition;

/// <summary><c>a = b</c>, <c>a subset b</c>, <c>a in b</c>.</summary>
internal sealed record ComparisonCondition(SourceSpot At, Comparison Comparison, Expression Left, Expression Right) : Condition;

/// <summary><c>"variant"</c>.</summary>
internal sealed record VariantCondition(string Variant) : Condition;

/// <summary><c>not c</c>.</summary>
internal sealed record NotCondition(Condition Operand) : Condition;

/// <summary><c>a &amp;&amp; b</c>, all in a row.</summary>
internal sealed record AllCondition(Condition[] Operands) : Condition;

/// <summary><c>a || b</c>, all in a row.</summary>
internal sealed record AnyCondition(Condition[] Operands) : Condition;

/// <summary><c>[flag|assert|…] [~]acyclic|irreflexive|empty e [as name]</c>.</summary>
internal sealed record Test(SourceSpot At, TestRole Role, bool IsNegated, TestKind Kind, Expression Subject, string? Name);
