using Racewalk.Litmus.Dialects.Asm;
using Racewalk.Litmus.Semantics;
using Racewalk.Litmus.Syntax;

namespace Racewalk.Litmus.Dialects.X86;

/// <summary>An operand: a register, memory at a location or at a register's value, or a number.</summary>
internal sealed record X86Operand
{
    /// <summary>A register.</summary>
    public X86Register? Register { get; init; }

    /// <summary>The register that has the address.</summary>
    public X86Register? Base { get; init; }

    /// <summary>The number, the address of the location, or what is added to the base register.</summary>
    public ulong Value { get; init; }

    /// <summary>Whether it is memory.</summary>
    public bool IsMemory { get; init; }

    /// <summary>Whether it is CR3, the base of the page tables.</summary>
    public bool IsTableBase { get; init; }

    /// <summary>Whether it is a number.</summary>
    public bool IsNumber => Register is null && !IsMemory && !IsTableBase;

    /// <summary>Reads an operand.</summary>
    public static X86Operand Parse(AsmCursor cursor, LocationTable locations, bool isLong)
    {
        if (TryTableBase(cursor))
        {
            return new X86Operand { IsTableBase = true };
        }

        if (TryRegister(cursor, isLong, out X86Register register))
        {
            return new X86Operand { Register = register };
        }

        bool isMarked = cursor.TryTake('$');
        bool isNumber = cursor.TryTakeNumber(out ulong value);
        if (isMarked && !isNumber)
        {
            throw cursor.Expected("a number");
        }

        char close = isMarked ? '\0' : cursor.TryTake('(') ? ')' : cursor.TryTake('[') ? ']' : '\0';
        if (close != '\0')
        {
            X86Operand operand = ParseAddress(cursor, locations, isLong, value);
            cursor.Take(close);
            return operand;
        }

        return isNumber ? new X86Operand { Value = value } : throw cursor.Expected("a register, a number or a memory operand");
    }

    /// <summary>The address of a memory operand.</summary>
    public Flow Address(X86Run run) => Base is { } register
        ? run.Values.Compute(ExprOp.Add, run.Builder.ReadRegister(register.Number, Port.Address), Value)
        : run.Values.Number(Value);

    private static bool TryRegister(AsmCursor cursor, bool isLong, out X86Register register)
    {
        int at = cursor.Position;
        bool isMarked = cursor.TryTake('%');
        register = default;
        if (cursor.TryTakeWord(out string word) && X86Registers.TryParseOperand(word, isLong, out register))
        {
            return true;
        }

        cursor.Return(at);
        return isMarked ? throw cursor.Expected("a register") : false;
    }

    private static bool TryTableBase(AsmCursor cursor)
    {
        int at = cursor.Position;
        cursor.TryTake('%');
        if (cursor.TryTakeWord(out string word) && word.Equals("CR3", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        cursor.Return(at);
        return false;
    }

    // x, or PTE(x) for the descriptor of a page.
    private static string LocationOf(AsmCursor cursor, LocationTable locations, string word, int at)
    {
        if (!cursor.TryTake('('))
        {
            return word;
        }

        if (!DescriptorParser.IsEntryWord(word))
        {
            throw cursor.Source.Unsupported(at, DescriptorParser.Refused(word));
        }

        string page = cursor.TryTakeWord(out string name) ? name : throw cursor.Expected("the name of a page");
        cursor.Take(')');
        return locations.HasPages
            ? DescriptorParser.EntryOf(page)
            : throw cursor.Source.Unsupported(at, $"{DescriptorParser.EntryOf(page)} in a test without page tables (Variant=vmsa)");
    }

    private static X86Operand ParseAddress(AsmCursor cursor, LocationTable locations, bool isLong, ulong distance)
    {
        int at = cursor.Position;
        if (TryRegister(cursor, isLong, out X86Register register))
        {
            if (cursor.TryTake('+') && cursor.TryTakeNumber(out ulong more))
            {
                distance += more;
            }

            return new X86Operand { IsMemory = true, Base = register, Value = distance };
        }

        return cursor.TryTakeWord(out string location)
            ? new X86Operand { IsMemory = true, Value = LitmusProgram.AddressOf(locations.Number(LocationOf(cursor, locations, location, at))) + distance }
            : cursor.TryTakeNumber(out _) ? throw cursor.Source.Unsupported(at, "memory at a number") : throw cursor.Expected("a location or a register");
    }
}
