using Racewalk.Litmus.Dialects.Asm;

namespace Racewalk.Litmus.Dialects.X86;

/// <summary>
/// Reads instructions. The 32-bit dialect has the target first, as Intel writes it; the 64-bit dialect has it last, as AT&amp;T writes it, but for CMPXCHG and
/// CMOV, which herd reads with the target first.
/// </summary>
internal sealed class X86Parser(LocationTable locations, bool isLong)
{
    private static readonly Dictionary<string, X86Op> s_operations = new(StringComparer.Ordinal)
    {
        ["ADD"] = X86Op.Add,
        ["SUB"] = X86Op.Sub,
        ["AND"] = X86Op.And,
        ["OR"] = X86Op.Or,
        ["XOR"] = X86Op.Xor,
        ["CMP"] = X86Op.Sub,
        ["TEST"] = X86Op.And,
        ["XADD"] = X86Op.Add,
    };

    private static readonly Dictionary<string, X86Condition> s_conditions =
        X86Condition.All.ToDictionary(entry => entry.Name, entry => entry.Condition, StringComparer.Ordinal);

    private static readonly HashSet<string> s_sized =
        [.. s_operations.Keys, "MOV", "MOVNTI", "XCHG", "UXCH", "INC", "DEC", "CMPXCHG", .. s_conditions.Keys.Select(name => "CMOV" + name)];

    /// <summary>Reads one instruction.</summary>
    public X86Instruction Parse(AsmCursor cursor, List<CodeTarget> targets)
    {
        int start = cursor.Position;
        string mnemonic = Word(cursor);
        if (mnemonic != "LOCK")
        {
            return Parse(cursor, mnemonic, start, targets, isLocked: false);
        }

        int inner = cursor.Position;
        string name = Word(cursor);
        X86Instruction instruction = Parse(cursor, name, inner, targets, isLocked: true);
        bool isLockable = instruction switch
        {
            X86Exchange => true,
            X86Arithmetic arithmetic => arithmetic.Target.IsMemory && !arithmetic.DropsResult,
            X86CompareExchange exchange => exchange.Target.IsMemory,
            _ => false,
        };
        return isLockable ? instruction : throw cursor.Source.Error(inner, $"LOCK needs an instruction that reads and writes memory, not {name} like this");
    }

    private static string Word(AsmCursor cursor) =>
        cursor.TryTakeWord(out string word) ? word.ToUpperInvariant() : throw cursor.Expected("an instruction");

    private static CodeTarget Target(AsmCursor cursor, List<CodeTarget> targets)
    {
        int at = cursor.Position;
        if (!cursor.TryTakeWord(out string label))
        {
            throw cursor.Expected("a label");
        }

        var target = new CodeTarget(at, label, 0);
        targets.Add(target);
        return target;
    }

    private static (string Name, int Bits) SplitSize(string mnemonic)
    {
        if (s_sized.Contains(mnemonic) || mnemonic.Length < 2 || !s_sized.Contains(mnemonic[..^1]))
        {
            return (mnemonic, 0);
        }

        int bits = mnemonic[^1] switch { 'B' => 8, 'W' => 16, 'L' => 32, 'Q' => 64, _ => 0 };
        return bits == 0 ? (mnemonic, 0) : (mnemonic[..^1], bits);
    }

    private X86Instruction Parse(AsmCursor cursor, string mnemonic, int start, List<CodeTarget> targets, bool isLocked)
    {
        switch (mnemonic)
        {
            case "NOP":
                return new X86Nop();
            case "MFENCE" or "SFENCE" or "LFENCE":
                return new X86Fence(mnemonic);
            case "INVLPG" or "INVLPGB" or "TLBSYNC":
                return locations.HasPages
                    ? ParseInvalidation(cursor, mnemonic)
                    : throw cursor.Source.Unsupported(start, $"{mnemonic} in a test without page tables (Variant=vmsa)");
            case "JMP":
                return new X86Jump(Target(cursor, targets));
        }

        if (mnemonic[0] == 'J' && s_conditions.TryGetValue(mnemonic[1..], out X86Condition jump))
        {
            return new X86ConditionalJump(jump, Target(cursor, targets));
        }

        if (mnemonic.StartsWith("SET", StringComparison.Ordinal) && s_conditions.TryGetValue(mnemonic[3..], out X86Condition set))
        {
            return new X86Set(set, Writable(cursor));
        }

        (string name, int bits) = SplitSize(mnemonic);
        if (!s_sized.Contains(name) || (bits == 64 && !isLong))
        {
            throw cursor.Source.Unsupported(start, $"the instruction {mnemonic}");
        }

        return name is "INC" or "DEC" ? ParseUnary(cursor, name, bits, isLocked) : ParseBinary(cursor, name, start, bits, isLocked);
    }

