namespace Racewalk.Litmus.Dialects.C;

/// <summary>One function of a C litmus test.</summary>
/// <param name="Offset">Where its name is.</param>
/// <param name="Number">The number in its name.</param>
/// <param name="Parameters">Its parameters: locations of the test.</param>
/// <param name="Body">Its statements.</param>
public sealed record CThreadSyntax(int Offset, int Number, IReadOnlyList<CParameter> Parameters, IReadOnlyList<CStatement> Body);

/// <summary>A parameter: a pointer to the location of its name.</summary>
/// <param name="Offset">Where its name is.</param>
/// <param name="Name">The name.</param>
public sealed record CParameter(int Offset, string Name);

/// <summary>A statement.</summary>
/// <param name="Offset">Where it begins.</param>
public abstract record CStatement(int Offset);

/// <summary><c>int r0;</c> or <c>int r0 = value;</c></summary>
public sealed record CDeclaration(int Offset, string Name, CExpression? Value) : CStatement(Offset);

/// <summary><c>r0 = value;</c>, <c>x = value;</c>, <c>*p = value;</c></summary>
public sealed record CAssignment(int Offset, CExpression Target, CExpression Value) : CStatement(Offset);

/// <summary>An expression for its effects.</summary>
public sealed record CEvaluation(int Offset, CExpression Expression) : CStatement(Offset);

/// <summary><c>if (condition) then else otherwise</c></summary>
public sealed record CIf(int Offset, CExpression Condition, IReadOnlyList<CStatement> Then, IReadOnlyList<CStatement> Otherwise) : CStatement(Offset);

/// <summary>An expression.</summary>
/// <param name="Offset">Where its operator or its word is.</param>
public abstract record CExpression(int Offset);

/// <summary>A number.</summary>
public sealed record CNumber(int Offset, ulong Value) : CExpression(Offset);

/// <summary>A local, a parameter or a location.</summary>
public sealed record CName(int Offset, string Name) : CExpression(Offset);

/// <summary><c>*pointer</c></summary>
public sealed record CDereference(int Offset, CExpression Pointer) : CExpression(Offset);

/// <summary><c>&amp;operand</c></summary>
public sealed record CAddressOf(int Offset, CExpression Operand) : CExpression(Offset);

/// <summary><c>-a</c>, <c>~a</c> or <c>!a</c></summary>
public sealed record CUnary(int Offset, string Operator, CExpression Operand) : CExpression(Offset);

/// <summary><c>a + b</c> and all others with two operands.</summary>
public sealed record CBinary(int Offset, string Operator, CExpression Left, CExpression Right) : CExpression(Offset);

/// <summary><c>primitive(arguments)</c></summary>
public sealed record CCall(int Offset, string Name, IReadOnlyList<CExpression> Arguments) : CExpression(Offset);
