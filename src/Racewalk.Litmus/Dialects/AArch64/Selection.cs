using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>What a conditional select does with its second register.</summary>
internal enum SelectOp : byte
{
    /// <summary>Takes it as it is.</summary>
    Copy,

    /// <summary>Adds 1.</summary>
    Increment,

    /// <summary>Inverts it.</summary>
    Invert,

    /// <summary>Negates it.</summary>
    Negate,
}

/// <summary>
/// CSEL and its relatives. The condition decides which register is read, and that read is under intrinsic control of the decision: the result has a pick
/// dependency on the condition and a data dependency on the chosen register (Arm ARM, B2.3; herd has it so unless told otherwise).
/// </summary>
/// <param name="Target">Gets the result.</param>
/// <param name="WhenTrue">The register if the condition holds.</param>
/// <param name="WhenFalse">The register if not.</param>
/// <param name="Condition">The condition.</param>
/// <param name="Op">What is done with the second register.</param>
internal sealed record SelectInstruction(Register Target, Register WhenTrue, Register WhenFalse, Condition Condition, SelectOp Op) : AArch64Instruction
{
    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        (int branch, bool holds) = run.Builder.Branch(run.Flags.Read(Condition));
        Register chosen = holds ? WhenTrue : WhenFalse;
        run.Builder.ControlledBy(branch);
        Flow value = run.ReadToPass(chosen);
        if (!chosen.IsZero)
        {
            run.Builder.ControlledBy();
        }

        run.Write(Target, holds ? value : Change(run, value));
    }

    private Flow Change(AArch64Run run, Flow value)
    {
        Flow changed = Op switch
        {
            SelectOp.Copy => value,
            SelectOp.Increment => run.Values.Compute(ExprOp.Add, value, 1),
            SelectOp.Invert => run.Values.Not(value),
            _ => run.Values.Compute(ExprOp.Subtract, run.Values.Number(0), value),
        };
        return Op == SelectOp.Copy ? changed : run.Values.Low(changed, Target.Bits);
    }
}

/// <summary>The mnemonics of conditional selects.</summary>
internal static class Selection
{
    /// <summary>Adds the parsers to a table.</summary>
    public static void AddTo(Dictionary<string, Func<AArch64Operands, AArch64Instruction>> table)
    {
        table.Add("CSEL", p => Parse(p, SelectOp.Copy));
        table.Add("CSINC", p => Parse(p, SelectOp.Increment));
        table.Add("CSINV", p => Parse(p, SelectOp.Invert));
        table.Add("CSNEG", p => Parse(p, SelectOp.Negate));
        table.Add("CSET", p => ParseSet(p, SelectOp.Increment));
        table.Add("CSETM", p => ParseSet(p, SelectOp.Invert));
        table.Add("CINC", p => ParseOne(p, SelectOp.Increment));
        table.Add("CINV", p => ParseOne(p, SelectOp.Invert));
        table.Add("CNEG", p => ParseOne(p, SelectOp.Negate));
    }

    private static SelectInstruction Parse(AArch64Operands p, SelectOp op)
    {
        Register target = p.Register();
        Register whenTrue = p.CommaRegister(target.Bits);
        Register whenFalse = p.CommaRegister(target.Bits);
        p.Comma();
        return new SelectInstruction(target, whenTrue, whenFalse, p.Condition(), op);
    }

    // The short forms have the condition the other way round (Arm ARM, aliases of CSINC, CSINV and CSNEG).
    private static SelectInstruction ParseSet(AArch64Operands p, SelectOp op)
    {
        Register target = p.Register();
        p.Comma();
        Register zero = Register.ZeroOf(target.Bits);
        return new SelectInstruction(target, zero, zero, Conditions.Opposite(p.Condition()), op);
    }

    private static SelectInstruction ParseOne(AArch64Operands p, SelectOp op)
    {
        Register target = p.Register();
        Register source = p.CommaRegister(target.Bits);
        p.Comma();
        return new SelectInstruction(target, source, source, Conditions.Opposite(p.Condition()), op);
    }
}
