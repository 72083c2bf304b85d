namespace Racewalk.Litmus.Isla;

/// <summary>The final assertion as it stands in the file.</summary>
/// <param name="Offset">Where it begins.</param>
public abstract record IslaAssertion(int Offset);

/// <summary><c>true</c> or <c>false</c>.</summary>
public sealed record IslaConstant(int Offset, bool Value) : IslaAssertion(Offset);

/// <summary>A register or a memory location has a value: <c>0:X0=1</c>, <c>*x=1</c>.</summary>
public sealed record IslaEquality(int Offset, IslaPlace Place, IslaExpression Value) : IslaAssertion(Offset);

/// <summary>Not: <c>~2:X2=0</c>.</summary>
public sealed record IslaNegation(int Offset, IslaAssertion Operand) : IslaAssertion(Offset);

/// <summary>All of them.</summary>
public sealed record IslaConjunction(int Offset, IReadOnlyList<IslaAssertion> Operands) : IslaAssertion(Offset);

/// <summary>One of them.</summary>
public sealed record IslaDisjunction(int Offset, IReadOnlyList<IslaAssertion> Operands) : IslaAssertion(Offset);

/// <summary>If the one, then the other: <c>(a) -> b</c>.</summary>
public sealed record IslaImplication(int Offset, IslaAssertion Premise, IslaAssertion Conclusion) : IslaAssertion(Offset);

/// <summary>What a final assertion asks for.</summary>
/// <param name="Offset">Where it begins.</param>
public abstract record IslaPlace(int Offset);

/// <summary>A thread's register: <c>0:X0</c>.</summary>
public sealed record IslaRegisterPlace(int Offset, int Thread, string Register) : IslaPlace(Offset);

/// <summary>The memory that an address names: <c>*x</c>. A virtual one means where it is mapped at the start.</summary>
public sealed record IslaMemoryPlace(int Offset, string Address) : IslaPlace(Offset);
