using Racewalk.Litmus.Dialects.Asm;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>What an arithmetic instruction computes of its two operands.</summary>
internal enum ArithmeticOp : byte
{
    /// <summary>The sum.</summary>
    Add,

    /// <summary>The difference.</summary>
    Subtract,

    /// <summary>And.</summary>
    And,

    /// <summary>Or.</summary>
    Or,

    /// <summary>Exclusive or.</summary>
    Xor,

    /// <summary>And with the second operand inverted.</summary>
    AndNot,

    /// <summary>Or with the second operand inverted.</summary>
    OrNot,

    /// <summary>Exclusive or with the second operand inverted.</summary>
    XorNot,
}

/// <summary>Addition, subtraction and logic, with and without flags.</summary>
/// <param name="Op">What it computes.</param>
/// <param name="SetsFlags">Whether it writes the flags.</param>
/// <param name="Target">Gets the result.</param>
/// <param name="First">The first operand.</param>
/// <param name="Second">The second operand.</param>
internal sealed record ArithmeticInstruction(ArithmeticOp Op, bool SetsFlags, Register Target, Register First, SecondOperand Second) : AArch64Instruction
{
    private int Bits => First.Bits;

    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        Flow a = run.Read(First);
        Flow b = Second.Read(run, Bits, First, a);
        Flow result = run.Values.Low(Compute(run.Values, a, b), Bits);
        run.Write(Target, result);
        if (SetsFlags)
        {
            run.Flags.Write(FlagsOf(run.Values, run.Values.Low(a, Bits), run.Values.Low(b, Bits), result), result);
        }
    }

    private Flow Compute(AsmValues values, Flow a, Flow b) => Op switch
    {
        ArithmeticOp.Add => values.Compute(ExprOp.Add, a, b),
        ArithmeticOp.Subtract => values.Compute(ExprOp.Subtract, a, b),
        ArithmeticOp.And => values.Compute(ExprOp.And, a, b),
        ArithmeticOp.Or => values.Compute(ExprOp.Or, a, b),
        ArithmeticOp.Xor => values.Compute(ExprOp.Xor, a, b),
        ArithmeticOp.AndNot => values.Compute(ExprOp.And, a, values.Not(b)),
        ArithmeticOp.OrNot => values.Compute(ExprOp.Or, a, values.Not(b)),
        _ => values.Compute(ExprOp.Xor, a, values.Not(b)),
    };

    // Arm ARM, AddWithCarry; a subtraction is the sum with the second operand inverted and a carry of 1.
    private Flags FlagsOf(AsmValues values, Flow a, Flow b, Flow result)
    {
        Flow n = values.Bit(result, Bits - 1);
        Flow zero = values.Number(0);
        (Flow z, Flow c, Flow v) = Op switch
        {
            ArithmeticOp.Add => (
                values.IsZero(result),
                values.Compute(ExprOp.LessUnsigned, result, a),
                Overflow(values, values.Compute(ExprOp.Xor, result, a), values.Compute(ExprOp.Xor, result, b))),
            ArithmeticOp.Subtract => (
                values.Compute(ExprOp.Equal, a, b),
                values.IsZero(values.Compute(ExprOp.LessUnsigned, a, b)),
                Overflow(values, values.Compute(ExprOp.Xor, a, b), values.Compute(ExprOp.Xor, result, a))),
            _ => (values.IsZero(result), zero, zero),
        };
        return new Flags(n.Value, z.Value, c.Value, v.Value);
    }

    private Flow Overflow(AsmValues values, Flow a, Flow b) => values.Bit(values.Compute(ExprOp.And, a, b), Bits - 1);
}

/// <summary>The mnemonics of addition, subtraction and logic.</summary>
internal static class Arithmetic
{
    /// <summary>Adds the parsers to a table.</summary>
    public static void AddTo(Dictionary<string, Func<AArch64Operands, AArch64Instruction>> table)
    {
        foreach ((string name, ArithmeticOp op, bool setsFlags) in new[]
        {
            ("ADD", ArithmeticOp.Add, false), ("ADDS", ArithmeticOp.Add, true),
            ("SUB", ArithmeticOp.Subtract, false), ("SUBS", ArithmeticOp.Subtract, true),
            ("AND", ArithmeticOp.And, false), ("ANDS", ArithmeticOp.And, true),
            ("ORR", ArithmeticOp.Or, false), ("EOR", ArithmeticOp.Xor, false),
            ("BIC", ArithmeticOp.AndNot, false), ("BICS", ArithmeticOp.AndNot, true),
            ("ORN", ArithmeticOp.OrNot, false), ("EON", ArithmeticOp.XorNot, false),
        })
        {
            table.Add(name, p => Parse(p, op, setsFlags));
        }

        foreach ((string name, ArithmeticOp op) in new[] { ("CMP", ArithmeticOp.Subtract), ("CMN", ArithmeticOp.Add), ("TST", ArithmeticOp.And) })
        {
            table.Add(name, p => ParseCompare(p, op));
        }

        table.Add("NEG", p => ParseOneOperand(p, ArithmeticOp.Subtract, setsFlags: false));
        table.Add("NEGS", p => ParseOneOperand(p, ArithmeticOp.Subtract, setsFlags: true));
        table.Add("MVN", p => ParseOneOperand(p, ArithmeticOp.OrNot, setsFlags: false));
    }

    private static bool CanExtend(ArithmeticOp op) => op <= ArithmeticOp.Subtract;

    private static ArithmeticInstruction Parse(AArch64Operands p, ArithmeticOp op, bool setsFlags)
    {
        Register target = p.Register();
        Register first = p.CommaRegister(target.Bits);
        p.Comma();
        return new ArithmeticInstruction(op, setsFlags, target, first, SecondOperand.Parse(p, target.Bits, CanExtend(op)));
    }

    private static ArithmeticInstruction ParseCompare(AArch64Operands p, ArithmeticOp op)
    {
        Register first = p.Register();
        p.Comma();
        return new ArithmeticInstruction(op, SetsFlags: true, Register.ZeroOf(first.Bits), first, SecondOperand.Parse(p, first.Bits, CanExtend(op)));
    }

    private static ArithmeticInstruction ParseOneOperand(AArch64Operands p, ArithmeticOp op, bool setsFlags)
    {
        Register target = p.Register();
        p.Comma();
        SecondOperand second = SecondOperand.Parse(p, target.Bits, allowExtend: false);
        return second.Register is null
            ? throw p.Unsupported($"{p.Mnemonic} of a number")
            : new ArithmeticInstruction(op, setsFlags, target, Register.ZeroOf(target.Bits), second);
    }
}
