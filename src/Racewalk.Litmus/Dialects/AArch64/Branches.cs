using Racewalk.Litmus.Dialects.Asm;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>B, and BL, which leaves the address to return to in X30.</summary>
internal sealed record JumpInstruction(CodeTarget Target, bool IsCall) : AArch64Instruction
{
    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        if (IsCall)
        {
            run.Builder.WriteRegister(AArch64Registers.Link, run.ReturnAddress());
        }

        run.Walk.Jump(Target);
    }
}

/// <summary>BR, BLR and RET.</summary>
/// <param name="Mnemonic">Its name.</param>
/// <param name="Target">The register with the address.</param>
/// <param name="IsCall">Whether X30 gets the address to return to.</param>
internal sealed record IndirectJumpInstruction(string Mnemonic, Register Target, bool IsCall) : AArch64Instruction
{
    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        Flow address = run.Read(Target);
        if (IsCall)
        {
            run.Builder.WriteRegister(AArch64Registers.Link, run.ReturnAddress());
        }

        // The commit of an indirect branch decides nothing by itself; which address it is is decided after it.
        run.Builder.Branch(address with { Value = run.Builder.Pool.Constant(1) }, "BCC");
        run.JumpTo(address, Mnemonic);
    }
}

/// <summary>B.cond.</summary>
internal sealed record ConditionalJumpInstruction(Condition Condition, CodeTarget Target) : AArch64Instruction
{
    /// <inheritdoc/>
    public override void Run(AArch64Run run) => run.Walk.Branch(run.Flags.Read(Condition), Target);
}

/// <summary>CBZ, CBNZ, TBZ and TBNZ.</summary>
/// <param name="Tested">The register.</param>
/// <param name="Bit">The bit that is tested; -1 for all.</param>
/// <param name="JumpsIfZero">Whether it branches on 0.</param>
/// <param name="Target">Where to.</param>
internal sealed record TestJumpInstruction(Register Tested, int Bit, bool JumpsIfZero, CodeTarget Target) : AArch64Instruction
{
    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        Flow value = run.Read(Tested);
        value = Bit < 0 ? run.Values.LowOrAddress(value, Tested.Bits) : run.Values.Bit(value, Bit);
        Flow isZero = run.Values.IsZero(value);
        run.Walk.Branch(JumpsIfZero ? isZero : run.Values.IsZero(isZero), Target);
    }
}

/// <summary>The mnemonics of branches.</summary>
internal static class Branches
{
    /// <summary>Adds the parsers to a table.</summary>
    public static void AddTo(Dictionary<string, Func<AArch64Operands, AArch64Instruction>> table)
    {
        table.Add("B", p => new JumpInstruction(p.Target(), IsCall: false));
        table.Add("BL", p => new JumpInstruction(p.Target(), IsCall: true));
        table.Add("BR", p => new IndirectJumpInstruction(p.Mnemonic, p.Register(64), IsCall: false));
        table.Add("BLR", p => new IndirectJumpInstruction(p.Mnemonic, p.Register(64), IsCall: true));
        table.Add("RET", p => new IndirectJumpInstruction(
            p.Mnemonic, p.Cursor.IsAtEnd ? new Register(AArch64Registers.Link, 64) : p.Register(64), IsCall: false));
        foreach (string name in new[] { "EQ", "NE", "CS", "HS", "CC", "LO", "MI", "PL", "VS", "VC", "HI", "LS", "GE", "LT", "GT", "LE", "AL" })
        {
            Conditions.TryParse(name, out Condition condition);
            table.Add($"B.{name}", p => new ConditionalJumpInstruction(condition, p.Target()));
        }

        foreach ((string suffix, bool jumpsIfZero) in new[] { ("Z", true), ("NZ", false) })
        {
            table.Add($"CB{suffix}", p => ParseTest(p, hasBit: false, jumpsIfZero));
            table.Add($"TB{suffix}", p => ParseTest(p, hasBit: true, jumpsIfZero));
        }
    }

    private static TestJumpInstruction ParseTest(AArch64Operands p, bool hasBit, bool jumpsIfZero)
    {
        Register tested = p.Register();
        int bit = hasBit ? (int)p.CommaImmediate((ulong)tested.Bits - 1) : -1;
        p.Comma();
        return new TestJumpInstruction(tested, bit, jumpsIfZero, p.Target());
    }
}
