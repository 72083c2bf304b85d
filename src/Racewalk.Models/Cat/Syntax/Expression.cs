namespace Racewalk.Models.Cat.Syntax;

/// <summary>An expression of the cat language.</summary>
internal abstract class Expression(SourceSpot at)
{
    private string[]? _freeNames;

    public SourceSpot At { get; } = at;

    /// <summary>The names that the expression uses and does not bind, in order of appearance.</summary>
    public IReadOnlyList<string> FreeNames => _freeNames ??= FreeNameFinder.Find(this);
}

/// <summary>A name.</summary>
internal sealed class NameExpression(SourceSpot at, string name) : Expression(at)
{
    public string Name { get; } = name;
}

/// <summary><c>'tag</c>.</summary>
internal sealed class TagExpression(SourceSpot at, string tag) : Expression(at)
{
    public string Tag { get; } = tag;
}

/// <summary><c>0</c>, the empty relation.</summary>
internal sealed class ZeroExpression(SourceSpot at) : Expression(at);

/// <summary><c>_</c>, everything, be it events or pairs.</summary>
internal sealed class UniverseExpression(SourceSpot at) : Expression(at);

/// <summary>An operator with one operand.</summary>
internal sealed class UnaryExpression(SourceSpot at, UnaryOperator op, Expression operand) : Expression(at)
{
    public UnaryOperator Operator { get; } = op;

    public Expression Operand { get; } = operand;
}

/// <summary>An operator with two operands or more, all written with the same sign: <c>a ; b ; c</c> is one expression.</summary>
internal sealed class ChainExpression(SourceSpot at, ChainOperator op, Expression[] operands) : Expression(at)
{
    public ChainOperator Operator { get; } = op;

    public Expression[] Operands { get; } = operands;
}

/// <summary><c>(a, b)</c>, or <c>()</c>.</summary>
internal sealed class TupleExpression(SourceSpot at, Expression[] items) : Expression(at)
{
    public Expression[] Items { get; } = items;
}

/// <summary><c>{a; b}</c>, written with commas.</summary>
internal sealed class SetExpression(SourceSpot at, Expression[] items) : Expression(at)
{
    public Expression[] Items { get; } = items;
}

/// <summary>A function and its argument.</summary>
internal sealed class ApplyExpression(SourceSpot at, Expression function, Expression argument) : Expression(at)
{
    public Expression Function { get; } = function;

    public Expression Argument { get; } = argument;
}

/// <summary><c>fun x -> body</c>, also what <c>let f x = body</c> binds.</summary>
internal sealed class FunctionExpression(SourceSpot at, Pattern parameter, Expression body, string name) : Expression(at)
{
    public Pattern Parameter { get; } = parameter;

    public Expression Body { get; } = body;

    public string Name { get; } = name;
}

/// <summary><c>let [rec] … in body</c>.</summary>
internal sealed class LetExpression(SourceSpot at, bool recursive, Binding[] bindings, Expression body) : Expression(at)
{
    public bool IsRecursive { get; } = recursive;

    public Binding[] Bindings { get; } = bindings;

    public Expression Body { get; } = body;
}

/// <summary><c>match e with 'tag -> … end</c>.</summary>
internal sealed class TagMatchExpression(SourceSpot at, Expression subject, TagClause[] clauses, Expression? otherwise) : Expression(at)
{
    public Expression Subject { get; } = subject;

    public TagClause[] Clauses { get; } = clauses;

    public Expression? Otherwise { get; } = otherwise;
}

/// <summary><c>match e with {} -> … || x ++ rest -> … end</c>.</summary>
internal sealed class SetMatchExpression(SourceSpot at, Expression subject, Expression whenEmpty, ElementClause whenNot) : Expression(at)
{
    public Expression Subject { get; } = subject;

    public Expression WhenEmpty { get; } = whenEmpty;

    public ElementClause WhenNot { get; } = whenNot;
}

/// <summary><c>try e with other</c>.</summary>
internal sealed class TryExpression(SourceSpot at, Expression attempt, Expression otherwise) : Expression(at)
{
    public Expression Attempt { get; } = attempt;

    public Expression Otherwise { get; } = otherwise;
}

/// <summary><c>if condition then e else other</c>.</summary>
internal sealed class IfExpression(SourceSpot at, Condition condition, Expression then, Expression otherwise) : Expression(at)
{
    public Condition Condition { get; } = condition;

    public Expression Then { get; } = then;

    public Expression Otherwise { get; } = otherwise;
}
