using Racewalk.Litmus.Dialects.Asm;
using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.Ppc;

/// <summary>What the instructions of one path work on. Not thread-safe.</summary>
internal sealed class PpcRun(AsmCode<PpcInstruction> code, LocationTable locations, ThreadBuilder builder, int unroll)
{
    private const ulong LessBit = 8;
    private const ulong GreaterBit = 4;
    private const ulong EqualBit = 2;
    private readonly Dictionary<Expr, (Flow Less, Flow Greater, Flow Equal)> _conditions = [];

    /// <summary>Takes the events.</summary>
    public ThreadBuilder Builder { get; } = builder;

    /// <summary>Arithmetic.</summary>
    public AsmValues Values { get; } = new AsmValues(builder, locations);

    /// <summary>The way through the code.</summary>
    public AsmWalk<PpcInstruction> Walk { get; } = new AsmWalk<PpcInstruction>(code, builder, unroll);

    /// <summary>The translation of addresses.</summary>
    public PageWalker<PpcInstruction> Walker => field ??= new PageWalker<PpcInstruction>(Walk, Builder);

    /// <summary>The read event of the last lwarx; -1 if there is none.</summary>
    public int ReservingRead { get; set; } = -1;

    /// <summary>Runs the whole path.</summary>
    public void Run() => Walk.Run(instruction => instruction.Run(this));

    /// <summary>Reads a register where r0 stands for 0 (Power ISA, 1.10 and the descriptions of addi and of indexed accesses).</summary>
    public Flow ReadOrZero(int register, Port port = Port.None) => register == 0 ? Values.Number(0) : Builder.ReadRegister(register, port);

    /// <summary>Writes the result of a signed comparison to a field of the condition register.</summary>
    public void WriteCondition(int field, Flow a, Flow b, int bits)
    {
        Flow equal = Values.Compute(ExprOp.Equal, Values.LowOrAddress(a, bits), Values.LowOrAddress(b, bits));
        Flow less = Values.Compute(ExprOp.LessSigned, Values.Signed(a, bits), Values.Signed(b, bits));
        Flow greater = Values.Compute(ExprOp.LessSigned, Values.Signed(b, bits), Values.Signed(a, bits));
        Flow packed = Values.Compute(
            ExprOp.Or,
            Values.Compute(ExprOp.Or, Values.Compute(ExprOp.Multiply, less, LessBit), Values.Compute(ExprOp.Multiply, greater, GreaterBit)),
            Values.Compute(ExprOp.Multiply, equal, EqualBit));
        _conditions[packed.Value] = (less, greater, equal);
        Builder.WriteRegister(field, packed);
    }

    /// <summary>Writes the first field of the condition register after a store-conditional, which sets only "equal".</summary>
    public void WriteSuccess(bool isSuccess, Flow inputs) =>
        Builder.WriteRegister(PpcRegisters.Condition0, inputs with { Value = Builder.Pool.Constant(isSuccess ? EqualBit : 0) });

    /// <summary>Reads a field of the condition register and says whether a condition holds, as 0 or 1.</summary>
    public Flow ReadCondition(int field, PpcCondition condition)
    {
        Flow packed = Builder.ReadRegister(field);
        (Flow less, Flow greater, Flow equal) = _conditions.TryGetValue(packed.Value, out (Flow Less, Flow Greater, Flow Equal) written)
            ? written
            : (Values.Bit(packed, 3), Values.Bit(packed, 2), Values.Bit(packed, 1));
        Flow holds = condition switch
        {
            PpcCondition.Less or PpcCondition.NotLess => less,
            PpcCondition.Greater or PpcCondition.NotGreater => greater,
            _ => equal,
        };
        holds = condition is PpcCondition.NotLess or PpcCondition.NotGreater or PpcCondition.NotEqual ? Values.IsZero(holds) : holds;
        return packed with { Value = holds.Value };
    }
}

/// <summary>What a conditional branch tests.</summary>
internal enum PpcCondition : byte
{
    /// <summary>blt</summary>
    Less,

    /// <summary>bge, bnl</summary>
    NotLess,

    /// <summary>bgt</summary>
    Greater,

    /// <summary>ble, bng</summary>
    NotGreater,

    /// <summary>beq</summary>
    Equal,

    /// <summary>bne</summary>
    NotEqual,
}
