using Racewalk.Litmus.Dialects.Asm;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.Ppc;

/// <summary>Reads instructions.</summary>
internal static class PpcParser
{
    private static readonly Dictionary<string, ExprOp> s_threeRegisters = new(StringComparer.Ordinal)
    {
        ["add"] = ExprOp.Add,
        ["sub"] = ExprOp.Subtract,
        ["subf"] = ExprOp.Subtract,
        ["xor"] = ExprOp.Xor,
        ["or"] = ExprOp.Or,
        ["and"] = ExprOp.And,
        ["mullw"] = ExprOp.Multiply,
        ["mull"] = ExprOp.Multiply,
    };

    private static readonly Dictionary<string, ExprOp> s_immediates = new(StringComparer.Ordinal)
    {
        ["addi"] = ExprOp.Add,
        ["subi"] = ExprOp.Subtract,
        ["xori"] = ExprOp.Xor,
        ["ori"] = ExprOp.Or,
        ["andi."] = ExprOp.And,
        ["mulli"] = ExprOp.Multiply,
    };

    private static readonly Dictionary<string, PpcCondition> s_branches = new(StringComparer.Ordinal)
    {
        ["blt"] = PpcCondition.Less,
        ["bge"] = PpcCondition.NotLess,
        ["bnl"] = PpcCondition.NotLess,
        ["bgt"] = PpcCondition.Greater,
        ["ble"] = PpcCondition.NotGreater,
        ["bng"] = PpcCondition.NotGreater,
        ["beq"] = PpcCondition.Equal,
        ["bne"] = PpcCondition.NotEqual,
    };

    private static readonly Dictionary<string, (bool IsLoad, int Size, bool IsIndexed, bool Updates)> s_accesses = new(StringComparer.Ordinal)
    {
        ["lbz"] = (true, 1, false, false),
        ["lhz"] = (true, 2, false, false),
        ["lwz"] = (true, 4, false, false),
        ["ld"] = (true, 8, false, false),
        ["lbzx"] = (true, 1, true, false),
        ["lhzx"] = (true, 2, true, false),
        ["lwzx"] = (true, 4, true, false),
        ["ldx"] = (true, 8, true, false),
        ["stb"] = (false, 1, false, false),
        ["sth"] = (false, 2, false, false),
        ["stw"] = (false, 4, false, false),
        ["std"] = (false, 8, false, false),
        ["stbx"] = (false, 1, true, false),
        ["sthx"] = (false, 2, true, false),
        ["stwx"] = (false, 4, true, false),
        ["stdx"] = (false, 8, true, false),
        ["lwzu"] = (true, 4, false, true),
        ["stwu"] = (false, 4, false, true),
    };

    /// <summary>Reads one instruction.</summary>
    /// <param name="cursor">Where it begins.</param>
    /// <param name="targets">Gets what it branches to.</param>
    /// <param name="hasPages">Whether the test has page tables.</param>
    public static PpcInstruction Parse(AsmCursor cursor, List<CodeTarget> targets, bool hasPages)
    {
        int start = cursor.Position;
        if (!cursor.TryTakeWord(out string word))
        {
            throw cursor.Expected("an instruction");
        }

        string name = word.ToLowerInvariant();
        return ParseInvalidation(cursor, name, hasPages, start) ?? ParseSimple(cursor, name) ?? ParseArithmetic(cursor, name) ?? ParseAccess(cursor, name) ?? ParseBranch(cursor, name, targets)
            ?? throw cursor.Source.Unsupported(start, $"the instruction {name}");
    }

    private static PpcInstruction? ParseSimple(AsmCursor cursor, string name)
    {
        switch (name)
        {
            case "nop":
                return new PpcNop();
            case "dcbf":
                Register(cursor);
                CommaRegister(cursor);
                return new PpcNop();
            case "sync" or "lwsync" or "isync" or "eieio":
                return new PpcFence(name.ToUpperInvariant());
            case "li":
                int target = Register(cursor);
                return new PpcLoadImmediate(target, CommaNumber(cursor));
            case "mr":
                int moved = Register(cursor);
                return new PpcMove(moved, CommaRegister(cursor));
            case "mfcr":
                return new PpcMoveFromCondition(Register(cursor));
            case "cmpw" or "cmpd" or "cmpwi" or "cmpdi":
                return ParseCompare(cursor, name);
            default:
                return null;
        }
    }

    private static PpcInstruction? ParseInvalidation(AsmCursor cursor, string name, bool hasPages, int start)
    {
        if (name is not ("ptesync" or "tlbsync" or "tlbie" or "tlbiel"))
        {
            return null;
        }

        return !hasPages ? throw cursor.Source.Unsupported(start, $"{name} in a test without page tables (Variant=vmsa)")
            : name is "tlbie" or "tlbiel" ? new PpcInvalidate(Register(cursor), IsBroadcast: name == "tlbie")
            : new PpcFence(name.ToUpperInvariant());
    }

