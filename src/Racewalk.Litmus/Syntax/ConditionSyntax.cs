namespace Racewalk.Litmus.Syntax;

/// <summary>A proposition about final states as it stands in the file.</summary>
/// <param name="Offset">Where it begins.</param>
public abstract record ConditionSyntax(int Offset);

/// <summary><c>true</c> or <c>false</c>.</summary>
public sealed record ConstantCondition(int Offset, bool Value) : ConditionSyntax(Offset);

/// <summary>A place has a value: <c>0:r1=1</c>, <c>[x]=2</c>.</summary>
public sealed record ValueCondition(int Offset, PlaceSyntax Place, ValueSyntax Value) : ConditionSyntax(Offset);

/// <summary>Two places have the same value: <c>0:r1=1:r1</c>.</summary>
public sealed record SameValueCondition(int Offset, PlaceSyntax Left, PlaceSyntax Right) : ConditionSyntax(Offset);

/// <summary>A thread took an exception: <c>fault(P0:L0,x,MMU:Permission)</c>; what is null matches anything.</summary>
public sealed record FaultCondition(int Offset, int Thread, string? Label, PlaceSyntax? Location, string? Kind) : ConditionSyntax(Offset);

/// <summary>Not.</summary>
public sealed record NotCondition(int Offset, ConditionSyntax Operand) : ConditionSyntax(Offset);

/// <summary>All of them.</summary>
public sealed record AndCondition(int Offset, IReadOnlyList<ConditionSyntax> Operands) : ConditionSyntax(Offset);

/// <summary>One of them.</summary>
public sealed record OrCondition(int Offset, IReadOnlyList<ConditionSyntax> Operands) : ConditionSyntax(Offset);
