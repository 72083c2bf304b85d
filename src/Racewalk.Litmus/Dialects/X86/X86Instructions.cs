using Racewalk.Litmus.Dialects.Asm;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.X86;

/// <summary>One instruction with its operands. A locked one has atomic accesses, the others separate plain ones, as in herd.</summary>
internal abstract record X86Instruction
{
    /// <summary>Runs it.</summary>
    public abstract void Run(X86Run run);
}

/// <summary>NOP.</summary>
internal sealed record X86Nop : X86Instruction
{
    /// <inheritdoc/>
    public override void Run(X86Run run)
    {
    }
}

/// <summary>MFENCE, SFENCE and LFENCE.</summary>
internal sealed record X86Fence(string Set) : X86Instruction
{
    /// <inheritdoc/>
    public override void Run(X86Run run) => run.Builder.Fence(Set);
}

/// <summary>MOV.</summary>
internal sealed record X86Move(X86Operand Target, X86Operand Source, int Bits) : X86Instruction
{
    /// <inheritdoc/>
    public override void Run(X86Run run)
    {
        if (run.TryTranslate(Source, isWrite: false, out Flow? from) && run.TryTranslate(Target, isWrite: true, out Flow? to))
        {
            run.Write(Target, run.Read(Source, Bits, address: from), Bits, address: to);
        }
    }
}

/// <summary>XCHG: atomic with memory whether it has a LOCK prefix or not (Intel SDM, XCHG).</summary>
internal sealed record X86Exchange(X86Operand First, X86Operand Second, int Bits) : X86Instruction
{
    /// <inheritdoc/>
    public override void Run(X86Run run)
    {
        (X86Operand memory, X86Operand other) = First.IsMemory ? (First, Second) : (Second, First);
        if (!run.TryTranslate(memory, isWrite: true, out Flow? address))
        {
            return;
        }

        Flow old = run.Read(memory, Bits, isLocked: true, address);
        Flow value = run.Read(other, Bits);
        int write = run.Write(memory, value, Bits, isLocked: true, address);
        run.Write(other, old, Bits);
        if (memory.IsMemory)
        {
            run.Builder.PairRmw(old.Events[0], write);
        }
    }
}

/// <summary>What an arithmetic instruction computes.</summary>
internal enum X86Op : byte
{
    /// <summary>The sum.</summary>
    Add,

    /// <summary>The difference.</summary>
    Sub,

    /// <summary>And.</summary>
    And,

    /// <summary>Or.</summary>
    Or,

    /// <summary>Exclusive or.</summary>
    Xor,
}

/// <summary>Arithmetic on a target and a source: ADD and its like, INC and DEC, CMP and TEST, XADD.</summary>
internal sealed record X86Arithmetic : X86Instruction
{
    /// <summary>What it computes.</summary>
    public required X86Op Op { get; init; }

    /// <summary>The first operand, which gets the result.</summary>
    public required X86Operand Target { get; init; }

    /// <summary>The second operand.</summary>
    public required X86Operand Source { get; init; }

    /// <summary>How many bits.</summary>
    public required int Bits { get; init; }

    /// <summary>Whether it has a LOCK prefix.</summary>
    public bool IsLocked { get; init; }

    /// <summary>Whether the result is dropped (CMP, TEST).</summary>
    public bool DropsResult { get; init; }

    /// <summary>Whether the carry flag stays (INC, DEC).</summary>
    public bool KeepsCarry { get; init; }

    /// <summary>Whether the source gets what the target was (XADD).</summary>
    public bool Exchanges { get; init; }

    /// <inheritdoc/>
    public override void Run(X86Run run)
    {
        if (!run.TryTranslate(Target, isWrite: !DropsResult, out Flow? address) || !run.TryTranslate(Source, isWrite: Exchanges, out Flow? from))
        {
            return;
        }

        Flow a = run.Read(Target, Bits, IsLocked, address);

        // One read serves both operands of xor %eax,%eax: the result is known whatever the register has.
        Flow b = Source.Register is not null && Source == Target ? a : run.Read(Source, Bits, address: from);
        Flow result = run.Values.Low(run.Values.Compute(Operator, a, b), Bits);
        if (!DropsResult)
        {
            int write = run.Write(Target, result, Bits, IsLocked, address);
            if (IsLocked)
            {
                run.Builder.PairRmw(a.Events[0], write);
            }
        }

        if (Exchanges)
        {
            run.Write(Source, a, Bits, address: from);
        }

        WriteFlags(run, run.Values.Low(a, Bits), run.Values.Low(b, Bits), result);
    }

    private ExprOp Operator => Op switch
    {
        X86Op.Add => ExprOp.Add,
        X86Op.Sub => ExprOp.Subtract,
        X86Op.And => ExprOp.And,
        X86Op.Or => ExprOp.Or,
        _ => ExprOp.Xor,
    };

    private void WriteFlags(X86Run run, Flow a, Flow b, Flow result)
    {
        AsmValues values = run.Values;
        Flow changed = values.Compute(ExprOp.Xor, result, a);
        (Flow carry, Flow overflow) = Op switch
        {
            X86Op.Add => (values.Compute(ExprOp.LessUnsigned, result, a), values.Compute(ExprOp.And, changed, values.Compute(ExprOp.Xor, result, b))),
            X86Op.Sub => (values.Compute(ExprOp.LessUnsigned, a, b), values.Compute(ExprOp.And, changed, values.Compute(ExprOp.Xor, a, b))),
            _ => (values.Number(0), values.Number(0)),
        };
        run.WriteFlags(result, Bits, KeepsCarry ? null : carry, values.Bit(overflow, Bits - 1));
    }
}

