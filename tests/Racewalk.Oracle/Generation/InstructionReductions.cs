using Racewalk.Executions;
using Racewalk.Oracle.Language;
using Racewalk.Programs;

namespace Racewalk.Oracle.Generation;

/// <summary>The instructions that are one step simpler than another.</summary>
internal static class InstructionReductions
{
    private const Access Ordering = Access.Acquire | Access.AcquirePc | Access.Release | Access.Plain | Access.FullBarrier | Access.NoReturn
        | Access.Lock | Access.Unlock;

    /// <summary>The reductions of an instruction.</summary>
    public static IEnumerable<Instruction> Of(Instruction instruction)
    {
        switch (instruction)
        {
            case Load i:
                return [.. Of(i.Location).Select(l => i with { Location = l }), .. Of(i.Access).Select(a => i with { Access = a })];
            case Store i:
                return
                [
                    .. Of(i.Location).Select(l => i with { Location = l }),
                    .. Of(i.Value).Select(v => i with { Value = v }),
                    .. Of(i.Access).Select(a => i with { Access = a }),
                ];
            case Rmw i:
                return
                [
                    new Load(i.Register, i.Location, i.Access & (Access.Acquire | Access.AcquirePc)),
                    new Store(i.Location, i.Operand, i.Access & Access.Release),
                    .. Of(i.Location).Select(l => i with { Location = l }),
                    .. Of(i.Operand).Select(v => i with { Operand = v }),
                    .. Of(i.Comparand).Select(v => i with { Comparand = v }),
                    .. Of(i.Access).Select(a => i with { Access = a }),
                    .. i.Kind == RmwKind.Exchange ? Array.Empty<Rmw>() : [i with { Kind = RmwKind.Exchange, Comparand = 0 }],
                ];
            case Await i:
                return
                [
                    new Load(i.Register, i.Location, i.Access),
                    .. Of(i.Location).Select(l => i with { Location = l }),
                    .. Of(i.Access).Select(a => i with { Access = a }),
                ];
            case AwaitRmw i:
                return
                [
                    new Rmw(i.Register, i.Kind, i.Location, i.Operand, 0, i.Access),
                    new Await(i.Register, i.Location, i.Condition, i.Awaited, i.Access & (Access.Acquire | Access.AcquirePc)),
                    .. Of(i.Location).Select(l => i with { Location = l }),
                    .. Of(i.Operand).Select(v => i with { Operand = v }),
                    .. Of(i.Access).Select(a => i with { Access = a }),
                ];
            case Fence i when i.Kind is not (FenceKind.Full or FenceKind.RcuLock or FenceKind.RcuUnlock):
                return [new Fence(FenceKind.Full)];
            case Choose i when i.Alternatives > 1:
                return [i with { Alternatives = i.Alternatives - 1 }];
            case Assume i:
                return Of(i.Condition).Select(c => i with { Condition = c });
            case If i:
                return Of(i.Condition).Select(c => i with { Condition = c });
            default:
                return [];
        }
    }

    private static IEnumerable<LocationExpression> Of(LocationExpression location)
    {
        if (location.Shape == LocationShape.Indexed)
        {
            yield return location with { Shape = LocationShape.FalseDependency };
        }

        if (location.UsesRegister)
        {
            yield return location.Location;
        }
    }

    private static IEnumerable<ValueExpression> Of(ValueExpression value)
    {
        if (value.Shape == ValueShape.RegisterPlus)
        {
            yield return ValueExpression.Reg(value.Register);
        }

        if (value.UsesRegister || value.Number > 1)
        {
            yield return 1;
        }
    }

    private static IEnumerable<Access> Of(Access access)
    {
        // Whether a read-modify-write is one instruction or two is not simpler either way, so that stays.
        if ((access & Ordering) == (Access.Acquire | Access.Release))
        {
            yield return access & ~Access.Acquire;
            yield return access & ~Access.Release;
        }
        else if ((access & Ordering) != 0)
        {
            yield return access & ~Ordering;
        }
    }

    private static IEnumerable<Condition> Of(Condition condition)
    {
        foreach (ValueExpression left in Of(condition.Left))
        {
            yield return condition with { Left = left };
        }

        foreach (ValueExpression right in Of(condition.Right))
        {
            yield return condition with { Right = right };
        }
    }
}
