using Racewalk.Litmus.Dialects.Asm;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.X86;

/// <summary>What the instructions of one path work on. Not thread-safe.</summary>
internal sealed class X86Run(AsmCode<X86Instruction> code, LocationTable locations, ThreadBuilder builder, int unroll)
{
    private static readonly string[] s_plain = [];
    private static readonly string[] s_locked = ["X"];

    /// <summary>Takes the events.</summary>
    public ThreadBuilder Builder { get; } = builder;

    /// <summary>Arithmetic.</summary>
    public AsmValues Values { get; } = new AsmValues(builder, locations);

    /// <summary>The way through the code.</summary>
    public AsmWalk<X86Instruction> Walk { get; } = new AsmWalk<X86Instruction>(code, builder, unroll);

    /// <summary>The translation of addresses.</summary>
    public PageWalker<X86Instruction> Walker => field ??= new PageWalker<X86Instruction>(Walk, Builder) { FaultsInvalidate = true };

    /// <summary>The address of a memory operand behind its translation, and none of other operands.</summary>
    /// <param name="operand">The operand.</param>
    /// <param name="isWrite">Whether the instruction writes it.</param>
    /// <param name="address">The address.</param>
    /// <returns>False if the access faults, and then the instruction is over.</returns>
    public bool TryTranslate(X86Operand operand, bool isWrite, out Flow? address)
    {
        address = operand.IsMemory ? Walker.Translate(operand.Address(this), isWrite) : null;
        return address is not null || !operand.IsMemory;
    }

    /// <summary>Runs the whole path.</summary>
    public void Run() => Walk.Run(instruction => instruction.Run(this));

    /// <summary>Reads an operand that is no memory, or memory whose address is known already.</summary>
    /// <param name="operand">The operand.</param>
    /// <param name="bits">How many bits.</param>
    /// <param name="isLocked">Whether a memory access is atomic.</param>
    /// <param name="address">What <see cref="TryTranslate"/> says of a memory operand.</param>
    public Flow Read(X86Operand operand, int bits, bool isLocked = false, Flow? address = null)
    {
        if (operand.IsMemory)
        {
            return Values.Load(address!.Value, bits / 8, isLocked ? s_locked : s_plain);
        }

        return operand.Register is not { } register
            ? Values.Number(operand.Value & AsmValues.Ones(bits))
            : ReadPart(register, Builder.ReadRegister(register.Number, Port.Data));
    }

    /// <summary>Writes an operand. Returns the event.</summary>
    public int Write(X86Operand operand, Flow value, int bits, bool isLocked = false, Flow? address = null) =>
        operand.IsMemory
            ? Values.Store(address!.Value, value, bits / 8, isLocked ? s_locked : s_plain)
            : WriteRegister(operand.Register!.Value, value);

    /// <summary>Writes the flags of a result, but for carry and overflow, which have values of their own; null keeps one.</summary>
    public void WriteFlags(Flow result, int bits, Flow? carry, Flow overflow)
    {
        Builder.WriteRegister(X86Registers.ZeroFlag, Values.IsZero(result));
        Builder.WriteRegister(X86Registers.SignFlag, Values.Bit(result, bits - 1));
        Builder.WriteRegister(X86Registers.OverflowFlag, overflow);
        if (carry is { } flag)
        {
            Builder.WriteRegister(X86Registers.CarryFlag, flag);
        }
    }

    // A write of 32 bits clears the upper half, narrower ones leave the rest as it is (Intel SDM, volume 1, 3.4.1.1).
    private int WriteRegister(X86Register register, Flow value)
    {
        if (register.Bits >= 32)
        {
            return Builder.WriteRegister(register.Number, Values.LowOrAddress(value, register.Bits));
        }

        ulong mask = AsmValues.Ones(register.Bits) << register.Shift;
        Flow kept = Values.Compute(ExprOp.And, Builder.ReadRegister(register.Number), ~mask);
        Flow part = Values.Compute(ExprOp.ShiftLeft, Values.Low(value, register.Bits), (ulong)register.Shift);
        return Builder.WriteRegister(register.Number, Values.Compute(ExprOp.Or, kept, part));
    }

    private Flow ReadPart(X86Register register, Flow value) => register.Shift == 0
        ? Values.LowOrAddress(value, register.Bits)
        : Values.Low(Values.Compute(ExprOp.ShiftRight, value, (ulong)register.Shift), register.Bits);
}
