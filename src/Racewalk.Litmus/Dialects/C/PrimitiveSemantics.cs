using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.C;

/// <summary>The events of primitives, as herd's variant lkmmv2 makes them: tags stand on all events, and the model drops those without effect.</summary>
internal static class PrimitiveSemantics
{
    // Accesses of different size at one location do not exist in herd's C.
    private const int Size = 8;

    /// <summary>Makes the events of a primitive; the caller has begun the first instruction.</summary>
    /// <returns>What the primitive gives.</returns>
    public static Flow? Run(ThreadBuilder builder, CPrimitiveCall call)
    {
        switch (call.Primitive.Kind)
        {
            case PrimitiveKind.Load:
                return Load(builder, call, call.Primitive.Sets);
            case PrimitiveKind.Store:
                Store(builder, call, Data(builder, call.Operand), call.Primitive.Sets);
                return null;
            case PrimitiveKind.StoreThenBarrier:
                Store(builder, call, Data(builder, call.Operand), call.Primitive.Sets);
                builder.BeginInstruction(call.Offset);
                builder.Fence("MB");
                return null;
            case PrimitiveKind.Fence:
                builder.Fence(call.Primitive.Sets);
                return null;
            case PrimitiveKind.SynchronizeSrcu:
                builder.Access(LitmusEventKind.Fence, Address(builder, call), builder.Pool.Zero, call.Primitive.Sets);
                return null;
            case PrimitiveKind.Lock:
                Lock(builder, call);
                return null;
            case PrimitiveKind.Unlock:
                Store(builder, call, builder.Constant(0), call.Primitive.Sets);
                return null;
            case PrimitiveKind.TryLock when builder.Choose(2) == 0:
                // No dependency hangs on a lock taken: it is an acquire.
                Lock(builder, call);
                return builder.Constant(1);
            case PrimitiveKind.TryLock:
                return new Flow(builder.Pool.Zero, ReadLock(builder, call, "LF", 1).Events);
            case PrimitiveKind.IsLocked:
                bool isLocked = builder.Choose(2) == 0;
                return isLocked
                    ? new Flow(builder.Pool.Constant(1), ReadLock(builder, call, "RL", 1).Events)
                    : new Flow(builder.Pool.Zero, ReadLock(builder, call, "RU", 0).Events);
            default:
                return ReadModifyWrite(builder, call);
        }
    }

    private static Flow ReadModifyWrite(ThreadBuilder builder, CPrimitiveCall call)
    {
        Flow old = Load(builder, call, call.Primitive.Sets);
        int read = old.Events[0];
        switch (call.Primitive.Kind)
        {
            case PrimitiveKind.Exchange:
                builder.BeginInstruction(call.Offset);
                builder.Control(read, Write(builder, call, read, Data(builder, call.Operand)));
                return old;
            case PrimitiveKind.CompareExchange:
                // What the old value is compared with is no dependency: in herd it only controls the write, within the instruction.
                if (builder.Decide(builder.Pool.Compute(ExprOp.Equal, old.Value, Peek(builder, call.Compared))))
                {
                    builder.BeginInstruction(call.Offset);
                    builder.Control(read, Write(builder, call, read, Data(builder, call.Operand)));
                }

                return old;
            case PrimitiveKind.AddUnless:
                Flow limit = CThread.Evaluate(builder, call.Compared, Port.None);
                bool isLimit = builder.Decide(builder.Pool.Compute(ExprOp.Equal, old.Value, limit.Value));
                if (!isLimit)
                {
                    builder.BeginInstruction(call.Offset);
                    Write(builder, call, read, builder.Compute(ExprOp.Add, old, Data(builder, call.Operand)));
                }

                return new Flow(builder.Pool.Constant(isLimit ? 0UL : 1), [.. old.Events, .. limit.Events]);
            default:
                builder.BeginInstruction(call.Offset);
                Flow updated = Apply(builder, call.Primitive.Operator, old, Data(builder, call.Operand));
                Write(builder, call, read, updated);

                // As in herd, the old value, too, comes with a dependency on the operand.
                return call.Primitive.Kind == PrimitiveKind.FetchUpdate ? updated with { Value = old.Value } : updated;
        }
    }

    private static int Write(ThreadBuilder builder, CPrimitiveCall call, int read, Flow data)
    {
        int write = Store(builder, call, data, call.Primitive.Sets);
        builder.PairRmw(read, write);
        return write;
    }

    private static void Lock(ThreadBuilder builder, CPrimitiveCall call)
    {
        int read = ReadLock(builder, call, "LKR", 0).Events[0];
        builder.BeginInstruction(call.Offset);
        int write = Store(builder, call, builder.Constant(1), ["LKW"]);
        builder.PairRmw(read, write);
        builder.Control(read, write);
    }

    /// <summary>Reads a lock's word: 1 if it is held, else 0.</summary>
    private static Flow ReadLock(ThreadBuilder builder, CPrimitiveCall call, string set, ulong expected)
    {
        Flow word = Load(builder, call, [set]);
        builder.Require(word.Value, expected);
        return word;
    }

    private static Flow Apply(ThreadBuilder builder, string sign, Flow old, Flow operand) => sign switch
    {
        "+" => builder.Compute(ExprOp.Add, old, operand),
        "-" => builder.Compute(ExprOp.Subtract, old, operand),
        "&" => builder.Compute(ExprOp.And, old, operand),
        "|" => builder.Compute(ExprOp.Or, old, operand),
        "^" => builder.Compute(ExprOp.Xor, old, operand),
        _ => builder.Compute(ExprOp.And, old, builder.Compute(ExprOp.Xor, operand, builder.Constant(ulong.MaxValue))),
    };

    private static Flow Load(ThreadBuilder builder, CPrimitiveCall call, IReadOnlyList<string> sets) =>
        builder.Load(Address(builder, call), Size, sets);

    private static int Store(ThreadBuilder builder, CPrimitiveCall call, Flow data, IReadOnlyList<string> sets) =>
        builder.Store(Address(builder, call), data, Size, sets);

    private static Flow Address(ThreadBuilder builder, CPrimitiveCall call) => CThread.Evaluate(builder, call.Address, Port.Address);

    private static Flow Data(ThreadBuilder builder, CValue value) => CThread.Evaluate(builder, value, Port.Data);

    private static Expr Peek(ThreadBuilder builder, CValue value) => value switch
    {
        CConstant constant => builder.Pool.Constant(constant.Value),
        CLocal local => builder.PeekRegister(local.Register),
        CComputation computation => builder.Pool.Compute(computation.Operator, Peek(builder, computation.Left), Peek(builder, computation.Right)),
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };
}
