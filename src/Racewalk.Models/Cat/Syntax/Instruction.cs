namespace Racewalk.Models.Cat.Syntax;

/// <summary>An instruction of a model.</summary>
internal abstract class Instruction(SourceSpot at)
{
    public SourceSpot At { get; } = at;
}

/// <summary><c>let [rec] …</c>.</summary>
internal sealed class LetInstruction(SourceSpot at, bool recursive, Binding[] bindings, Test? when) : Instruction(at)
{
    public bool IsRecursive { get; } = recursive;

    public Binding[] Bindings { get; } = bindings;

    /// <summary>What must hold of every step of the recursion.</summary>
    public Test? When { get; } = when;
}

/// <summary>A check, a flag or an assertion.</summary>
internal sealed class TestInstruction(SourceSpot at, Test test) : Instruction(at)
{
    public Test Test { get; } = test;
}

/// <summary><c>show a, b</c> and <c>unshow a, b</c>.</summary>
internal sealed class ShowInstruction(SourceSpot at, bool show, string[] names) : Instruction(at)
{
    public bool IsShown { get; } = show;

    public string[] Names { get; } = names;
}

/// <summary><c>show e as name</c>.</summary>
internal sealed class ShowAsInstruction(SourceSpot at, Expression value, string name) : Instruction(at)
{
    public Expression Value { get; } = value;

    public string Name { get; } = name;
}

/// <summary><c>include "file"</c>.</summary>
internal sealed class IncludeInstruction(SourceSpot at, string file) : Instruction(at)
{
    public string File { get; } = file;
}

/// <summary><c>procedure name(…) = … end</c>.</summary>
internal sealed class ProcedureInstruction(SourceSpot at, bool recursive, string name, Pattern parameter, Instruction[] body) : Instruction(at)
{
    public bool IsRecursive { get; } = recursive;

    public string Name { get; } = name;

    public Pattern Parameter { get; } = parameter;

    public Instruction[] Body { get; } = body;
}

/// <summary><c>call name e [as alias]</c>.</summary>
internal sealed class CallInstruction(SourceSpot at, string procedure, Expression argument, string? name) : Instruction(at)
{
    public string Procedure { get; } = procedure;

    public Expression Argument { get; } = argument;

    public string? Name { get; } = name;
}

/// <summary><c>enum name = 'a || 'b</c>.</summary>
internal sealed class EnumInstruction(SourceSpot at, string name, string[] tags) : Instruction(at)
{
    public string Name { get; } = name;

    public string[] Tags { get; } = tags;
}

/// <summary><c>forall x in e do … end</c>.</summary>
internal sealed class ForallInstruction(SourceSpot at, string name, Expression set, Instruction[] body) : Instruction(at)
{
    public string Name { get; } = name;

    public Expression Set { get; } = set;

    public Instruction[] Body { get; } = body;
}

/// <summary><c>with x from e</c>.</summary>
internal sealed class WithInstruction(SourceSpot at, string name, Expression set) : Instruction(at)
{
    public string Name { get; } = name;

    public Expression Set { get; } = set;
}

/// <summary><c>instructions R[…]</c> and <c>default R[…]</c> of a bell file.</summary>
internal sealed class AnnotationInstruction(SourceSpot at, string events, Expression[] annotations, bool isDefault) : Instruction(at)
{
    public string Events { get; } = events;

    public Expression[] Annotations { get; } = annotations;

    public bool IsDefault { get; } = isDefault;
}

/// <summary><c>if "variant" … else … end</c>.</summary>
internal sealed class IfInstruction(SourceSpot at, Condition condition, Instruction[] then, Instruction[] otherwise) : Instruction(at)
{
    public Condition Condition { get; } = condition;

    public Instruction[] Then { get; } = then;

    public Instruction[] Otherwise { get; } = otherwise;
}

/// <summary><c>match e with 'tag -> … end</c> over instructions.</summary>
internal sealed class MatchInstruction(
    SourceSpot at, Expression subject, (string Tag, Instruction[] Body)[] clauses, Instruction[]? otherwise) : Instruction(at)
{
    public Expression Subject { get; } = subject;

    public (string Tag, Instruction[] Body)[] Clauses { get; } = clauses;

    public Instruction[]? Otherwise { get; } = otherwise;
}

/// <summary>A cat file.</summary>
internal sealed record CatFile(CatSource Source, string? Architecture, string? Title, bool ComputesDependencies, Instruction[] Instructions);
