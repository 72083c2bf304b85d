using System.Collections.Immutable;
using Racewalk.Executions;
using Racewalk.Programs;

namespace Racewalk.Oracle.Language;

/// <summary>One instruction of a <see cref="TestProgram"/>.</summary>
public abstract record Instruction;

/// <summary>Reads a location into a register.</summary>
/// <param name="Register">Receives the value.</param>
/// <param name="Location">What is read.</param>
/// <param name="Access">The annotation.</param>
/// <param name="Use">What the memory is taken for; a thread that is mistaken ends as soon as it branches on the value.</param>
public sealed record Load(int Register, LocationExpression Location, Access Access = Access.None, MemoryUse Use = MemoryUse.Unchecked) : Instruction;

/// <summary>Writes a location.</summary>
/// <param name="Location">What is written.</param>
/// <param name="Value">The value written.</param>
/// <param name="Access">The annotation.</param>
public sealed record Store(LocationExpression Location, ValueExpression Value, Access Access = Access.None) : Instruction;

/// <summary>Reads and, unless its comparison fails, writes a location atomically.</summary>
/// <param name="Register">Receives the value read.</param>
/// <param name="Kind">What is computed.</param>
/// <param name="Location">What is read and written.</param>
/// <param name="Operand">The operand.</param>
/// <param name="Comparand">The comparand, for the conditional kinds.</param>
/// <param name="Access">The annotation: <see cref="Access.Atomic"/> or <see cref="Access.Exclusive"/> with what it orders.</param>
/// <param name="Use">What the memory is taken for.</param>
public sealed record Rmw(
    int Register,
    RmwKind Kind,
    LocationExpression Location,
    ValueExpression Operand,
    ValueExpression Comparand,
    Access Access,
    MemoryUse Use = MemoryUse.Unchecked) : Instruction;

/// <summary>Reads a location until the value satisfies a condition.</summary>
/// <param name="Register">Receives the value.</param>
/// <param name="Location">What is read.</param>
/// <param name="Condition">How the value compares with the operand.</param>
/// <param name="Operand">What the value is compared with.</param>
/// <param name="Access">The annotation.</param>
/// <param name="Use">What the memory is taken for.</param>
public sealed record Await(
    int Register, LocationExpression Location, AwaitKind Condition, ulong Operand, Access Access = Access.None, MemoryUse Use = MemoryUse.Unchecked)
    : Instruction;

/// <summary>Reads and writes a location atomically as soon as the value read satisfies a condition.</summary>
/// <param name="Register">Receives the value read.</param>
/// <param name="Kind">What is computed; not one of the conditional kinds.</param>
/// <param name="Location">What is read and written.</param>
/// <param name="Operand">The operand.</param>
/// <param name="Condition">How the value compares with <paramref name="Awaited"/>.</param>
/// <param name="Awaited">What the value is compared with.</param>
/// <param name="Access">The annotation.</param>
public sealed record AwaitRmw(
    int Register,
    RmwKind Kind,
    LocationExpression Location,
    ValueExpression Operand,
    AwaitKind Condition,
    ulong Awaited,
    Access Access) : Instruction;

/// <summary>A barrier.</summary>
/// <param name="Kind">Which.</param>
public sealed record Fence(FenceKind Kind) : Instruction;

/// <summary>Sets a register to any number below a bound; the register depends on no read.</summary>
/// <param name="Register">Receives the number.</param>
/// <param name="Alternatives">The bound.</param>
public sealed record Choose(int Register, int Alternatives) : Instruction;

/// <summary>Blocks the thread unless a condition holds.</summary>
/// <param name="Condition">The condition.</param>
public sealed record Assume(Condition Condition) : Instruction;

/// <summary>Branches.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Then">What is done if it holds.</param>
/// <param name="Else">What is done otherwise.</param>
public sealed record If(
    Condition Condition, ImmutableArray<Instruction> Then, ImmutableArray<Instruction> Else) : Instruction;

/// <summary>Sends an inter-processor interrupt.</summary>
/// <param name="Target">The thread that takes it.</param>
/// <param name="Handler">The handler that it runs.</param>
public sealed record Send(int Target, int Handler) : Instruction;

/// <summary>Takes a pending interrupt or none.</summary>
/// <param name="Handlers">The handlers that are not masked, a bit each; 0 for all.</param>
public sealed record Poll(ulong Handlers = 0) : Instruction;
