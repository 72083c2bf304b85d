using Racewalk.Litmus.Dialects.Asm;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>How an access uses its base register.</summary>
internal enum Indexing : byte
{
    /// <summary><c>[X1,#8]</c>: the register stays.</summary>
    Offset,

    /// <summary><c>[X1,#8]!</c>: the register becomes the address.</summary>
    PreIndex,

    /// <summary><c>[X1],#8</c>: the register is the address and changes afterwards.</summary>
    PostIndex,
}

/// <summary>How a register operand is widened.</summary>
internal enum Extend : byte
{
    /// <summary>All bits, as LSL has them.</summary>
    None,

    /// <summary>The low 32 bits, unsigned.</summary>
    Uxtw,

    /// <summary>The low 32 bits, signed.</summary>
    Sxtw,
}

/// <summary>A memory operand.</summary>
internal sealed record MemoryOperand
{
    /// <summary>The base register.</summary>
    public required Register Base { get; init; }

    /// <summary>What is added, if it is a number.</summary>
    public ulong Distance { get; init; }

    /// <summary>What is added, if it is a register.</summary>
    public Register? Index { get; init; }

    /// <summary>How the index register is widened.</summary>
    public Extend Extend { get; init; }

    /// <summary>By how many bits the index register is then shifted.</summary>
    public int Shift { get; init; }

    /// <summary>What becomes of the base register.</summary>
    public Indexing Indexing { get; init; }

    /// <summary>Reads <c>[Xn]</c>, or <c>[Xn,#0]</c>: what exclusive and atomic instructions take.</summary>
    public static MemoryOperand ParsePlain(AArch64Operands operands)
    {
        operands.Cursor.Take('[');
        Register @base = operands.Register(64);
        if (operands.Cursor.TryTake(','))
        {
            operands.Immediate(0);
        }

        operands.Cursor.Take(']');
        return new MemoryOperand { Base = @base };
    }

    /// <summary>Reads <c>[Xn]</c>, <c>[Xn,#k]</c>, <c>[Xn,#k]!</c> or <c>[Xn],#k</c>.</summary>
    public static MemoryOperand ParseImmediate(AArch64Operands operands) => Parse(operands, allowIndex: false);

    /// <summary>Reads a memory operand of any form.</summary>
    public static MemoryOperand Parse(AArch64Operands operands, bool allowIndex = true)
    {
        AsmCursor cursor = operands.Cursor;
        cursor.Take('[');
        var operand = new MemoryOperand { Base = operands.Register(64) };
        if (cursor.TryTake(','))
        {
            if (operands.TryImmediate(out ulong distance))
            {
                cursor.Take(']');
                return operand with { Distance = distance, Indexing = cursor.TryTake('!') ? Indexing.PreIndex : Indexing.Offset };
            }

            operand = allowIndex && operands.TryRegister(out Register index)
                ? ParseExtend(operands, operand with { Index = index, Extend = index.Bits == 32 ? Extend.Sxtw : Extend.None })
                : throw cursor.Expected(allowIndex ? "a number or an index register" : "a number");
            cursor.Take(']');
            return operand;
        }

        cursor.Take(']');
        return cursor.TryTake(',') ? operand with { Distance = operands.Immediate(), Indexing = Indexing.PostIndex } : operand;
    }

    /// <summary>Computes the address of an access and does what the operand does with the base register.</summary>
    public Flow Address(AArch64Run run)
    {
        Flow @base = run.Read(Base, Port.Address);
        Flow address = Add(run, @base, Index is { } index ? ReadIndex(run, index) : run.Values.Number(Distance));
        if (run.Builder.Pool.TryGetConstant(address.Value, out ulong known) && CodeAddress.TryParse(known, out _, out _))
        {
            throw run.Unsupported("access to code as memory");
        }

        if (Indexing != Indexing.Offset)
        {
            // Whether the base register changes if the access faults would have to be said.
            run.Walker.Untranslated(address, "an access that changes its base register");
            run.Write(Base, address);
        }

        return Indexing == Indexing.PostIndex ? @base : address;
    }

    private static Flow Add(AArch64Run run, Flow a, Flow b) => run.Values.Compute(ExprOp.Add, a, b);

    private static MemoryOperand ParseExtend(AArch64Operands operands, MemoryOperand operand)
    {
        if (!operands.Cursor.TryTake(','))
        {
            return operand;
        }

        // An index X register with SXTW or UXTW is taken by its low 32 bits, as in herd's tests.
        if (!operands.TryWord(["LSL", "UXTW", "SXTW", "SXTX", "UXTX"], out string word))
        {
            throw operands.Cursor.Expected("LSL, UXTW or SXTW");
        }

        Extend extend = word switch { "UXTW" => Extend.Uxtw, "SXTW" => Extend.Sxtw, _ => Extend.None };
        return operand with { Extend = extend, Shift = operands.TryImmediate(out ulong shift) ? (int)Math.Min(shift, 63) : 0 };
    }

    private Flow ReadIndex(AArch64Run run, Register index)
    {
        Flow value = run.Read(index, Port.Address);
        value = Extend switch
        {
            Extend.Uxtw => run.Values.Low(value, 32),
            Extend.Sxtw => run.Values.Signed(value, 32),
            _ => value,
        };
        return run.Values.Compute(ExprOp.ShiftLeft, value, (ulong)Shift);
    }
}