/// <summary>CMPXCHG: the target becomes the source if the accumulator is what it was, else the accumulator becomes what it was.</summary>
internal sealed record X86CompareExchange(X86Operand Target, X86Operand Source, int Bits, bool IsLocked) : X86Instruction
{
    /// <inheritdoc/>
    public override void Run(X86Run run)
    {
        var accumulator = new X86Operand { Register = new X86Register(X86Registers.Accumulator, Bits, 0) };
        // The target gets a write cycle whatever the comparison says (Intel SDM, CMPXCHG).
        if (!run.TryTranslate(Target, isWrite: true, out Flow? address) || !run.TryTranslate(Source, isWrite: false, out Flow? from))
        {
            return;
        }

        Flow old = run.Read(Target, Bits, IsLocked, address);
        Flow expected = run.Read(accumulator, Bits);
        Flow equal = run.Values.Compute(ExprOp.Equal, run.Values.Low(old, Bits), run.Values.Low(expected, Bits));
        run.Builder.WriteRegister(X86Registers.ZeroFlag, equal);
        (int branch, bool isEqual) = run.Builder.Branch(equal);
        run.Builder.ControlledBy(branch);
        if (!isEqual)
        {
            run.Write(accumulator, old, Bits);
            return;
        }

        int write = run.Write(Target, run.Read(Source, Bits, address: from), Bits, IsLocked, address);
        if (IsLocked && Target.IsMemory)
        {
            run.Builder.PairRmw(old.Events[0], write);
        }
    }
}

/// <summary>JMP.</summary>
internal sealed record X86Jump(CodeTarget Target) : X86Instruction
{
    /// <inheritdoc/>
    public override void Run(X86Run run) => run.Walk.Jump(Target);
}

/// <summary>A conditional jump or SETcc, CMOVcc: a condition on the flags.</summary>
/// <param name="Code">The condition's encoding; an odd one is the opposite of the even one before it (Intel SDM, volume 1, appendix B).</param>
internal readonly record struct X86Condition(int Code)
{
    private static readonly string[][] s_names =
    [
        ["O"], ["NO"], ["B", "C", "NAE"], ["AE", "NB", "NC"], ["E", "Z"], ["NE", "NZ"], ["BE", "NA"], ["A", "NBE"], ["S"], ["NS"], [], [],
        ["L", "LT", "NGE"], ["GE", "NL"], ["LE", "NG"], ["G", "GT", "NLE"],
    ];

    /// <summary>The names of all conditions; herd writes LT and GT, too.</summary>
    public static IEnumerable<(string Name, X86Condition Condition)> All =>
        s_names.SelectMany((names, code) => names.Select(name => (name, new X86Condition(code))));

    /// <summary>Whether it holds, as 0 or 1.</summary>
    public Flow Read(X86Run run)
    {
        Flow even = (Code >> 1) switch
        {
            0 => Flag(run, X86Registers.OverflowFlag),
            1 => Flag(run, X86Registers.CarryFlag),
            2 => Flag(run, X86Registers.ZeroFlag),
            3 => run.Values.Compute(ExprOp.Or, Flag(run, X86Registers.CarryFlag), Flag(run, X86Registers.ZeroFlag)),
            4 => Flag(run, X86Registers.SignFlag),
            6 => Less(run),
            _ => run.Values.Compute(ExprOp.Or, Less(run), Flag(run, X86Registers.ZeroFlag)),
        };
        return (Code & 1) == 0 ? even : run.Values.IsZero(even);
    }

    private static Flow Flag(X86Run run, int register) => run.Builder.ReadRegister(register);

    private static Flow Less(X86Run run) =>
        run.Values.Compute(ExprOp.Xor, Flag(run, X86Registers.SignFlag), Flag(run, X86Registers.OverflowFlag));
}

/// <summary>Jcc.</summary>
internal sealed record X86ConditionalJump(X86Condition Condition, CodeTarget Target) : X86Instruction
{
    /// <inheritdoc/>
    public override void Run(X86Run run) => run.Walk.Branch(Condition.Read(run), Target);
}

/// <summary>SETcc.</summary>
internal sealed record X86Set(X86Condition Condition, X86Operand Target) : X86Instruction
{
    /// <inheritdoc/>
    public override void Run(X86Run run)
    {
        if (run.TryTranslate(Target, isWrite: true, out Flow? address))
        {
            run.Write(Target, Condition.Read(run), 8, address: address);
        }
    }
}

/// <summary>CMOVcc; memory is read only if the condition holds, as in herd.</summary>
internal sealed record X86ConditionalMove(X86Condition Condition, X86Operand Target, X86Operand Source, int Bits) : X86Instruction
{
    /// <inheritdoc/>
    public override void Run(X86Run run)
    {
        (int branch, bool holds) = run.Builder.Branch(Condition.Read(run));
        run.Builder.ControlledBy(branch);
        if (holds && run.TryTranslate(Source, isWrite: false, out Flow? address))
        {
            run.Write(Target, run.Read(Source, Bits, address: address), Bits);
        }
    }
}
