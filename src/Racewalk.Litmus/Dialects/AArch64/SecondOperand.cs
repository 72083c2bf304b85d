using Racewalk.Litmus.Dialects.Asm;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>What a second operand does to its register.</summary>
internal enum OperandChange : byte
{
    /// <summary>Shifts left.</summary>
    Lsl,

    /// <summary>Shifts right, zeros in.</summary>
    Lsr,

    /// <summary>Shifts right, sign in.</summary>
    Asr,

    /// <summary>Rotates right.</summary>
    Ror,

    /// <summary>Widens, unsigned, then shifts left.</summary>
    Unsigned,

    /// <summary>Widens, signed, then shifts left.</summary>
    Signed,
}

/// <summary>The second operand of arithmetic: a number, or a register that is shifted or widened.</summary>
/// <param name="Register">The register; null for a number.</param>
/// <param name="Number">The number, or by how much the register is shifted.</param>
/// <param name="Change">What happens to the register.</param>
/// <param name="FromBits">How many bits of the register are widened.</param>
internal readonly record struct SecondOperand(Register? Register, ulong Number, OperandChange Change, int FromBits)
{
    private static readonly string[] s_shifts = ["LSL", "LSR", "ASR", "ROR"];
    private static readonly string[] s_extends = ["UXTB", "UXTH", "UXTW", "UXTX", "SXTB", "SXTH", "SXTW", "SXTX"];

    /// <summary>A number.</summary>
    public static SecondOperand Of(ulong number) => new(null, number, OperandChange.Lsl, 0);

    /// <summary>A register as it is.</summary>
    public static SecondOperand Of(Register register) => new(register, 0, OperandChange.Lsl, 0);

    /// <summary>Reads one.</summary>
    /// <param name="p">The operands.</param>
    /// <param name="bits">The instruction's width.</param>
    /// <param name="allowExtend">Whether the register can be widened: addition and subtraction, not logic.</param>
    public static SecondOperand Parse(AArch64Operands p, int bits, bool allowExtend)
    {
        if (p.TryImmediate(out ulong number))
        {
            if (!p.Cursor.TryTake(','))
            {
                return Of(number);
            }

            return p.TryWord(["LSL"], out _) ? Of(number << (int)p.Immediate(63)) : throw p.Cursor.Expected("LSL");
        }

        int at = p.Cursor.Position;
        if (!p.TryRegister(out Register register))
        {
            throw p.Cursor.Expected("a register or a number");
        }

        SecondOperand operand = Of(register);
        if (p.Cursor.TryTake(','))
        {
            operand = ParseChange(p, operand, bits, allowExtend);
        }

        if (register.Bits != bits && operand.Change < OperandChange.Unsigned)
        {
            throw p.Cursor.Source.Error(at, $"expected {(bits == 32 ? "a W register" : "an X register")}, or a width such as SXTW after it");
        }

        return operand;
    }

    /// <summary>Its value; the register is read without port.</summary>
    /// <param name="run">The path.</param>
    /// <param name="bits">The instruction's width.</param>
    /// <param name="first">The first operand's register, which is read once if it is this one's, too.</param>
    /// <param name="firstValue">What was read from it.</param>
    public Flow Read(AArch64Run run, int bits, Register first, Flow firstValue)
    {
        AsmValues values = run.Values;
        if (Register is not { } register)
        {
            return values.Number(Number);
        }

        Flow value = register.Number == first.Number ? firstValue : run.Read(register);
        Flow amount = values.Number(Number);
        return Change switch
        {
            OperandChange.Lsl => values.Compute(ExprOp.ShiftLeft, value, amount),
            OperandChange.Lsr => values.Compute(ExprOp.ShiftRight, Number == 0 ? value : values.Low(value, bits), amount),
            OperandChange.Asr => Number == 0 ? value : values.ShiftRightSigned(value, amount, bits),
            OperandChange.Ror => Rotate(values, value, (int)Number, bits),
            OperandChange.Unsigned => values.Compute(ExprOp.ShiftLeft, values.Low(value, FromBits), amount),
            _ => values.Compute(ExprOp.ShiftLeft, values.Signed(value, FromBits), amount),
        };
    }

    /// <summary>A value of a width, rotated to the right.</summary>
    public static Flow Rotate(AsmValues values, Flow value, int by, int bits)
    {
        by %= bits;
        if (by == 0)
        {
            return value;
        }

        Flow low = values.Compute(ExprOp.ShiftRight, values.Low(value, bits), (ulong)by);
        return values.Low(values.Compute(ExprOp.Or, low, values.Compute(ExprOp.ShiftLeft, value, (ulong)(bits - by))), bits);
    }

    private static SecondOperand ParseChange(AArch64Operands p, SecondOperand operand, int bits, bool allowExtend)
    {
        if (p.TryWord(s_shifts, out string shift))
        {
            return operand with { Number = p.Immediate((ulong)bits - 1), Change = (OperandChange)Array.IndexOf(s_shifts, shift) };
        }

        if (!allowExtend || !p.TryWord(s_extends, out string extend))
        {
            throw p.Cursor.Expected(allowExtend ? "LSL, LSR, ASR or a width such as SXTW" : "LSL, LSR, ASR or ROR");
        }

        // Arm ARM: the shift of a widened register is at most 4.
        return operand with
        {
            Number = p.TryImmediate(out ulong by) ? Math.Min(by, 63) : 0,
            Change = extend[0] == 'U' ? OperandChange.Unsigned : OperandChange.Signed,
            FromBits = extend[3] switch { 'B' => 8, 'H' => 16, 'W' => 32, _ => 64 },
        };
    }
}
