using Racewalk.Litmus.Dialects.Asm;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>A shift by a register, or by a number.</summary>
/// <param name="Change">Which shift.</param>
/// <param name="Target">Gets the result.</param>
/// <param name="First">What is shifted.</param>
/// <param name="By">By how much, modulo the width.</param>
internal sealed record ShiftInstruction(OperandChange Change, Register Target, Register First, SecondOperand By) : AArch64Instruction
{
    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        int bits = Target.Bits;
        Flow value = run.Read(First);
        Flow by = run.Values.Compute(ExprOp.And, By.Read(run, bits, First, value), (ulong)bits - 1);
        run.Write(Target, Shift(run.Values, run.Values.Low(value, bits), by, bits));
    }

    private Flow Shift(AsmValues values, Flow value, Flow by, int bits)
    {
        Flow left = values.Low(values.Compute(ExprOp.ShiftLeft, value, by), bits);
        Flow right = values.Compute(ExprOp.ShiftRight, value, by);
        return Change switch
        {
            OperandChange.Lsl => left,
            OperandChange.Lsr => right,
            OperandChange.Asr => values.ShiftRightSigned(value, by, bits),

            // A rotation by 0 shifts the other part by the whole width, which leaves nothing of it.
            _ => values.Compute(
                ExprOp.Or, right, values.Low(values.Compute(ExprOp.ShiftLeft, value, values.Compute(ExprOp.Subtract, values.Number((ulong)bits), by)), bits)),
        };
    }
}

/// <summary>SBFM, UBFM and their short forms: moves a field of bits within a register.</summary>
/// <param name="IsSigned">Whether the field is widened with its sign.</param>
/// <param name="Target">Gets the result.</param>
/// <param name="Source">Has the field.</param>
/// <param name="Rotate">The encoding's immr.</param>
/// <param name="Last">The encoding's imms: the field's highest bit.</param>
internal sealed record BitFieldInstruction(bool IsSigned, Register Target, Register Source, int Rotate, int Last) : AArch64Instruction
{
    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        AsmValues values = run.Values;
        bool goesDown = Last >= Rotate;
        int length = goesDown ? Last - Rotate + 1 : Last + 1;
        Flow field = run.Read(Source);
        field = goesDown ? values.Compute(ExprOp.ShiftRight, values.Low(field, Source.Bits), (ulong)Rotate) : field;
        field = IsSigned ? values.Signed(field, length) : values.Low(field, length);
        field = goesDown ? field : values.Compute(ExprOp.ShiftLeft, field, (ulong)(Source.Bits - Rotate));
        run.Write(Target, values.Low(field, Target.Bits));
    }
}

/// <summary>RBIT, REV, REV16 and REV32: parts of a register in the opposite order.</summary>
/// <param name="Target">Gets the result.</param>
/// <param name="Source">The register.</param>
/// <param name="From">How many bits a part has.</param>
/// <param name="To">Within how many bits the parts are turned round.</param>
internal sealed record ReverseInstruction(Register Target, Register Source, int From, int To) : AArch64Instruction
{
    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        Flow value = run.Values.Low(run.Read(Source), Source.Bits);
        for (int part = From; part < To; part *= 2)
        {
            // Neighbours of this size change places.
            ulong mask = 0;
            for (int bit = 0; bit < Source.Bits; bit += 2 * part)
            {
                mask |= AsmValues.Ones(part) << bit;
            }

            Flow up = run.Values.Compute(ExprOp.ShiftLeft, run.Values.Compute(ExprOp.And, value, mask), (ulong)part);
            Flow down = run.Values.Compute(ExprOp.And, run.Values.Compute(ExprOp.ShiftRight, value, (ulong)part), mask);
            value = run.Values.Compute(ExprOp.Or, up, down);
        }

        run.Write(Target, value);
    }
}

/// <summary>ABS.</summary>
internal sealed record AbsoluteInstruction(Register Target, Register Source) : AArch64Instruction
{
    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        Flow value = run.Values.Signed(run.Read(Source), Source.Bits);
        Flow sign = run.Values.Compute(ExprOp.ShiftRightSigned, value, 63);
        Flow result = run.Values.Compute(ExprOp.Subtract, run.Values.Compute(ExprOp.Xor, value, sign), sign);
        run.Write(Target, run.Values.Low(result, Target.Bits));
    }
}

/// <summary>EXTR: the low half of two registers after a shift to the right.</summary>
internal sealed record ExtractInstruction(Register Target, Register High, Register Low, int Shift) : AArch64Instruction
{
    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        int bits = Target.Bits;
        Flow low = run.Values.Compute(ExprOp.ShiftRight, run.Values.Low(run.Read(Low), bits), (ulong)Shift);
        Flow high = run.Values.Compute(ExprOp.ShiftLeft, run.Read(High), (ulong)(bits - Shift));
        run.Write(Target, run.Values.Low(run.Values.Compute(ExprOp.Or, low, high), bits));
    }
}
