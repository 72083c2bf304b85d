using Racewalk.Litmus.Dialects.Asm;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>The flags as values of 0 or 1.</summary>
internal readonly record struct Flags(Expr N, Expr Z, Expr C, Expr V);

/// <summary>
/// The flags of one path. They are one register, since all instructions here write all four, but conditions are built from the single flags that were
/// written: "equal" then is the comparison itself and not a bit of a packed word. Not thread-safe.
/// </summary>
internal sealed class FlagRegister(ThreadBuilder builder, AsmValues values)
{
    private readonly Dictionary<Expr, Flags> _written = [];

    /// <summary>Writes the flags.</summary>
    /// <param name="flags">Their values.</param>
    /// <param name="events">What they come from.</param>
    public void Write(Flags flags, Flow events)
    {
        Flow packed = Or(Or(At(flags.N, 3), At(flags.Z, 2)), Or(At(flags.C, 1), At(flags.V, 0)));
        _written[packed.Value] = flags;
        builder.WriteRegister(AArch64Registers.Nzcv, events with { Value = packed.Value });
    }

    /// <summary>Reads the flags as the number NZCV.</summary>
    public Flow ReadPacked() => builder.ReadRegister(AArch64Registers.Nzcv);

    /// <summary>Reads the flags and says whether a condition holds, as 0 or 1. A condition that always holds reads nothing.</summary>
    public Flow Read(Condition condition)
    {
        if (condition >= Condition.Al)
        {
            return values.Number(1);
        }

        Flow packed = ReadPacked();
        return packed with { Value = Holds(condition, Unpack(packed)) };
    }

    private static ulong Weight(int bit) => 1UL << bit;

    private Flow At(Expr flag, int bit) => values.Compute(ExprOp.Multiply, Flow.Of(flag), Weight(bit));

    private Flow Or(Flow a, Flow b) => values.Compute(ExprOp.Or, a, b);

    private Flags Unpack(Flow packed) => _written.TryGetValue(packed.Value, out Flags flags)
        ? flags
        : new Flags(values.Bit(packed, 3).Value, values.Bit(packed, 2).Value, values.Bit(packed, 1).Value, values.Bit(packed, 0).Value);

    private Expr Holds(Condition condition, Flags f)
    {
        // The codes come in pairs of opposites (Arm ARM, ConditionHolds); the conditions of the even ones are here.
        Expr even = ((byte)condition >> 1) switch
        {
            0 => f.Z,
            1 => f.C,
            2 => f.N,
            3 => f.V,
            4 => Compute(ExprOp.And, f.C, Not(f.Z)),
            5 => Compute(ExprOp.Equal, f.N, f.V),
            _ => Compute(ExprOp.And, Compute(ExprOp.Equal, f.N, f.V), Not(f.Z)),
        };
        return ((byte)condition & 1) == 0 ? even : Not(even);
    }

    private Expr Not(Expr flag) => Compute(ExprOp.Equal, flag, builder.Pool.Zero);

    private Expr Compute(ExprOp op, Expr a, Expr b) => builder.Pool.Compute(op, a, b);
}
