using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>Multiplication, with addition or subtraction.</summary>
/// <param name="Target">Gets the result.</param>
/// <param name="First">A factor.</param>
/// <param name="Second">The other factor.</param>
/// <param name="Addend">What the product is added to or subtracted from.</param>
/// <param name="Subtracts">Whether it is subtracted.</param>
/// <param name="IsSigned">For factors narrower than the result: whether they are signed.</param>
internal sealed record MultiplyInstruction(Register Target, Register First, Register Second, Register Addend, bool Subtracts, bool IsSigned)
    : AArch64Instruction
{
    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        Flow a = Factor(run, First);
        Flow product = run.Values.Compute(ExprOp.Multiply, a, Second.Number == First.Number ? a : Factor(run, Second));
        Flow result = run.Values.Compute(Subtracts ? ExprOp.Subtract : ExprOp.Add, run.Read(Addend), product);
        run.Write(Target, run.Values.Low(result, Target.Bits));
    }

    private Flow Factor(AArch64Run run, Register register)
    {
        Flow value = run.Read(register);
        return register.Bits == Target.Bits ? value : IsSigned ? run.Values.Signed(value, register.Bits) : run.Values.Low(value, register.Bits);
    }
}

/// <summary>The mnemonics of multiplication.</summary>
internal static class Multiplication
{
    /// <summary>Adds the parsers to a table.</summary>
    public static void AddTo(Dictionary<string, Func<AArch64Operands, AArch64Instruction>> table)
    {
        table.Add("MUL", p => Parse(p, hasAddend: false, subtracts: false));
        table.Add("MNEG", p => Parse(p, hasAddend: false, subtracts: true));
        table.Add("MADD", p => Parse(p, hasAddend: true, subtracts: false));
        table.Add("MSUB", p => Parse(p, hasAddend: true, subtracts: true));
        foreach (bool isSigned in new[] { false, true })
        {
            string sign = isSigned ? "S" : "U";
            table.Add($"{sign}MULL", p => ParseLong(p, isSigned, hasAddend: false, subtracts: false));
            table.Add($"{sign}MNEGL", p => ParseLong(p, isSigned, hasAddend: false, subtracts: true));
            table.Add($"{sign}MADDL", p => ParseLong(p, isSigned, hasAddend: true, subtracts: false));
            table.Add($"{sign}MSUBL", p => ParseLong(p, isSigned, hasAddend: true, subtracts: true));
        }
    }

    private static MultiplyInstruction Parse(AArch64Operands p, bool hasAddend, bool subtracts)
    {
        Register target = p.Register();
        return ParseFactors(p, target, target.Bits, isSigned: false, hasAddend, subtracts);
    }

    private static MultiplyInstruction ParseLong(AArch64Operands p, bool isSigned, bool hasAddend, bool subtracts) =>
        ParseFactors(p, p.Register(64), 32, isSigned, hasAddend, subtracts);

    private static MultiplyInstruction ParseFactors(AArch64Operands p, Register target, int bits, bool isSigned, bool hasAddend, bool subtracts)
    {
        Register first = p.CommaRegister(bits);
        Register second = p.CommaRegister(bits);
        Register addend = hasAddend ? p.CommaRegister(target.Bits) : Register.ZeroOf(target.Bits);
        return new MultiplyInstruction(target, first, second, addend, subtracts, isSigned);
    }
}
