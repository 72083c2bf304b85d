using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.C;

/// <summary>A value without side effects: what is left of an expression when its accesses have been taken out.</summary>
internal abstract record CValue;

/// <summary>A number or an address.</summary>
internal sealed record CConstant(ulong Value) : CValue;

/// <summary>A local variable.</summary>
internal sealed record CLocal(int Register) : CValue;

/// <summary>A computation.</summary>
internal sealed record CComputation(ExprOp Operator, CValue Left, CValue Right) : CValue;

/// <summary>One step of a thread: at most one access, or one read-modify-write.</summary>
/// <param name="Offset">Where it is in the file.</param>
internal abstract record COperation(int Offset);

/// <summary>Sets a local variable.</summary>
internal sealed record CAssign(int Offset, int Target, CValue Value) : COperation(Offset);

/// <summary>Runs a primitive.</summary>
/// <param name="Offset">Where it is in the file.</param>
/// <param name="Primitive">Which.</param>
/// <param name="Target">The local variable that takes the result, or -1.</param>
internal sealed record CPrimitiveCall(int Offset, Primitive Primitive, int Target) : COperation(Offset)
{
    /// <summary>The address accessed.</summary>
    public CValue Address { get; init; } = new CConstant(0);

    /// <summary>What is stored, added….</summary>
    public CValue Operand { get; init; } = new CConstant(1);

    /// <summary>What the old value is compared with.</summary>
    public CValue Compared { get; init; } = new CConstant(0);
}

/// <summary>An <c>if</c> statement.</summary>
internal sealed record CConditional(int Offset, CValue Condition, IReadOnlyList<COperation> Then, IReadOnlyList<COperation> Otherwise)
    : COperation(Offset);
