using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.AArch64;

/// <summary>Which ordering an atomic instruction has.</summary>
internal readonly record struct AtomicOrder(bool IsAcquire, bool IsRelease)
{
    private static readonly string[] s_plain = ["X"];
    private static readonly string[] s_acquire = ["A", "X"];
    private static readonly string[] s_release = ["L", "X"];
    private static readonly string[] s_noReturn = ["NoRet", "X"];

    /// <summary>The cat sets of its read. A read whose value is dropped is no acquire (Arm ARM, B2.3).</summary>
    public IReadOnlyList<string> ReadSets(bool returnsValue) => returnsValue ? IsAcquire ? s_acquire : s_plain : s_noReturn;

    /// <summary>The cat sets of its write.</summary>
    public IReadOnlyList<string> WriteSets => IsRelease ? s_release : s_plain;
}

/// <summary>What an atomic read-modify-write does to memory.</summary>
internal enum AtomicOp : byte
{
    /// <summary>The register's value.</summary>
    Swap,

    /// <summary>The sum.</summary>
    Add,

    /// <summary>Or.</summary>
    Set,

    /// <summary>And not.</summary>
    Clear,

    /// <summary>Exclusive or.</summary>
    Xor,

    /// <summary>The larger one, signed.</summary>
    MaxSigned,

    /// <summary>The smaller one, signed.</summary>
    MinSigned,

    /// <summary>The larger one, unsigned.</summary>
    MaxUnsigned,

    /// <summary>The smaller one, unsigned.</summary>
    MinUnsigned,
}

/// <summary>SWP, LD&lt;op&gt; and ST&lt;op&gt;.</summary>
/// <param name="Op">What it does.</param>
/// <param name="Order">Its ordering.</param>
/// <param name="Source">The register operand.</param>
/// <param name="Target">Gets what memory had; the zero register drops it.</param>
/// <param name="Memory">Where.</param>
/// <param name="Size">How many bytes.</param>
internal sealed record AtomicInstruction(AtomicOp Op, AtomicOrder Order, Register Source, Register Target, MemoryOperand Memory, int Size)
    : AArch64Instruction
{
    /// <inheritdoc/>
    public override void Run(AArch64Run run)
    {
        Flow operand = run.Read(Source, Port.Data);
        if (run.Walker.Translate(Memory.Address(run), isWrite: true) is not { } address)
        {
            return;
        }

        Flow old = run.Values.Load(address, Size, Order.ReadSets(returnsValue: !Target.IsZero));
        int write = run.Values.Store(address, NewValue(run, old, operand), Size, Order.WriteSets);
        run.Builder.PairRmw(old.Events[0], write);
        if (Op == AtomicOp.Swap)
        {
            run.Builder.Order(old.Events[0], write);
        }

        run.Write(Target, old);
    }

    private Flow NewValue(AArch64Run run, Flow old, Flow operand) => Op switch
    {
        AtomicOp.Swap => operand,
        AtomicOp.Add => run.Values.Compute(ExprOp.Add, old, operand),
        AtomicOp.Set => run.Values.Compute(ExprOp.Or, old, operand),
        AtomicOp.Clear => run.Values.Compute(ExprOp.And, old, run.Values.Not(operand)),
        AtomicOp.Xor => run.Values.Compute(ExprOp.Xor, old, operand),
        AtomicOp.MaxSigned or AtomicOp.MinSigned =>
            Select(run, ExprOp.LessSigned, run.Values.Signed(old, 8 * Size), run.Values.Signed(operand, 8 * Size), Op == AtomicOp.MaxSigned),
        _ => Select(run, ExprOp.LessUnsigned, old, run.Values.Low(operand, 8 * Size), Op == AtomicOp.MaxUnsigned),
    };

    // a, or b if a < b (largest) or b if not (smallest): a xor ((a xor b) and mask), where the mask is all ones to take b.
    private static Flow Select(AArch64Run run, ExprOp less, Flow a, Flow b, bool isLargest)
    {
        Flow takesB = run.Values.Compute(less, isLargest ? a : b, isLargest ? b : a);
        Flow mask = run.Values.Compute(ExprOp.Subtract, run.Values.Number(0), takesB);
        return run.Values.Compute(ExprOp.Xor, a, run.Values.Compute(ExprOp.And, run.Values.Compute(ExprOp.Xor, a, b), mask));
    }
}

/// <summary>The mnemonics of SWP, LD&lt;op&gt;, ST&lt;op&gt;, CAS and CASP.</summary>
internal static class Atomic
{
    private static readonly (string Name, AtomicOp Op)[] s_operations =
    [
        ("ADD", AtomicOp.Add), ("SET", AtomicOp.Set), ("CLR", AtomicOp.Clear), ("EOR", AtomicOp.Xor), ("SMAX", AtomicOp.MaxSigned),
        ("SMIN", AtomicOp.MinSigned), ("UMAX", AtomicOp.MaxUnsigned), ("UMIN", AtomicOp.MinUnsigned),
    ];

    /// <summary>Adds the parsers to a table.</summary>
    public static void AddTo(Dictionary<string, Func<AArch64Operands, AArch64Instruction>> table)
    {
        foreach ((string ending, AtomicOrder order) in new[]
        {
            ("", new AtomicOrder(false, false)), ("A", new AtomicOrder(true, false)), ("L", new AtomicOrder(false, true)), ("AL", new AtomicOrder(true, true)),
        })
        {
            foreach ((string suffix, int size) in new[] { ("", 0), ("B", 1), ("H", 2) })
            {
                table.Add($"SWP{ending}{suffix}", p => Parse(p, AtomicOp.Swap, order, size));
                table.Add($"CAS{ending}{suffix}", p => ParseCompare(p, order, size, 1));
                foreach ((string name, AtomicOp op) in s_operations)
                {
                    table.Add($"LD{name}{ending}{suffix}", p => Parse(p, op, order, size));
                    if (!order.IsAcquire)
                    {
                        table.Add($"ST{name}{ending}{suffix}", p => ParseStore(p, op, order, size));
                    }
                }
            }

            table.Add($"CASP{ending}", p => ParseCompare(p, order, 0, 2));
        }
    }

    private static Register First(AArch64Operands p, int size) => size == 0 ? p.Register() : p.Register(32);

    private static int SizeOf(Register register, int size) => size == 0 ? register.Bits / 8 : size;

    private static AtomicInstruction Parse(AArch64Operands p, AtomicOp op, AtomicOrder order, int size)
    {
        Register source = First(p, size);
        Register target = p.CommaRegister(source.Bits);
        p.Comma();
        return new AtomicInstruction(op, order, source, target, MemoryOperand.ParsePlain(p), SizeOf(source, size));
    }

    private static AtomicInstruction ParseStore(AArch64Operands p, AtomicOp op, AtomicOrder order, int size)
    {
        Register source = First(p, size);
        p.Comma();
        return new AtomicInstruction(op, order, source, Register.ZeroOf(source.Bits), MemoryOperand.ParsePlain(p), SizeOf(source, size));
    }

    private static CompareAndSwapInstruction ParseCompare(AArch64Operands p, AtomicOrder order, int size, int count)
    {
        var registers = new List<Register> { First(p, size) };
        while (registers.Count < 2 * count)
        {
            registers.Add(p.CommaRegister(registers[0].Bits));
        }

        p.Comma();
        return new CompareAndSwapInstruction(
            order, [.. registers.Take(count)], [.. registers.Skip(count)], MemoryOperand.ParsePlain(p), SizeOf(registers[0], size));
    }
}