    private static PpcCompare ParseCompare(AsmCursor cursor, string name)
    {
        int field = Field(cursor);
        int first = Register(cursor);
        int bits = name[3] == 'w' ? 32 : 64;
        return name.EndsWith('i')
            ? new PpcCompare(field, first, -1, CommaNumber(cursor), bits)
            : new PpcCompare(field, first, CommaRegister(cursor), 0, bits);
    }

    private static PpcArithmetic? ParseArithmetic(AsmCursor cursor, string name)
    {
        bool records = name.EndsWith('.');
        string plain = records ? name[..^1] : name;
        if (s_threeRegisters.TryGetValue(plain, out ExprOp op))
        {
            int target = Register(cursor);
            int first = CommaRegister(cursor);
            int second = CommaRegister(cursor);
            return plain == "subf"
                ? new PpcArithmetic(op, target, second, first, 0, records)
                : new PpcArithmetic(op, target, first, second, 0, records);
        }

        if (s_immediates.TryGetValue(name, out op))
        {
            int target = Register(cursor);
            int first = CommaRegister(cursor);
            ulong number = CommaNumber(cursor);
            return name == "subi"
                ? new PpcArithmetic(ExprOp.Add, target, first, -1, unchecked(0 - number), records)
                : new PpcArithmetic(op, target, first, -1, number, records);
        }

        return null;
    }

    private static PpcInstruction? ParseAccess(AsmCursor cursor, string name)
    {
        if (name is "lwarx" or "ldarx" or "stwcx." or "stdcx.")
        {
            int register = Register(cursor);
            PpcAddress indexed = IndexedAddress(cursor);
            int size = name[1] == 'w' || name[2] == 'w' ? 4 : 8;
            return name[0] == 'l' ? new PpcLoadReserve(register, indexed, size) : new PpcStoreConditional(register, indexed, size);
        }

        if (!s_accesses.TryGetValue(name, out (bool IsLoad, int Size, bool IsIndexed, bool Updates) access))
        {
            return null;
        }

        int data = Register(cursor);
        PpcAddress address = access.IsIndexed ? IndexedAddress(cursor) : OffsetAddress(cursor);
        return access.IsLoad
            ? new PpcLoad(data, address, access.Size, access.Updates && address.Base != 0 && address.Base != data)
            : new PpcStore(data, address, access.Size, access.Updates && address.Base != 0);
    }

    private static PpcInstruction? ParseBranch(AsmCursor cursor, string name, List<CodeTarget> targets)
    {
        bool isConditional = s_branches.TryGetValue(name, out PpcCondition condition);
        if (!isConditional && name != "b")
        {
            return null;
        }

        int field = isConditional ? Field(cursor) : 0;
        int at = cursor.Position;
        if (!cursor.TryTakeWord(out string label))
        {
            throw cursor.Expected("a label");
        }

        var target = new CodeTarget(at, label, 0);
        targets.Add(target);
        return isConditional ? new PpcConditionalJump(condition, field, target) : new PpcJump(target);
    }

    // A field of the condition register and a comma, or neither: the first field.
    private static int Field(AsmCursor cursor)
    {
        int at = cursor.Position;
        if (cursor.TryTakeWord(out string word) && PpcRegisters.TryParseCondition(word, out int field) && cursor.TryTake(','))
        {
            return field;
        }

        cursor.Return(at);
        return PpcRegisters.Condition0;
    }

    private static PpcAddress IndexedAddress(AsmCursor cursor)
    {
        int @base = CommaRegister(cursor);
        return new PpcAddress(@base, CommaRegister(cursor), 0);
    }

    // d(rA), or herd's d,rA.
    private static PpcAddress OffsetAddress(AsmCursor cursor)
    {
        ulong distance = CommaNumber(cursor);
        if (cursor.TryTake(','))
        {
            return new PpcAddress(Register(cursor), -1, distance);
        }

        cursor.Take('(');
        int @base = Register(cursor);
        cursor.Take(')');
        return new PpcAddress(@base, -1, distance);
    }

    private static int Register(AsmCursor cursor)
    {
        int at = cursor.Position;
        if (cursor.TryTakeWord(out string word) && PpcRegisters.TryParseGeneral(word, out int number))
        {
            return number;
        }

        cursor.Return(at);
        throw cursor.Expected("a register");
    }

    private static int CommaRegister(AsmCursor cursor)
    {
        cursor.Take(',');
        return Register(cursor);
    }

    private static ulong CommaNumber(AsmCursor cursor)
    {
        cursor.Take(',');
        return cursor.TryTakeNumber(out ulong number) ? number : throw cursor.Expected("a number");
    }
}
