using Racewalk.Litmus.Dialects.Asm;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>MOV of a number, MOVZ and MOVN.</summary>
internal sealed record MoveNumberInstruction(Register Target, ulong Value) : AArch64Instruction
{
    /// <inheritdoc/>
    public override void Run(AArch64Run run) => run.Write(Target, run.Values.Number(Value & AsmValues.Ones(Target.Bits)));
}

/// <summary>MOV of a register.</summary>
internal sealed record MoveRegisterInstruction(Register Target, Register Source) : AArch64Instruction
{
    /// <inheritdoc/>
    public override void Run(AArch64Run run) => run.Write(Target, run.ReadToPass(Source));
}

/// <summary>MOVK: puts 16 bits into a register and keeps the others.</summary>
internal sealed record MoveKeepInstruction(Register Target, ulong Value, int Shift) : AArch64Instruction
{
    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        Flow kept = run.Values.Compute(ExprOp.And, run.Values.Low(run.Read(Target), Target.Bits), ~(0xFFFFUL << Shift));
        run.Write(Target, run.Values.Compute(ExprOp.Or, kept, Value << Shift));
    }
}

/// <summary>ADR: the address of an instruction.</summary>
internal sealed record AddressInstruction(Register Target, CodeTarget Of) : AArch64Instruction
{
    /// <inheritdoc/>
    public override void Run(AArch64Run run) => run.Write(Target, run.AddressOf(Of));
}

/// <summary>The mnemonics of moves.</summary>
internal static class Moves
{
    /// <summary>Adds the parsers to a table.</summary>
    public static void AddTo(Dictionary<string, Func<AArch64Operands, AArch64Instruction>> table)
    {
        table.Add("MOV", ParseMove);
        table.Add("MOVZ", p => ParseWide(p, isInverted: false));
        table.Add("MOVN", p => ParseWide(p, isInverted: true));
        table.Add("MOVK", p =>
        {
            Register target = p.Register();
            (ulong value, int shift) = ParseShifted(p, target);
            return new MoveKeepInstruction(target, value, shift);
        });
        table.Add("ADR", p =>
        {
            Register target = p.Register(64);
            p.Comma();
            return new AddressInstruction(target, p.Target());
        });
    }

    private static AArch64Instruction ParseMove(AArch64Operands p)
    {
        Register target = p.Register();
        p.Comma();
        if (p.TryImmediate(out ulong value))
        {
            return new MoveNumberInstruction(target, value);
        }

        int at = p.Cursor.Position;
        return p.Cursor.TryTake('%')
            ? throw p.Cursor.Source.Unsupported(at, "a symbolic register")
            : new MoveRegisterInstruction(target, p.Register(target.Bits));
    }

    private static MoveNumberInstruction ParseWide(AArch64Operands p, bool isInverted)
    {
        Register target = p.Register();
        (ulong value, int shift) = ParseShifted(p, target);
        return new MoveNumberInstruction(target, isInverted ? ~(value << shift) : value << shift);
    }

    private static (ulong Value, int Shift) ParseShifted(AArch64Operands p, Register target)
    {
        ulong value = p.CommaImmediate(0xFFFF);
        if (!p.Cursor.TryTake(','))
        {
            return (value, 0);
        }

        if (!p.TryWord(["LSL"], out _))
        {
            throw p.Cursor.Expected("LSL");
        }

        int at = p.Cursor.Position;
        ulong shift = p.Immediate((ulong)target.Bits - 1);
        return shift % 16 == 0 ? (value, (int)shift) : throw p.Cursor.Source.Error(at, "expected a shift by a multiple of 16");
    }
}
