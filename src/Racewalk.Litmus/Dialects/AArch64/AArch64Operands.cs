using Racewalk.Litmus.Dialects.Asm;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>Reads the operands of one instruction. Not thread-safe.</summary>
internal sealed class AArch64Operands(AsmCursor cursor, string mnemonic, int start, List<CodeTarget> targets)
{
    /// <summary>The mnemonic in capitals.</summary>
    public string Mnemonic => mnemonic;

    /// <summary>The cursor.</summary>
    public AsmCursor Cursor => cursor;

    /// <summary>Where the instruction begins.</summary>
    public int Start => start;

    /// <summary>A refusal of this form of the instruction.</summary>
    public LitmusException Unsupported(string construct) => cursor.Source.Unsupported(start, construct);

    /// <summary>The comma between two operands.</summary>
    public void Comma() => cursor.Take(',');

    /// <summary>A register of either width.</summary>
    public Register Register() => TryRegister(out Register register) ? register : throw cursor.Expected("a register");

    /// <summary>A register of a width.</summary>
    public Register Register(int bits)
    {
        int at = cursor.Position;
        if (TryRegister(out Register register) && register.Bits == bits)
        {
            return register;
        }

        cursor.Return(at);
        throw cursor.Expected(bits == 32 ? "a W register" : "an X register");
    }

    /// <summary>A comma and a register of a width.</summary>
    public Register CommaRegister(int bits)
    {
        Comma();
        return Register(bits);
    }

    /// <summary>A register, if one comes next.</summary>
    public bool TryRegister(out Register register)
    {
        int at = cursor.Position;
        register = default;
        if (!cursor.TryTakeWord(out string word))
        {
            return false;
        }

        if (AArch64Registers.TryParseOperand(word, out register))
        {
            return true;
        }

        if (AArch64Registers.IsVectorOrCapability(word))
        {
            throw cursor.Source.Unsupported(at, $"the register {word.ToUpperInvariant()}");
        }

        cursor.Return(at);
        return false;
    }

    /// <summary>A number, with or without <c>#</c>, if one comes next.</summary>
    public bool TryImmediate(out ulong value)
    {
        int at = cursor.Position;
        bool isMarked = cursor.TryTake('#');
        if (cursor.TryTakeNumber(out value) || (isMarked && TryShifted(out value)))
        {
            return true;
        }

        return isMarked ? throw cursor.Expected("a number") : Back(at);
    }

    // (1 << 12), as assemblers take it.
    private bool TryShifted(out ulong value)
    {
        value = 0;
        if (!cursor.TryTake('('))
        {
            return false;
        }

        if (!cursor.TryTakeNumber(out ulong number) || !cursor.TryTake('<') || !cursor.TryTake('<') || !cursor.TryTakeNumber(out ulong shift) || shift > 63)
        {
            throw cursor.Expected("a number shifted to the left, such as (1 << 12)");
        }

        cursor.Take(')');
        value = number << (int)shift;
        return true;
    }

    /// <summary>A number in a range.</summary>
    public ulong Immediate(ulong max = ulong.MaxValue)
    {
        int at = cursor.Position;
        if (!TryImmediate(out ulong value))
        {
            throw cursor.Expected("a number");
        }

        return value <= max ? value : throw cursor.Source.Error(at, FormattableString.Invariant($"expected a number from 0 to {max}"));
    }

    /// <summary>A comma and a number in a range.</summary>
    public ulong CommaImmediate(ulong max = ulong.MaxValue)
    {
        Comma();
        return Immediate(max);
    }

    /// <summary>One of some words, in capitals, if one of them comes next.</summary>
    public bool TryWord(ReadOnlySpan<string> words, out string word)
    {
        int at = cursor.Position;
        if (cursor.TryTakeWord(out word))
        {
            word = word.ToUpperInvariant();
            if (words.Contains(word))
            {
                return true;
            }
        }

        cursor.Return(at);
        return false;
    }

    /// <summary>A condition code.</summary>
    public Condition Condition()
    {
        int at = cursor.Position;
        if (cursor.TryTakeWord(out string word) && Conditions.TryParse(word, out Condition condition))
        {
            return condition;
        }

        cursor.Return(at);
        throw cursor.Expected("a condition such as EQ");
    }

    /// <summary>Where a branch goes.</summary>
    public CodeTarget Target()
    {
        int at = cursor.Position;
        CodeTarget target;
        if (cursor.TryTakeWord(out string label) || cursor.TryTakeLocalLabel(out label))
        {
            target = new CodeTarget(at, label, 0);
        }
        else if (cursor.TryTake('.') && cursor.TryTakeNumber(out ulong distance))
        {
            if (distance % 4 != 0 || Math.Abs((long)distance) > short.MaxValue)
            {
                throw cursor.Source.Error(at, "expected a distance that is a multiple of 4");
            }

            target = new CodeTarget(at, null, (int)((long)distance / 4));
        }
        else
        {
            cursor.Return(at);
            throw cursor.Expected("a label");
        }

        targets.Add(target);
        return target;
    }

    private bool Back(int position)
    {
        cursor.Return(position);
        return false;
    }
}