    private X86Instruction ParseInvalidation(AsmCursor cursor, string mnemonic)
    {
        if (mnemonic == "TLBSYNC")
        {
            return new X86Fence(mnemonic);
        }

        int at = cursor.Position;
        X86Operand page = Operand(cursor);
        return !page.IsMemory ? throw cursor.Source.Error(at, $"expected the page as a memory operand of {mnemonic}")
            : mnemonic == "INVLPG" ? new X86InvalidatePage(page)
            : new X86InvalidateBroadcast(page);
    }

    private X86Reload ParseReload(AsmCursor cursor, X86Operand target, X86Operand source, string name, int start)
    {
        string what = !locations.HasPages ? "CR3 in a test without page tables (Variant=vmsa)" : "CR3 otherwise than in a MOV from a register";
        return locations.HasPages && name == "MOV" && target.IsTableBase && source.Register is { } register
            ? new X86Reload(register)
            : throw cursor.Source.Unsupported(start, what);
    }

    private X86Arithmetic ParseUnary(AsmCursor cursor, string name, int bits, bool isLocked)
    {
        X86Operand target = Writable(cursor);
        return new X86Arithmetic
        {
            Op = name == "INC" ? X86Op.Add : X86Op.Sub,
            Target = target,
            Source = new X86Operand { Value = 1 },
            Bits = BitsOf(bits, target, target),
            IsLocked = isLocked,
            KeepsCarry = true,
        };
    }

    private X86Instruction ParseBinary(AsmCursor cursor, string name, int start, int bits, bool isLocked)
    {
        X86Operand first = Operand(cursor);
        cursor.Take(',');
        X86Operand second = Operand(cursor);
        bool isCompareExchange = name == "CMPXCHG";
        bool isConditional = name.StartsWith("CMOV", StringComparison.Ordinal);
        (X86Operand target, X86Operand source) = isLong && !isConditional && !(isCompareExchange && !second.IsMemory) ? (second, first) : (first, second);
        if (target.IsTableBase || source.IsTableBase)
        {
            return ParseReload(cursor, target, source, name, start);
        }

        bits = BitsOf(bits, target, source);
        if (target.IsNumber || (target.IsMemory && source.IsMemory))
        {
            throw cursor.Source.Error(start, target.IsNumber ? $"{name} to a number" : $"{name} from memory to memory");
        }

        if (isConditional)
        {
            return target.IsMemory
                ? throw cursor.Source.Error(start, $"{name} to memory")
                : new X86ConditionalMove(s_conditions[name[4..]], target, source, bits);
        }

        bool needsRegister = name is "XCHG" or "UXCH" or "XADD" or "CMPXCHG";
        return needsRegister && source.IsNumber
            ? throw cursor.Source.Error(start, $"{name} of a number")
            : name switch
            {
                "MOV" or "MOVNTI" => new X86Move(target, source, bits),
                "XCHG" => new X86Exchange(target, source, bits),
                "UXCH" => throw cursor.Source.Unsupported(start, "the instruction UXCH"),
                "CMPXCHG" => new X86CompareExchange(target, source, bits, isLocked),
                _ => new X86Arithmetic
                {
                    Op = s_operations[name],
                    Target = target,
                    Source = source,
                    Bits = bits,
                    IsLocked = isLocked,
                    DropsResult = name is "CMP" or "TEST",
                    Exchanges = name == "XADD",
                },
            };
    }

    // Without a suffix a register tells the width; memory alone has the natural one, as in herd.
    private int BitsOf(int bits, X86Operand target, X86Operand source) => bits > 0
        ? bits
        : target.Register?.Bits ?? source.Register?.Bits ?? (isLong ? 64 : 32);

    private X86Operand Operand(AsmCursor cursor) => X86Operand.Parse(cursor, locations, isLong);

    private X86Operand Writable(AsmCursor cursor)
    {
        int at = cursor.Position;
        X86Operand operand = Operand(cursor);
        return operand.IsNumber ? throw cursor.Source.Error(at, "expected a register or a memory operand, found a number")
            : operand.IsTableBase ? throw cursor.Source.Unsupported(at, "CR3 otherwise than in a MOV from a register")
            : operand;
    }
}
