using Racewalk.Litmus.Semantics;

namespace Racewalk.Litmus.Dialects.C;

/// <summary>The code of one thread of a C test. Every event is an instruction of its own: program order in C is total.</summary>
/// <param name="body">What it does.</param>
/// <param name="names">The names of its registers, by number; names of the condition may come to it later.</param>
internal sealed class CThread(IReadOnlyList<COperation> body, IReadOnlyList<string> names) : ILitmusThread
{
    /// <inheritdoc/>
    public string RegisterName(int register) => names[register];

    /// <inheritdoc/>
    public void Run(ThreadBuilder builder) => RunAll(builder, body);

    /// <summary>Computes a value; locals that it reads feed <paramref name="port"/>.</summary>
    internal static Flow Evaluate(ThreadBuilder builder, CValue value, Port port) => value switch
    {
        CConstant constant => builder.Constant(constant.Value),
        CLocal local => builder.ReadRegister(local.Register, port),
        CComputation computation => builder.Compute(
            computation.Operator, Evaluate(builder, computation.Left, port), Evaluate(builder, computation.Right, port)),
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };

    private static void RunAll(ThreadBuilder builder, IReadOnlyList<COperation> operations)
    {
        foreach (COperation operation in operations)
        {
            builder.BeginInstruction(operation.Offset);
            switch (operation)
            {
                case CAssign assign:
                    builder.WriteRegister(assign.Target, Evaluate(builder, assign.Value, Port.None));
                    break;
                case CConditional conditional:
                    // In herd's C an event is control-dependent on the condition of an if statement only within its branches, since a compiler may move
                    // what comes after the statement. A local that is set in a branch carries the dependency on to later conditions.
                    (int branch, bool isTaken) = builder.Branch(Evaluate(builder, conditional.Condition, Port.None), "BCC");
                    RunAll(builder, isTaken ? conditional.Then : conditional.Otherwise);
                    builder.EndBranch(branch);
                    break;
                case CPrimitiveCall call:
                    Flow? result = PrimitiveSemantics.Run(builder, call);
                    if (result is { } flow && call.Target >= 0)
                    {
                        builder.WriteRegister(call.Target, Convert(builder, flow, call.Primitive.Result));
                    }

                    break;
                default:
                    throw new InvalidOperationException("unknown operation");
            }
        }
    }

    private static Flow Convert(ThreadBuilder builder, Flow value, PrimitiveResult result) => result switch
    {
        PrimitiveResult.IsZero => builder.Compute(ExprOp.Equal, value, builder.Constant(0)),
        PrimitiveResult.IsNegative => builder.Compute(ExprOp.LessSigned, value, builder.Constant(0)),
        _ => value,
    };
}
