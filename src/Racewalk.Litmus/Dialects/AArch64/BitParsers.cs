namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>The mnemonics of shifts and of instructions that move bits within a register.</summary>
internal static class BitParsers
{
    /// <summary>Adds the parsers to a table.</summary>
    public static void AddTo(Dictionary<string, Func<AArch64Operands, AArch64Instruction>> table)
    {
        foreach (OperandChange change in new[] { OperandChange.Lsl, OperandChange.Lsr, OperandChange.Asr, OperandChange.Ror })
        {
            string name = change.ToString().ToUpperInvariant();
            table.Add(name, p => ParseShift(p, change));
            table.Add(name + "V", p => ParseShift(p, change));
        }

        foreach (bool isSigned in new[] { false, true })
        {
            string sign = isSigned ? "S" : "U";
            table.Add($"{sign}BFM", p => ParseField(p, isSigned, (first, second, _) => ((int)first, (int)second)));
            table.Add($"{sign}BFX", p => ParseField(p, isSigned, (first, second, _) => ((int)first, (int)(first + second) - 1)));
            table.Add($"{sign}BFIZ", p => ParseField(p, isSigned, (first, second, bits) => ((int)((ulong)bits - first) % bits, (int)second - 1)));
            foreach ((string suffix, int last) in new[] { ("B", 7), ("H", 15), ("W", 31) })
            {
                table.Add($"{sign}XT{suffix}", p => ParseExtend(p, isSigned, last));
            }
        }

        table.Add("RBIT", p => ParseReverse(p, 1, 64));
        table.Add("REV", p => ParseReverse(p, 8, 64));
        table.Add("REV64", p => ParseReverse(p, 8, 64));
        table.Add("REV32", p => ParseReverse(p, 8, 32));
        table.Add("REV16", p => ParseReverse(p, 8, 16));
        table.Add("ABS", p =>
        {
            Register target = p.Register();
            return new AbsoluteInstruction(target, p.CommaRegister(target.Bits));
        });
        table.Add("EXTR", p =>
        {
            Register target = p.Register();
            Register high = p.CommaRegister(target.Bits);
            Register low = p.CommaRegister(target.Bits);
            return new ExtractInstruction(target, high, low, (int)p.CommaImmediate((ulong)target.Bits - 1));
        });
    }

    private static ShiftInstruction ParseShift(AArch64Operands p, OperandChange change)
    {
        Register target = p.Register();
        Register first = p.CommaRegister(target.Bits);
        p.Comma();
        return p.TryImmediate(out ulong by)
            ? by < (ulong)target.Bits
                ? new ShiftInstruction(change, target, first, SecondOperand.Of(by))
                : throw p.Cursor.Source.Error(p.Start, FormattableString.Invariant($"expected a shift by less than {target.Bits}"))
            : new ShiftInstruction(change, target, first, SecondOperand.Of(p.Register(target.Bits)));
    }

    private static BitFieldInstruction ParseField(
        AArch64Operands p, bool isSigned, Func<ulong, ulong, int, (int Rotate, int Last)> encode)
    {
        Register target = p.Register();
        Register source = p.CommaRegister(target.Bits);
        ulong first = p.CommaImmediate((ulong)target.Bits - 1);
        ulong second = p.CommaImmediate((ulong)target.Bits);
        (int rotate, int last) = encode(first, second, target.Bits);
        return last >= 0 && last < target.Bits
            ? new BitFieldInstruction(isSigned, target, source, rotate, last)
            : throw p.Cursor.Source.Error(p.Start, "the field does not fit into the register");
    }

    private static BitFieldInstruction ParseExtend(AArch64Operands p, bool isSigned, int last)
    {
        Register target = p.Register();
        p.Comma();
        Register source = p.Register();
        return new BitFieldInstruction(isSigned, target, source with { Bits = target.Bits }, 0, last);
    }

    private static ReverseInstruction ParseReverse(AArch64Operands p, int from, int to)
    {
        Register target = p.Register();
        return new ReverseInstruction(target, p.CommaRegister(target.Bits), from, Math.Min(to, target.Bits));
    }
}
