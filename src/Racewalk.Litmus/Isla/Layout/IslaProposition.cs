namespace Racewalk.Litmus.Isla.Layout;

/// <summary>The final assertion with all values evaluated.</summary>
public abstract record IslaProposition;

/// <summary>True or false.</summary>
public sealed record TruthProposition(bool Value) : IslaProposition;

/// <summary>A thread's register has a value at its end.</summary>
/// <param name="Thread">The thread.</param>
/// <param name="Register">The register: X0, or a system register.</param>
/// <param name="Value">The value.</param>
public sealed record RegisterProposition(int Thread, string Register, ulong Value) : IslaProposition;

/// <summary>Memory has a value at the end.</summary>
/// <param name="Name">What the assertion calls it.</param>
/// <param name="Address">Its physical address.</param>
/// <param name="Size">How many bytes are compared: 4 where <c>[types]</c> says nothing.</param>
/// <param name="Value">The value.</param>
public sealed record MemoryProposition(string Name, ulong Address, int Size, ulong Value) : IslaProposition;

/// <summary>Not.</summary>
public sealed record NotProposition(IslaProposition Operand) : IslaProposition;

/// <summary>All of them.</summary>
public sealed record AllProposition(IReadOnlyList<IslaProposition> Operands) : IslaProposition;

/// <summary>One of them.</summary>
public sealed record AnyProposition(IReadOnlyList<IslaProposition> Operands) : IslaProposition;
